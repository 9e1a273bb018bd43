package org.abiseam.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Holds the copies of remote files that one task reads.
 *
 * @param path a folder that nobody else can read
 */
record WorkFolder(Path path) implements AutoCloseable {

  static WorkFolder create() {
    try {
      return new WorkFolder(Files.createTempDirectory("abiseam-fleet"));
    } catch (IOException fault) {
      throw new UncheckedIOException("no temporary folder can be made", fault);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> all = Files.walk(path)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(one);
      }
    } catch (IOException fault) {
      throw new UncheckedIOException("the copies in " + path + " cannot be removed", fault);
    }
  }
}
