package org.abiseam.cli.manual;

import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for fish: a line for each command and each option of it. */
final class FishCompletion {
  private final StringBuilder text = new StringBuilder();
  private final String program;

  private FishCompletion(String program) {
    this.program = program;
  }

  static String of(CommandSpec root) {
    FishCompletion completion = new FishCompletion(root.name());
    completion.text.append("# Completion of ").append(root.name()).append(" for fish.\n");
    String none = "__fish_use_subcommand";
    for (Map.Entry<String, CommandLine> one : Commands.below(root).entrySet()) {
      CommandSpec spec = one.getValue().getCommandSpec();
      completion.line(none, "-f -a " + one.getKey() + description(Commands.header(spec)));
    }
    completion.options(none, root);
    for (CommandLine command : Commands.below(root).values()) {
      CommandSpec spec = command.getCommandSpec();
      String seen = "__fish_seen_subcommand_from " + spec.name();
      completion.options(seen, spec);
      for (PositionalParamSpec one : Commands.positionals(spec)) {
        if (!Commands.candidates(one).isEmpty()) {
          String words = String.join(" ", Commands.candidates(one));
          completion.line(seen, "-a '" + words + "'" + description(Commands.description(one)));
        }
      }
    }
    return completion.text.toString();
  }

  private void options(String condition, CommandSpec spec) {
    for (OptionSpec option : Commands.options(spec)) {
      StringBuilder line = new StringBuilder();
      for (String name : option.names()) {
        line.append(name.startsWith("--") ? " -l " : " -s ").append(name.replaceFirst("^-+", ""));
      }
      if (Commands.valued(option)) {
        line.append(" -r");
        if (!Commands.candidates(option).isEmpty()) {
          line.append(" -f -a '").append(String.join(" ", Commands.candidates(option)));
          line.append('\'');
        } else if (!Commands.path(option)) {
          line.append(" -f");
        }
      }
      line(condition, line.substring(1) + description(Commands.description(option)));
    }
  }

  private void line(String condition, String rest) {
    text.append("complete -c ").append(program).append(" -n '").append(condition).append("' ");
    text.append(rest).append('\n');
  }

  private static String description(String words) {
    return " -d '" + words.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
