package org.abiseam.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.model.InputFile;

/**
 * Answers for two large files that are equal byte by byte: nothing can have changed, and there is
 * no need to read all types of them. Files that describe nothing are no such answer, and neither is
 * a report that somebody waits for.
 */
final class EqualFiles {
  /** An archive or Debian package; an RPM package; gzip, xz and Zstandard. */
  private static final List<byte[]> MAGIC =
      List.of(
          "!<arch>\n".getBytes(StandardCharsets.US_ASCII),
          HexFormat.of().parseHex("edabeedb"),
          HexFormat.of().parseHex("1f8b"),
          HexFormat.of().parseHex("fd377a585a00"),
          HexFormat.of().parseHex("28b52ffd"));

  /** Smaller files are compared in no time, in bytes. */
  private static final long LARGE = 4L << 20;

  private EqualFiles() {}

  /** Tells whether nothing changed, without reading what is in the files. */
  static boolean answer(CompareRequest request) {
    Path old = request.old();
    return same(old, request.recent())
        && Abiseam.isDescribed(old, request.debugDirectory(), archive(old));
  }

  /** Tells an archive or a package, of which one object with types suffices. */
  private static boolean archive(Path path) {
    try (InputStream stream = Files.newInputStream(InputFile.of(path))) {
      byte[] first = stream.readNBytes(8);
      return MAGIC.stream().anyMatch(magic -> starts(first, magic));
    } catch (IOException _) {
      return false;
    }
  }

  private static boolean starts(byte[] first, byte[] magic) {
    return first.length >= magic.length
        && Arrays.equals(first, 0, magic.length, magic, 0, magic.length);
  }

  private static boolean same(Path old, Path recent) {
    try {
      return Files.isRegularFile(old)
          && Files.isRegularFile(recent)
          && Files.size(old) >= LARGE
          && Files.mismatch(old, recent) < 0;
    } catch (IOException _) {
      // Whoever opens it says why it cannot be read.
      return false;
    }
  }
}
