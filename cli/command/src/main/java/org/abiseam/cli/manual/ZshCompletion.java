package org.abiseam.cli.manual;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Completion for zsh: a function for each command, whose options are described to _arguments. */
final class ZshCompletion {
  private final StringBuilder text = new StringBuilder();
  private final String function;

  private ZshCompletion(String program) {
    this.function = "_" + program;
  }

  static String of(CommandSpec root) {
    ZshCompletion completion = new ZshCompletion(root.name());
    completion.text.append("#compdef ").append(root.name()).append('\n');
    completion.text.append("# Completion of ").append(root.name()).append(" for zsh.\n\n");
    for (CommandLine command : Commands.below(root).values()) {
      completion.command(command.getCommandSpec());
    }
    completion.root(root);
    return completion.text.toString();
  }

  private void command(CommandSpec spec) {
    text.append(function).append('_').append(spec.name()).append("() {\n  _arguments -s -S");
    Commands.options(spec).forEach(this::option);
    List<PositionalParamSpec> positionals = Commands.positionals(spec);
    for (int i = 0; i < positionals.size(); i++) {
      PositionalParamSpec one = positionals.get(i);
      String place = i + 1 == positionals.size() ? "*" : String.valueOf(i + 1);
      argument(place + ":" + plain(one.paramLabel()) + ":" + action(one));
    }
    text.append("\n}\n\n");
  }

  private void root(CommandSpec root) {
    text.append(function).append("() {\n  local line state\n  _arguments -C");
    Commands.options(root).forEach(this::option);
    argument("1:command:->command");
    argument("*::argument:->argument");
    text.append("\n  case $state in\n    command)\n      local -a commands=(\n");
    for (Map.Entry<String, CommandLine> one : Commands.below(root).entrySet()) {
      String header = Commands.header(one.getValue().getCommandSpec());
      text.append("        ").append(quoted(one.getKey() + ":" + plain(header))).append('\n');
    }
    text.append("      )\n      _describe command commands\n      ;;\n");
    text.append("    argument)\n      (( $+functions[").append(function);
    text.append("_$line[1]] )) && ").append(function).append("_$line[1]\n      ;;\n  esac\n}\n\n");
    // Loaded by name it is called at once, sourced it is only made known.
    text.append("if [[ $funcstack[1] == ").append(function).append(" ]]; then\n  ");
    text.append(function).append(" \"$@\"\nelse\n  compdef ").append(function).append(' ');
    text.append(function.substring(1)).append("\nfi\n");
  }

  private void option(OptionSpec option) {
    for (String name : option.names()) {
      StringBuilder one = new StringBuilder(Commands.repeatable(option) ? "*" : "");
      one.append(name);
      if (Commands.valued(option)) {
        one.append(name.startsWith("--") ? "=" : "+");
      }
      one.append('[').append(plain(Commands.description(option))).append(']');
      if (Commands.valued(option)) {
        one.append(':').append(plain(option.paramLabel())).append(':').append(action(option));
      }
      argument(one.toString());
    }
  }

  private void argument(String specification) {
    text.append(" \\\n    ").append(quoted(specification));
  }

  private static String action(ArgSpec argument) {
    List<String> words = Commands.candidates(argument);
    if (!words.isEmpty()) {
      return "(" + String.join(" ", words) + ")";
    }
    return Commands.path(argument) ? "_files" : " ";
  }

  /** Brackets and colons mean something to _arguments. */
  private static String plain(String words) {
    return words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]").replace(":", "\\:");
  }

  private static String quoted(String words) {
    return "'" + words.replace("'", "'\\''") + "'";
  }
}
