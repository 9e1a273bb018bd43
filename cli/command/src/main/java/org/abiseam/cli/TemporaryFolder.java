package org.abiseam.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Makes a folder of the user's in the directory for temporary files when it is first asked for, and
 * removes it with all in it: when it is closed, or when a signal ends the process.
 */
final class TemporaryFolder implements AutoCloseable {
  /** A compiler that the same signal ends may still write. */
  private static final int ATTEMPTS = 3;

  private final String prefix;
  private final Thread end = new Thread(this::remove, "removes a temporary folder");
  private Optional<Path> made = Optional.empty();

  TemporaryFolder(String prefix) {
    this.prefix = prefix;
  }

  /** Returns the folder. */
  synchronized Path path() {
    if (made.isEmpty()) {
      Runtime.getRuntime().addShutdownHook(end);
      try {
        made = Optional.of(Files.createTempDirectory(prefix));
      } catch (IOException fault) {
        throw new UncheckedIOException(
            "no folder for temporary files can be made: " + fault.getMessage(), fault);
      }
    }
    return made.get();
  }

  @Override
  public synchronized void close() {
    if (made.isPresent()) {
      remove();
      made = Optional.empty();
    }
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException _) {
      // A signal ends the process, and the hook finds nothing to do.
    }
  }

  private void remove() {
    for (int i = 0; i < ATTEMPTS && made.filter(Files::exists).isPresent(); i++) {
      try (Stream<Path> files = Files.walk(made.get())) {
        List<Path> inner = files.sorted(Comparator.reverseOrder()).toList();
        for (Path file : inner) {
          Files.deleteIfExists(file);
        }
      } catch (IOException | UncheckedIOException _) {
        // The next attempt sees what is new.
      }
    }
  }
}
