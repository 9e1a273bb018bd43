package org.abiseam.cli;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.abiseam.model.InputFile;

/**
 * A file that is replaced whole: whoever reads it sees the old text or the new one, never a part,
 * also when the machine loses power. The text goes to a file beside it first, which then takes its
 * name. A process that is told to end removes that file; one that is killed outright leaves it, by
 * a name that begins with a dot.
 */
final class WholeFile {
  /** The first bytes of ELF files, archives and thin archives. */
  private static final List<String> OBJECTS =
      List.of("7f454c46", "213c617263683e0a", "213c7468696e3e0a");

  private static final int MAGIC_BYTES = 8;

  private final Path file;
  private final Path temporary;
  private boolean ended;

  /** Writes what a file is to hold, which may be larger than memory. */
  @FunctionalInterface
  interface Content {
    void write(Writer out) throws IOException;
  }

  private WholeFile(Path file) {
    this.file = file;
    this.temporary = file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID());
  }

  /**
   * Replaces a file. What is no regular file, a pipe or {@code /dev/stdout}, is written to; a
   * symbolic link stays and its target is replaced.
   *
   * @param what the file is to its reader: {@code the report}
   * @param file where
   */
  static void replace(String what, Path file, String text) {
    replace(what, file, out -> out.append(text));
  }

  /** Replaces a file with a text that is made while it is written. */
  static void replace(String what, Path file, Content text) {
    Optional<String> obstacle = obstacle(file);
    if (obstacle.isPresent()) {
      throw new UncheckedIOException(
          what + " " + file + " cannot be written: " + obstacle.get(), new IOException());
    }
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        try (OutputStream stream = Files.newOutputStream(file, StandardOpenOption.WRITE)) {
          write(text, stream);
        }
      } else {
        new WholeFile(Files.exists(file) ? file.toRealPath() : file.toAbsolutePath()).write(text);
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(
          what + " " + file + " cannot be written: " + reason(file, fault), fault);
    }
  }

  /**
   * Says early, before work is done for it, that a file will not be writable.
   *
   * @param file where
   * @return why not, and what to do; empty where nothing stands against it
   */
  static Optional<String> obstacle(Path file) {
    Path parent = parent(file);
    if (Files.isDirectory(file)) {
      return Optional.of("it is a directory; name a file in it");
    }
    if (!Files.isDirectory(parent)) {
      return Optional.of("there is no directory " + parent + "; create it or name another file");
    }
    if (isObject(file)) {
      return Optional.of("it is an object file or a library; name another file");
    }
    boolean writable = Files.exists(file) ? Files.isWritable(file) : Files.isWritable(parent);
    return writable
        ? Optional.empty()
        : Optional.of("no permission; name a file in a directory that you may write to");
  }

  private static boolean isObject(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream stream = Files.newInputStream(file)) {
      String head = HexFormat.of().formatHex(stream.readNBytes(MAGIC_BYTES));
      return OBJECTS.stream().anyMatch(head::startsWith);
    } catch (IOException _) {
      // It may be written to and not read.
      return false;
    }
  }

  private static Path parent(Path file) {
    Path parent = file.toAbsolutePath().getParent();
    return parent == null ? Path.of("/") : parent;
  }

  private static String reason(Path file, IOException fault) {
    Optional<String> obstacle = obstacle(file);
    if (obstacle.isPresent()) {
      return obstacle.get();
    }
    return switch (fault) {
      case NoSuchFileException _ -> "its directory went away";
      default -> InputFile.reason(fault);
    };
  }

  private void write(Content text) throws IOException {
    Thread end = new Thread(this::end, "removes " + temporary);
    Runtime.getRuntime().addShutdownHook(end);
    try {
      try (FileChannel channel = open()) {
        write(text, Channels.newOutputStream(channel));
        channel.force(true);
      }
      if (Files.exists(file)) {
        Files.setPosixFilePermissions(temporary, Files.getPosixFilePermissions(file));
      }
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
      forget(end);
    }
  }

  private static void write(Content text, OutputStream stream) throws IOException {
    Writer out = new BufferedWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
    text.write(out);
    out.flush();
  }

  /** Nothing is created once the process has begun to end. */
  private synchronized FileChannel open() throws IOException {
    if (ended) {
      throw new IOException("interrupted");
    }
    return FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  private synchronized void end() {
    ended = true;
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException _) {
      // The process ends; nobody is left to be told.
    }
  }

  private static void forget(Thread end) {
    try {
      Runtime.getRuntime().removeShutdownHook(end);
    } catch (IllegalStateException _) {
      // The process is ending, and the hook runs.
    }
  }
}
