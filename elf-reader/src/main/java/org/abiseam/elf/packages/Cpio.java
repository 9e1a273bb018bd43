package org.abiseam.elf.packages;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * The cpio archive of an RPM package, read front to back: the "new ASCII" format (cpio(5)) with
 * names and sizes in hexadecimal, and rpm's own shortened one, {@code 07070X} and the number of a
 * file in the header. Headers, names and contents are each padded to four bytes of the archive.
 * Reading this stream gives the bytes of the present file. Commons Compress does not know the
 * shortened form.
 */
final class Cpio extends MemberStream {
  static final int S_IFMT = 0xf000;
  static final int S_IFREG = 0x8000;
  static final int S_IFLNK = 0xa000;

  private static final String STRIPPED = "07070X";
  private static final String NEW_ASCII = "070701";
  private static final String WITH_CHECKSUM = "070702";
  private static final String TRAILER = "TRAILER!!!";
  private static final int MAGIC = 6;
  private static final int NUMBER = 8;
  private static final int NUMBERS = 13;
  private static final int MODE = 1;
  private static final int FILE_SIZE = 6;
  private static final int NAME_SIZE = 11;

  /** {@code PATH_MAX} of Linux is an eighth of it. */
  private static final int LONGEST_NAME = 1 << 15;

  private final List<Rpm.File> files;

  Cpio(Layer layer, List<Rpm.File> files) {
    super(layer, "a file and found the end");
    this.files = files;
  }

  /** The cpio formats that rpm writes. */
  static boolean is(Layer layer) {
    String magic = new String(layer.peek(MAGIC), StandardCharsets.ISO_8859_1);
    return magic.equals(NEW_ASCII) || magic.equals(WITH_CHECKSUM) || magic.equals(STRIPPED);
  }

  /** Goes to the next file; one without a name is the end. */
  Rpm.File next() {
    layer.pass(left, "a file of the cpio archive");
    left = 0;
    pad();
    String magic = text(MAGIC, "the magic of a file in the cpio archive");
    Rpm.File file =
        switch (magic) {
          case STRIPPED -> numbered();
          case NEW_ASCII, WITH_CHECKSUM -> named();
          default -> throw layer.malformed("expected a header of the cpio archive, found " + magic);
        };
    if (file.bytes() < 0) {
      throw layer.malformed("a file of %d bytes in the cpio archive".formatted(file.bytes()));
    }
    pad();
    left = file.bytes();
    return file;
  }

  private Rpm.File numbered() {
    long number = number(text(NUMBER, "the number of a file"));
    if (number >= files.size()) {
      throw layer.malformed(
          "file %d of the payload is none of the %d files of the header"
              .formatted(number, files.size()));
    }
    return files.get((int) number);
  }

  private Rpm.File named() {
    String numbers = text(NUMBERS * NUMBER, "a header of the cpio archive");
    long mode = field(numbers, MODE);
    long size = field(numbers, FILE_SIZE);
    long nameSize = field(numbers, NAME_SIZE);
    if (nameSize < 1 || nameSize > LONGEST_NAME) {
      throw new Malformed(
          Diagnostic.Kind.LIMIT,
          layer.name(),
          layer.position(),
          "a name of %d bytes in the cpio archive".formatted(nameSize));
    }
    String name = text((int) nameSize, "a name in the cpio archive").replaceAll("\0+$", "");
    return name.equals(TRAILER) ? new Rpm.File("", 0, 0) : new Rpm.File(name, (int) mode, size);
  }

  private long field(String numbers, int index) {
    return number(numbers.substring(index * NUMBER, (index + 1) * NUMBER));
  }

  private long number(String digits) {
    if (!digits.matches("[0-9a-fA-F]{8}")) {
      throw layer.malformed("expected eight hexadecimal digits, found " + digits);
    }
    return Long.parseLong(digits, 16);
  }

  private void pad() {
    layer.pass(-layer.position() & 3, "padding");
  }

  private String text(int length, String expected) {
    return new String(layer.take(length, expected), StandardCharsets.UTF_8);
  }
}
