package org.abiseam.elf;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;
import org.abiseam.elf.packages.PackageReader;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;

/**
 * Holds what a file is, by its first bytes and, where it is compressed, by the first bytes inside.
 *
 * @param form how it is opened
 * @param word what reports call it; empty for {@link Form#NONE}
 */
record FileKind(Form form, String word) {
  /** How many bytes tell what a file is. */
  static final int HEAD = 512;

  private static final Pattern MODULE = Pattern.compile(".*\\.ko\\.(gz|xz|zst)");
  private static final FileKind NOTHING = new FileKind(Form.NONE, "");

  /** How a file is opened. */
  enum Form {
    /** One object, perhaps compressed. */
    OBJECT,
    /** Objects beside each other, read in place. */
    ARCHIVE,
    /** Read front to back. */
    PACKAGE,
    /** None of ours. */
    NONE
  }

  /**
   * Tells what a file is.
   *
   * @param head its first {@link #HEAD} bytes, or all of a shorter one
   */
  static FileKind of(Path file, MemorySegment head, Limits limits) {
    if (Header.isElf(head)) {
      return new FileKind(Form.OBJECT, "elf");
    }
    if (BtfFile.isBtf(head)) {
      return new FileKind(Form.OBJECT, "btf");
    }
    if (Archive.isArchive(head) && Archive.isThin(head)) {
      return new FileKind(Form.ARCHIVE, "thin-archive");
    }
    Decompression.FileFormat format = Decompression.format(head);
    boolean compressed = format != Decompression.FileFormat.NONE;
    FileKind object = new FileKind(Form.OBJECT, format.name().toLowerCase(Locale.ROOT));
    if (compressed && MODULE.matcher(file.toString()).matches()) {
      return object;
    }
    if (!PackageReader.concerns(head.toArray(ValueLayout.JAVA_BYTE))) {
      return NOTHING;
    }
    try {
      return switch (inside(file, limits)) {
        case "archive" -> new FileKind(compressed ? Form.PACKAGE : Form.ARCHIVE, "archive");
        case "object" -> compressed ? object : new FileKind(Form.PACKAGE, "bzip2");
        case "" -> NOTHING;
        case String kind -> new FileKind(Form.PACKAGE, kind);
      };
    } catch (Malformed fault) {
      // Whoever opens it says what is wrong.
      return compressed ? object : new FileKind(Form.PACKAGE, "damaged");
    }
  }

  private static String inside(Path file, Limits limits) {
    try (InputStream stream = Files.newInputStream(file)) {
      return PackageReader.kind(stream, limits);
    } catch (IOException e) {
      return "";
    }
  }
}
