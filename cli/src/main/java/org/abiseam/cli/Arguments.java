package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.cli.Settings.Format;
import org.abiseam.cli.Settings.Usage;
import org.abiseam.cli.gate.Suppressions;
import org.abiseam.cli.kbuild.BuildTree;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.cli.scope.SymbolScope;
import org.abiseam.model.Rule;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

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
    files(spec, 0, "0..*");
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

  /** Whether {@code kbuild} compiles a witness. */
  static Kbuild.When witnessed(ParseResult parsed) {
    String text = parsed.matchedOptionValue("--witness", "auto");
    return switch (text) {
      case "auto" -> Kbuild.When.AUTO;
      case "always" -> Kbuild.When.ALWAYS;
      case "never" -> Kbuild.When.NEVER;
      default -> throw new Usage("--witness: '" + text + "' is none of auto, always, never");
    };
  }

  /** Where {@code kbuild} looks. */
  static BuildTree.Place place(ParseResult parsed) {
    return new BuildTree.Place(
        Path.of(positional(parsed).getFirst()),
        path(parsed, "--source"),
        path(parsed, "--module"),
        path(parsed, "--changed-since"));
  }

  static Optional<Path> path(ParseResult parsed, String option) {
    String text = parsed.matchedOptionValue(option, "");
    return text.isEmpty() ? Optional.empty() : Optional.of(Path.of(text));
  }

  /** What {@code explain} is asked about a prototype. */
  static ExplainPrototype.Asked asked(ParseResult parsed, String prototype) {
    List<String> none = List.of();
    List<String> types = parsed.matchedOptionValue("--types", none);
    return new ExplainPrototype.Asked(
        prototype,
        types.stream().map(Path::of).toList(),
        Optional.ofNullable(parsed.matchedOptionValue("--machine", (String) null)),
        parsed.matchedOptionValue("--compiler", none));
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
        .header("Shows where every byte of a call travels on both sides, or the page of a rule.");
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
                "a function's symbol, a type (with --by-value), a prototype in C, or a rule")
            .completionCandidates(() -> Stream.of(Rule.values()).map(Rule::id).sorted().iterator())
            .index("0")
            .type(String.class)
            .arity("1")
            .required(true)
            .build());
    files(spec, 1, "0..*");
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
        value("VERSION", "the installed kernel of this version, with its modules", "--kernel")
            .build());
    spec.addOption(value("DIR", "where --kernel looks instead of /", "--root").build());
    files(spec, index, "0..*");
  }

  private static void files(CommandSpec spec, int index, String arity) {
    spec.addPositional(
        PositionalParamSpec.builder()
            .paramLabel("FILE")
            .description(
                "object, archive, module (.ko, .ko.xz, …), package (.deb, .rpm, .tar.*),"
                    + " directory or snapshot")
            .index(index + "..*")
            .arity(arity)
            .required(!arity.startsWith("0"))
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

  /** Reads what was parsed for a command. */
  static Settings settings(ParseResult parsed, Terminal terminal) {
    List<String> texts = parsed.matchedOptionValue("--format", List.of());
    List<Format> formats = new ArrayList<>();
    texts.forEach(text -> formats.add(Format.parse(text)));
    if (formats.isEmpty()) {
      formats.add(new Format(Format.Kind.TEXT, Optional.empty()));
    }
    if (formats.stream().filter(format -> format.file().isEmpty()).count() > 1) {
      throw new Usage("--format: two reports cannot share standard output; name a file");
    }
    String debugDirectory = parsed.matchedOptionValue("--debug-dir", "");
    List<String> bindings = parsed.matchedOptionValue("--bindings", List.of());
    if (positional(parsed).contains("")) {
      throw new Usage("an input has an empty name; is a variable of the shell not set?");
    }
    if (!debugDirectory.isEmpty() && !Files.isDirectory(Path.of(debugDirectory))) {
      throw new Usage("--debug-dir: " + debugDirectory + " is no directory");
    }
    return new Settings(
        inputs(parsed),
        formats,
        failOn(parsed.matchedOptionValue("--fail-on", "harmful")),
        threads(parsed),
        debugDirectory.isEmpty() ? Optional.empty() : Optional.of(Path.of(debugDirectory)),
        bindings.stream().map(Path::of).toList(),
        suppressions(parsed),
        scope(parsed),
        when("--progress", parsed, terminal.errors() && !parsed.hasMatchedOption("--quiet")),
        when("--color", parsed, terminal.output() && !terminal.plain()) ? Paint.ANSI : Paint.NONE,
        verbosity(parsed));
  }

  /** The files, and those that a kernel's version stands for. */
  private static List<Path> inputs(ParseResult parsed) {
    List<Path> inputs = new ArrayList<>();
    if (parsed.commandSpec().findOption("--kernel") != null) {
      String version = parsed.matchedOptionValue("--kernel", "");
      String root = parsed.matchedOptionValue("--root", "/");
      if (parsed.hasMatchedOption("--kernel")) {
        inputs.addAll(InstalledKernel.files(version, Path.of(root)));
      } else if (parsed.hasMatchedOption("--root")) {
        throw new Usage("--root needs --kernel VERSION");
      } else if (positional(parsed).isEmpty()) {
        throw new Usage("no input: name a FILE, or an installed kernel by --kernel VERSION");
      }
    }
    positional(parsed).stream().map(Path::of).forEach(inputs::add);
    return inputs;
  }

  /** Loaded only where a file is named, to start fast without. */
  private static Optional<Suppressions> suppressions(ParseResult parsed) {
    List<String> files = parsed.matchedOptionValue("--suppressions", List.of());
    if (files.isEmpty()) {
      return Optional.empty();
    }
    try {
      List<Path> paths = files.stream().map(Path::of).toList();
      return Optional.of(Suppressions.read(paths, LocalDate.now(ZoneId.systemDefault())));
    } catch (IllegalArgumentException fault) {
      throw new Usage(String.valueOf(fault.getMessage()));
    }
  }

  private static Optional<SymbolScope> scope(ParseResult parsed) {
    List<String> symbols = parsed.matchedOptionValue("--symbols", List.of());
    try {
      return symbols.isEmpty() ? Optional.empty() : Optional.of(SymbolScope.of(symbols));
    } catch (IllegalArgumentException fault) {
      throw new Usage("--symbols: " + fault.getMessage());
    }
  }

  private static List<String> positional(ParseResult parsed) {
    List<PositionalParamSpec> specs = parsed.commandSpec().positionalParameters();
    List<String> files = specs.get(specs.size() - 1).getValue();
    return files == null ? List.of() : files;
  }

  private static Verbosity verbosity(ParseResult parsed) {
    boolean quiet = parsed.hasMatchedOption("--quiet");
    boolean verbose = parsed.hasMatchedOption("--verbose");
    if (quiet && verbose) {
      throw new Usage("--quiet and --verbose exclude each other");
    }
    return quiet ? Verbosity.QUIET : verbose ? Verbosity.VERBOSE : Verbosity.NORMAL;
  }

  private static int threads(ParseResult parsed) {
    int threads = parsed.matchedOptionValue("--jobs", Runtime.getRuntime().availableProcessors());
    if (threads < 1) {
      throw new Usage("--jobs: " + threads + " is less than 1");
    }
    return threads;
  }

  private static Status.FailOn failOn(String text) {
    return switch (text) {
      case "harmful" -> Status.FailOn.HARMFUL;
      case "risky" -> Status.FailOn.RISKY;
      case "undetermined" -> Status.FailOn.UNDETERMINED;
      default ->
          throw new Usage("--fail-on: '" + text + "' is none of harmful, risky, undetermined");
    };
  }

  private static boolean when(String option, ParseResult parsed, boolean automatic) {
    String text = parsed.matchedOptionValue(option, "auto");
    return switch (text) {
      case "auto" -> automatic;
      case "always" -> true;
      case "never" -> false;
      default -> throw new Usage(option + ": '" + text + "' is none of auto, always, never");
    };
  }
}
