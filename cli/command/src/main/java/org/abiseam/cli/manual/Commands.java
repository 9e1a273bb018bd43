package org.abiseam.cli.manual;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What the generators ask of a command. */
final class Commands {
  private Commands() {}

  /** Returns the first sentence of its help. */
  static String header(CommandSpec spec) {
    String[] header = spec.usageMessage().header();
    return header.length == 0 ? "" : header[0];
  }

  /** Returns the help behind the options, line by line, as it is shown. */
  static List<String> footer(CommandSpec spec) {
    List<String> lines = new ArrayList<>();
    for (String line : spec.usageMessage().footer()) {
      lines.add(line.replace("%%", "%"));
    }
    return lines;
  }

  /** Its subcommands by name, in their order. */
  static Map<String, CommandLine> below(CommandSpec spec) {
    return spec.subcommands();
  }

  /** Returns its options, sorted by their long names. */
  static List<OptionSpec> options(CommandSpec spec) {
    List<OptionSpec> options = new ArrayList<>(spec.options());
    options.sort(java.util.Comparator.comparing(OptionSpec::longestName));
    return options;
  }

  static List<PositionalParamSpec> positionals(CommandSpec spec) {
    return spec.positionalParameters();
  }

  /** Tells whether an option takes a value. */
  static boolean valued(OptionSpec option) {
    return option.arity().max() > 0;
  }

  /** Tells whether an option may be given again. */
  static boolean repeatable(OptionSpec option) {
    return option.isMultiValue();
  }

  static String description(ArgSpec argument) {
    return String.join(" ", argument.description());
  }

  /** Returns the words that can stand there; empty where any text can. */
  static List<String> candidates(ArgSpec argument) {
    List<String> words = new ArrayList<>();
    Iterable<String> candidates = argument.completionCandidates();
    if (candidates != null) {
      candidates.forEach(words::add);
    }
    return words;
  }

  /** Tells whether a file or directory can stand there. */
  static boolean path(ArgSpec argument) {
    String label = argument.paramLabel();
    return label.contains("FILE") || label.contains("DIR") || label.equals("BINDINGS");
  }
}
