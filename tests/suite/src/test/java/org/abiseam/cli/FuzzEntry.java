package org.abiseam.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What Jazzer calls: the property {@code abiseam.fuzz} names a {@link FuzzTarget}, or {@code
 * COMMANDS}. An exception is a finding. Started as a program it writes the seeds.
 */
public final class FuzzEntry {
  private static final String COMMANDS = "COMMANDS";
  private static final Optional<FuzzTarget> TARGET = target(System.getProperty("abiseam.fuzz", ""));
  private static final Path FIXTURES = Path.of(System.getProperty("abiseam.fixtures", "fixtures"));
  private static final Path FILE = folder().resolve("damaged");

  private FuzzEntry() {}

  /**
   * Reads a file.
   *
   * @param bytes its content
   */
  public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
    Path file = Files.write(FILE, bytes);
    if (TARGET.isPresent()) {
      TARGET.get().read(file);
      return;
    }
    FuzzCommands.Outcome outcome = FuzzCommands.run("check M R C", FIXTURES, file, file);
    if (outcome.broken()) {
      throw new IllegalStateException(outcome.text());
    }
  }

  /**
   * Writes the seeds of a target.
   *
   * @param arguments the target, the fixtures, a directory
   */
  public static void main(String[] arguments) throws IOException {
    FuzzSeeds all = FuzzSeeds.of(Path.of(arguments[1]), folder());
    List<FuzzSeeds.Seed> seeds =
        target(arguments[0]).map(all::of).orElseGet(() -> all.of(FuzzCommands.OBJECT));
    for (int i = 0; i < seeds.size(); i++) {
      Files.write(Path.of(arguments[2], i + "-" + seeds.get(i).name()), seeds.get(i).bytes());
    }
  }

  private static Optional<FuzzTarget> target(String name) {
    return name.isEmpty() || name.equals(COMMANDS)
        ? Optional.empty()
        : Optional.of(FuzzTarget.valueOf(name));
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("fuzz");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
