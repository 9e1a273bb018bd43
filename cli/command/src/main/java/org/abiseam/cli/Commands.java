package org.abiseam.cli;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.abiseam.cli.report.Status;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Lists the commands. To add one, write its class and add a line to {@link #ALL}. */
final class Commands {
  private static final Map<String, Function<Console, Subcommand>> ALL = new LinkedHashMap<>();

  static {
    ALL.put("check", CheckCommand::new);
    ALL.put("kbuild", KbuildCommand::new);
    ALL.put("cargo", CargoCommand::new);
    ALL.put("compare", CompareCommand::new);
    ALL.put("snapshot", SnapshotCommand::new);
    ALL.put("gate", GateCommand::new);
    ALL.put("layout", LayoutCommand::new);
    ALL.put("explain", ExplainCommand::new);
    ALL.put("witness", WitnessCommand::new);
    ALL.put("dump", DumpCommand::new);
  }

  private Commands() {}

  static Set<String> names() {
    return ALL.keySet();
  }

  /** Builds the model of all commands. */
  static CommandLine all(Console console) {
    CommandLine line = new CommandLine(root());
    ALL.forEach((name, command) -> line.addSubcommand(name, command.apply(console).spec));
    return configured(line);
  }

  /** Builds the model of the command that the arguments name, for a fast start; else of all. */
  static CommandLine of(Console console, String[] arguments) {
    Optional<String> name =
        Arrays.stream(arguments).filter(word -> !word.startsWith("-")).findFirst();
    Function<Console, Subcommand> command = ALL.get(name.orElse(""));
    if (command == null) {
      return all(console);
    }
    CommandLine line = new CommandLine(root());
    line.addSubcommand(name.orElseThrow(), command.apply(console).spec);
    return configured(line);
  }

  private static CommandSpec root() {
    CommandSpec root = CommandSpec.create().name("abiseam");
    root.usageMessage()
        .header(
            "Verifies that the objects of a build that mixes compilers agree on what they share.");
    OptionGroup.addHelp(root);
    root.addOption(
        OptionGroup.option("", "print the version and exit", "-V", "--version")
            .versionHelp(true)
            .build());
    return root;
  }

  private static CommandLine configured(CommandLine line) {
    return line.setUsageHelpWidth(100)
        // A name that begins with @ is a file or a symbol like others.
        .setExpandAtFiles(false)
        .registerConverter(ReportTarget.class, ReportTarget::parse)
        .registerConverter(When.class, word -> OptionGroup.constant(When.class, word))
        .registerConverter(
            Status.FailOn.class, word -> OptionGroup.constant(Status.FailOn.class, word))
        .registerConverter(
            DumpCommand.Stage.class, word -> OptionGroup.constant(DumpCommand.Stage.class, word));
  }
}
