package org.abiseam.elf.packages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * A file without a name, in which objects lie behind each other. It loses its name as soon as it is
 * open (where a system does not allow that, when it is closed), so that nobody else opens it and
 * nothing stays behind; the name is made up here and owes nothing to the package.
 *
 * <p>{@code /tmp} is memory on many systems, so that {@code /var/tmp} is preferred.
 */
final class TemporaryFile implements AutoCloseable {
  /** Objects begin at pages, where they can be mapped without a rest. */
  private static final int PAGE = 4096;

  private final Path folder;
  private final FileChannel channel;
  private long end;

  private TemporaryFile(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  /** Makes a file in the first folder that takes one. */
  static Optional<TemporaryFile> create() {
    return Stream.of(System.getenv("TMPDIR"), "/var/tmp", System.getProperty("java.io.tmpdir"))
        .filter(Objects::nonNull)
        .filter(name -> !name.isEmpty())
        .map(Path::of)
        .map(TemporaryFile::in)
        .flatMap(Optional::stream)
        .findFirst();
  }

  private static Optional<TemporaryFile> in(Path folder) {
    try {
      Path file = Files.createTempFile(folder, "abiseam", "");
      FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE);
      forget(file);
      return Optional.of(new TemporaryFile(folder, channel));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  private static void forget(Path file) {
    try {
      Files.delete(file);
    } catch (IOException _) {
      // It goes when it is closed.
    }
  }

  Path folder() {
    return folder;
  }

  /** Begins an object and returns its place. */
  long begin() {
    end += -end & PAGE - 1;
    return end;
  }

  /** Returns the place behind the last byte. */
  long end() {
    return end;
  }

  /** Adds bytes to the present object. */
  void add(MemorySegment bytes) throws IOException {
    var source = bytes.asByteBuffer();
    while (source.hasRemaining()) {
      end += channel.write(source, end);
    }
  }

  /** Returns the object from a place up to the end. */
  ObjectStore.Bytes object(long from) {
    long size = end - from;
    return arena -> map(from, size, arena);
  }

  private MemorySegment map(long from, long size, Arena arena) {
    try {
      return channel.map(FileChannel.MapMode.READ_ONLY, from, size, arena);
    } catch (IOException fault) {
      throw new Malformed(
          Diagnostic.Kind.UNREADABLE,
          "",
          0,
          "what was kept of the package cannot be read: " + fault.getMessage());
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
