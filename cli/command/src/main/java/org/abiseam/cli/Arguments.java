package org.abiseam.cli;

import java.util.List;
import java.util.stream.Stream;
import org.abiseam.cli.Settings.Format;
import org.abiseam.model.Rule;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.psabi.Psabis;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The options of all commands, as picocli's model. */
final class Arguments {
  private static final List<String> WHEN = List.of("auto", "always", "never");

  private Arguments() {}

  static CommandLine commands() {
    CommandSpec root = CommandSpec.create().name("abiseam");
    root.usageMessage()
        .header(
            "Verifies that the objects of a build that mixes compilers agree on what they share.");
    root.addOption(flag("what this program can do", "-h", "--help").usageHelp(true).build());
    root.addOption(flag("which version this is", "-V", "--version").versionHelp(true).build());
    root.addSubcommand("check", check());
    root.addSubcommand("kbuild", kbuild());
    root.addSubcommand("compare", compare());
    root.addSubcommand("snapshot", snapshot());
    root.addSubcommand("gate", gate());
    root.addSubcommand("layout", layout());
    root.addSubcommand("explain", explain());
    root.addSubcommand("witness", witness());
    root.addSubcommand("dump", dump());
    return new CommandLine(root).setUsageHelpWidth(100).setTrimQuotes(false);
  }

