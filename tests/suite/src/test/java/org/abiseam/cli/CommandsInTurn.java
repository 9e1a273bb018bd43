package org.abiseam.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Runs one command line after the other in one process, so that a test can bound the time and the
 * memory of many by those of the process. Commands are separated by the argument {@code ++}; the
 * first argument names the file that takes status and output of each.
 */
public final class CommandsInTurn {
  private CommandsInTurn() {}

  /** Separates two command lines. */
  public static final String NEXT = "++";

  /**
   * Runs the commands.
   *
   * @param arguments the file for the results, then the commands
   */
  public static void main(String[] arguments) throws IOException {
    StringBuilder results = new StringBuilder();
    int from = 1;
    for (int i = 1; i <= arguments.length; i++) {
      if (i == arguments.length || arguments[i].equals(NEXT)) {
        results.append(run(Arrays.copyOfRange(arguments, from, i)));
        Files.writeString(Path.of(arguments[0]), results);
        from = i + 1;
      }
    }
    Runtime.getRuntime().halt(0);
  }

  private static String run(String[] command) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    long start = System.nanoTime();
    int status =
        Main.run(
            command,
            new Terminal(false, false, true),
            new PrintStream(out, false, StandardCharsets.UTF_8),
            new PrintStream(err, false, StandardCharsets.UTF_8));
    return "%s: status %d, %d ms, %d bytes, %s%n"
        .formatted(
            command[0],
            status,
            (System.nanoTime() - start) / 1_000_000,
            out.size(),
            err.toString(StandardCharsets.UTF_8).lines().findFirst().orElse(""));
  }
}
