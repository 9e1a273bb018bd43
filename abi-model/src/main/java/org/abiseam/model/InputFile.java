package org.abiseam.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Refuses files that have no end or that wait for a writer, before anything is read of them, and
 * tells why others cannot be read, which many exceptions say by their name alone.
 */
public final class InputFile {
  /** Of a larger folder only so many names are looked at. */
  private static final int MOST_NAMES = 10_000;

  private InputFile() {}

  /**
   * Returns the path of a file that may be opened to be read.
   *
   * @param path any path
   * @return the same; whoever opens a directory or what does not exist says so
   * @throws IOException if it is a device, a FIFO or a socket, or a file of {@code /proc} that the
   *     kernel writes while it is read
   */
  public static Path of(Path path) throws IOException {
    BasicFileAttributes file;
    try {
      file = Files.readAttributes(path, BasicFileAttributes.class);
    } catch (IOException _) {
      return path;
    }
    if (file.isOther()) {
      throw new IOException("it is a device, a FIFO or a socket; give a regular file");
    }
    if (file.isRegularFile() && file.size() == 0 && isOfKernel(path)) {
      throw new IOException("the kernel writes it while it is read; give a copy");
    }
    return path;
  }

  private static boolean isOfKernel(Path path) throws IOException {
    return Files.getFileStore(path).type().equals("proc");
  }

  /**
   * Returns the reason of a fault in words.
   *
   * @param fault of reading or writing
   * @return without the name of the file
   */
  public static String reason(IOException fault) {
    return switch (fault) {
      case NoSuchFileException absent ->
          "no such file or directory"
              + Optional.ofNullable(absent.getFile()).map(InputFile::meant).orElse("");
      case AccessDeniedException _ -> "no permission";
      case NotDirectoryException _ -> "it is not a directory";
      case FileAlreadyExistsException _ -> "there is a file of this name";
      case CharacterCodingException _ -> "it is not UTF-8 text";
      case FileSystemException one when one.getReason() != null -> one.getReason();
      default -> String.valueOf(fault.getMessage());
    };
  }

  /** Returns the end of a sentence: what there is in place of a file. */
  private static String meant(String absent) {
    if (absent.matches(".*[*?\\[].*")) {
      // A shell hands on a pattern that matches nothing.
      return "; the pattern matches nothing";
    }
    Path path = Path.of(absent);
    Path folder = path.toAbsolutePath().getParent();
    if (folder == null || path.getFileName() == null) {
      return "";
    }
    if (!Files.isDirectory(folder)) {
      return "; there is no directory " + path.resolveSibling("");
    }
    try (Stream<Path> there = Files.list(folder)) {
      List<String> names =
          there.limit(MOST_NAMES).map(one -> one.getFileName().toString()).toList();
      return Spelling.nearest(path.getFileName().toString(), names)
          .map(name -> "; did you mean '" + path.resolveSibling(name) + "'?")
          .orElse("");
    } catch (IOException | UncheckedIOException _) {
      return "";
    }
  }

  /**
   * Returns the path of a file that an input names.
   *
   * @param folder what a relative name is relative to
   * @param name any text; a character that no name of a file can have is replaced, so that the file
   *     is not found
   * @return the path, which may lie anywhere
   */
  public static Path named(Path folder, String name) {
    String possible = new String(name.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    return folder.resolve(possible.replace('\0', '\ufffd'));
  }
}