  private static CommandLine check() {
    CommandSpec spec = CommandSpec.create().name("check");
    spec.usageMessage()
        .header("Finds the sides of the given objects and verifies the types they share.");
    reports(spec);
    common(spec);
    files(spec, 0);
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static CommandLine compare() {
    CommandSpec spec = CommandSpec.create().name("compare");
    spec.usageMessage()
        .header(
            "Compares two builds: belief against fact where one is Rust, old against new where both"
                + " are C.");
    reports(spec);
    spec.addOption(flag("each change with the types it is part of (default)", "--leaf").build());
    spec.addOption(
        flag("and each function and variable that the changes reach, by which way", "--impacted")
            .build());
    common(spec);
    files(spec, 0);
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static CommandLine snapshot() {
    CommandSpec spec = CommandSpec.create().name("snapshot");
    spec.usageMessage()
        .header("Writes what objects know as text, which is read wherever an object is.");
    common(spec);
    spec.addOption(value("FILE", "where to (standard output)", "-o", "--output").build());
    files(spec, 0);
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static CommandLine gate() {
    CommandSpec spec = CommandSpec.create().name("gate");
    spec.usageMessage().header("Decides by a policy whether a build goes on.");
    reports(spec);
    common(spec);
    spec.addOption(value("FILE", "the policy, in YAML", "--policy").required(true).build());
    spec.addOption(flag("write the baseline that the policy names", "--update-baseline").build());
    files(spec, 0);
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static CommandLine kbuild() {
    CommandSpec spec = CommandSpec.create().name("kbuild");
    spec.usageMessage()
        .header("Verifies a kernel's build tree: vmlinux, its modules and all that Rust calls.");
    reports(spec);
    common(spec);
    spec.addOption(value("DIR", "the kernel's sources (BUILD_DIR/source)", "--source").build());
    spec.addOption(
        value("DIR", "modules built outside the tree (M=), instead of the tree's own", "--module")
            .build());
    spec.addOption(
        value("FILE", "only modules newer than this; all where the kernel is", "--changed-since")
            .build());
    spec.addOption(
        value("WHEN", "compile a witness of the bindings: auto, always or never", "--witness")
            .build());
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("BUILD_DIR")
            .description("the directory that the kernel was built in")
            .index("0")
            .arity("1")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static void reports(CommandSpec spec) {
    spec.addOption(
        value(
                "TYPE[:FILE]",
                "a report: text, json, sarif, junit, markdown or html, to a file or to standard"
                    + " output",
                "--format")
            .completionCandidates(Format.Kind.words())
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    spec.addOption(
        value("LEVEL", "exit status from: harmful (default), risky, undetermined", "--fail-on")
            .completionCandidates(List.of("harmful", "risky", "undetermined"))
            .build());
    spec.addOption(
        value(
                "FILE",
                "findings that are known: YAML, libabigail's, SUSE's severities, the kernel's kABI"
                    + " rules",
                "--suppressions")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    spec.addOption(
        value(
                "FILE|GLOB",
                "only these functions and variables and what they reach: a list of symbols"
                    + " (Android, libabigail, Red Hat, Module.symvers, plain) or a pattern",
                "--symbols")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    spec.addOption(flag("findings and verdict alone", "-q", "--quiet").build());
    spec.addOption(flag("all names, harmless differences, time", "-v", "--verbose").build());
  }

  private static CommandLine layout() {
    CommandSpec spec = CommandSpec.create().name("layout");
    spec.usageMessage().header("Shows what C and Rust believe of one type, side by side.");
    common(spec);
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("TYPE")
            .description("name of the type, as C has it")
            .index("0")
            .type(String.class)
            .arity("1")
            .required(true)
            .build());
    files(spec, 1);
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static CommandLine explain() {
    CommandSpec spec = CommandSpec.create().name("explain");
    spec.usageMessage()
        .header(
            "Shows where every byte of a call travels on both sides, or the page of a rule or a"
                + " divergence.");
    common(spec);
    spec.addOption(flag("SUBJECT is a type: how it is passed and returned", "--by-value").build());
    spec.addOption(many("FILE", "defines the types of a prototype", "--types"));
    spec.addOption(
        value("NAME", "x86_64, riscv64-lp64d, …; that of the files where not given", "--machine")
            .build());
    spec.addOption(
        many("NAME", "gcc-14, clang-19, rustc-1.85, …, with switches behind", "--compiler"));
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("SUBJECT")
            .description(
                "a function's symbol, a type (with --by-value), a prototype in C, a rule, or a"
                    + " divergence that a finding names")
            .completionCandidates(
                () ->
                    Stream.concat(
                            Stream.of(Rule.values()).map(Rule::id),
                            Psabis.divergences().map(Divergence::id))
                        .sorted()
                        .iterator())
            .index("0")
            .type(String.class)
            .arity("1")
            .required(true)
            .build());
    files(spec, 1);
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static CommandLine witness() {
    CommandSpec spec = CommandSpec.create().name("witness");
    spec.usageMessage()
        .header("Writes a crate that makes rustc describe what the bindings declare.");
    spec.addOption(
        value("CRATE", "the crate that the bindings are; else they are included", "--extern")
            .build());
    spec.addOption(value("FILE", "where to write; else standard output", "-o", "--output").build());
    spec.addOption(flag("this text", "-h", "--help").usageHelp(true).build());
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("BINDINGS")
            .description("source that bindgen wrote")
            .index("0..*")
            .arity("1..*")
            .required(true)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static CommandLine dump() {
    CommandSpec spec = CommandSpec.create().name("dump");
    spec.usageMessage()
        .header("Writes what one stage saw, as JSON, one object a line.")
        .footer(
            "",
            "Stages: sections, units, types and signatures (of both sides, what they share), seam.",
            "Example:",
            "  abiseam dump units vmlinux");
    common(spec);
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("STAGE")
            .description("sections, units, types, signatures or seam")
            .completionCandidates(List.of("sections", "units", "types", "signatures", "seam"))
            .index("0")
            .type(String.class)
            .arity("1")
            .required(true)
            .build());
    files(spec, 1);
    return new CommandLine(spec).setUsageHelpWidth(100);
  }

  private static void common(CommandSpec spec) {
    spec.addOption(value("N", "how many threads may work", "-j", "--jobs").type(int.class).build());
    spec.addOption(
        value("DIR", "where separate debug files lie (/usr/lib/debug)", "--debug-dir").build());
    spec.addOption(
        value(
                "FILE",
                "source that bindgen wrote: verified whole, and tells where bit-fields lie; or"
                    + " rustc's LLVM IR (.ll)",
                "--bindings")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
    spec.addOption(
        value("WHEN", "auto (on a terminal, not with --quiet), always or never", "--progress")
            .completionCandidates(WHEN)
            .build());
    spec.addOption(
        value("WHEN", "auto, always or never; NO_COLOR counts", "--color")
            .completionCandidates(WHEN)
            .build());
    spec.addOption(flag("this text", "-h", "--help").usageHelp(true).build());
  }

  private static void files(CommandSpec spec, int index) {
    spec.addOption(
        many("VERSION", "the installed kernel of this version, with its modules", "--kernel"));
    spec.addOption(value("DIR", "where --kernel looks instead of /", "--root").build());
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .description(
                "object, archive, module (.ko, .ko.xz, …), package (.deb, .rpm, .tar.*),"
                    + " directory or snapshot")
            .index(index + "..*")
            .arity("0..*")
            .required(false)
            .type(List.class)
            .auxiliaryTypes(String.class)
            .build());
  }

  private static OptionSpec.Builder flag(String description, String... names) {
    return OptionSpec.builder(names).description(description).type(boolean.class);
  }

  private static OptionSpec many(String label, String description, String name) {
    return value(label, description, name).type(List.class).auxiliaryTypes(String.class).build();
  }

  private static OptionSpec.Builder value(String label, String description, String... names) {
    return OptionSpec.builder(names).paramLabel(label).description(description).type(String.class);
  }
}
