package org.abiseam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Keeps the files that a command writes apart from those that it reads. */
final class Outputs {
  /** The option whose value is the file that a command writes. */
  static final String OPTION = "--output";

  private Outputs() {}

  /**
   * Refuses a command line on which one file is written twice, or read and written, be it by
   * another path or by a link.
   *
   * @throws UsageException with both names
   */
  static void check(CommandSpec command) {
    List<Path> inputs = new ArrayList<>();
    List<Path> outputs = new ArrayList<>();
    for (ArgSpec argument : command.args()) {
      Object value = argument.getValue();
      Collection<?> values =
          value instanceof Collection<?> several
              ? several
              : Optional.ofNullable(value).stream().toList();
      for (Object one : values) {
        if (one instanceof ReportTarget target) {
          target.file().ifPresent(outputs::add);
        } else if (one instanceof Path path) {
          (isOutput(argument) ? outputs : inputs).add(path);
        }
      }
    }
    for (int i = 0; i < outputs.size(); i++) {
      Path output = outputs.get(i);
      for (Path other : outputs.subList(0, i)) {
        if (isSame(output, other)) {
          throw new UsageException("two outputs are the file " + output + "; name another file");
        }
      }
      for (Path input : inputs) {
        if (isSame(output, input)) {
          throw new UsageException(output + " is read and would be overwritten; name another file");
        }
      }
    }
  }

  private static boolean isOutput(ArgSpec argument) {
    return argument instanceof OptionSpec option && option.longestName().equals(OPTION);
  }

  private static boolean isSame(Path one, Path other) {
    try {
      return (Files.isRegularFile(one) && Files.isRegularFile(other))
          ? Files.isSameFile(one, other)
          : !Files.exists(one)
              && one.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    } catch (IOException _) {
      // Whoever opens it says what is wrong.
      return false;
    }
  }
}
