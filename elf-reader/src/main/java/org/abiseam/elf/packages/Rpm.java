package org.abiseam.elf.packages;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * Holds what stands before the payload of an RPM package (rpm, "RPM V4 Package format" and "RPM V6
 * Package format"): a lead of 96 bytes that nothing but its magic is used of, a signature in the
 * form of a header and padded to eight bytes, and the header itself.
 *
 * <p>Where a file is too large for cpio, and always in version 6, the payload names no files: it
 * gives the number of each, and name, mode and size stand in the header.
 *
 * @param format {@code RPMTAG_PAYLOADFORMAT}
 * @param compressor {@code RPMTAG_PAYLOADCOMPRESSOR}
 * @param digest SHA-256 of the compressed payload, where {@code RPMTAG_PAYLOADDIGEST} states one
 * @param files the files by their numbers
 */
record Rpm(String format, String compressor, Optional<String> digest, List<File> files) {
  private static final int LEAD = 96;

  private static final int RPMTAG_FILESIZES = 1028;
  private static final int RPMTAG_FILEMODES = 1030;
  private static final int RPMTAG_FILEDEVICES = 1095;
  private static final int RPMTAG_FILEINODES = 1096;
  private static final int RPMTAG_DIRINDEXES = 1116;
  private static final int RPMTAG_BASENAMES = 1117;
  private static final int RPMTAG_DIRNAMES = 1118;
  private static final int RPMTAG_PAYLOADFORMAT = 1124;
  private static final int RPMTAG_PAYLOADCOMPRESSOR = 1125;
  private static final int RPMTAG_LONGFILESIZES = 5008;
  private static final int RPMTAG_PAYLOADDIGEST = 5092;
  private static final int SHA256_CHARACTERS = 64;

  /**
   * Describes a file of the header.
   *
   * @param bytes how many of the payload are its content
   */
  record File(String name, int mode, long bytes) {
    /** {@code S_ISREG}. */
    boolean regular() {
      return (mode & Cpio.S_IFMT) == Cpio.S_IFREG;
    }
  }

  /** Reads up to the payload. */
  static Rpm read(Layer layer) {
    layer.take(LEAD, "the lead of an RPM package");
    layer.pass(-RpmHeader.read(layer, "signature").size() & 7, "padding behind the signature");
    RpmHeader header = RpmHeader.read(layer, "header");
    return new Rpm(
        header.strings(RPMTAG_PAYLOADFORMAT).stream().findFirst().orElse("cpio"),
        header.strings(RPMTAG_PAYLOADCOMPRESSOR).stream().findFirst().orElse("none"),
        header.strings(RPMTAG_PAYLOADDIGEST).stream()
            .findFirst()
            .filter(text -> text.length() == SHA256_CHARACTERS),
        files(layer, header));
  }

  private static List<File> files(Layer layer, RpmHeader header) {
    List<String> names = header.strings(RPMTAG_BASENAMES);
    List<String> directories = header.strings(RPMTAG_DIRNAMES);
    long[] inDirectory = header.numbers(RPMTAG_DIRINDEXES);
    long[] modes = header.numbers(RPMTAG_FILEMODES);
    long[] small = header.numbers(RPMTAG_FILESIZES);
    long[] sizes = small.length > 0 ? small : header.numbers(RPMTAG_LONGFILESIZES);
    int count = names.size();
    if (inDirectory.length < count || modes.length < count || sizes.length < count) {
      throw layer.malformed("expected directory, mode and size of %d files".formatted(count));
    }
    boolean[] last = lastLinks(header, modes, count);
    File[] files = new File[count];
    for (int i = 0; i < count; i++) {
      long directory = inDirectory[i];
      if (directory < 0 || directory >= directories.size()) {
        throw layer.malformed("file %d lies in no directory of the header".formatted(i));
      }
      String name = directories.get((int) directory) + names.get(i);
      int mode = (int) modes[i];
      int kind = mode & Cpio.S_IFMT;
      boolean content = kind == Cpio.S_IFREG ? last[i] : kind == Cpio.S_IFLNK;
      files[i] = new File(name, mode, content ? sizes[i] : 0);
    }
    return List.of(files);
  }

  /** Of files that are one file, the last has the content. */
  private static boolean[] lastLinks(RpmHeader header, long[] modes, int count) {
    long[] devices = header.numbers(RPMTAG_FILEDEVICES);
    long[] inodes = header.numbers(RPMTAG_FILEINODES);
    boolean[] last = new boolean[count];
    Arrays.fill(last, true);
    if (devices.length < count || inodes.length < count) {
      return last;
    }
    Map<List<Long>, Integer> seen = new HashMap<>();
    for (int i = 0; i < count; i++) {
      if ((modes[i] & Cpio.S_IFMT) == Cpio.S_IFREG) {
        Integer before = seen.put(List.of(devices[i], inodes[i]), i);
        if (before != null) {
          last[before] = false;
        }
      }
    }
    return last;
  }

  /** Only a payload in the form of cpio is read; there has been none other in a package. */
  void require(Layer layer) {
    if (!format.equals("cpio")) {
      throw new Malformed(
          Diagnostic.Kind.UNSUPPORTED,
          layer.name(),
          layer.position(),
          "a payload of the format %s; this program reads cpio".formatted(format));
    }
  }

  /** Holds what came out of the payload against the header. */
  void verify(Layer layer, byte[] sha256) {
    String found = HexFormat.of().formatHex(sha256);
    if (digest.isPresent() && !digest.get().equalsIgnoreCase(found)) {
      throw layer.malformed(
          "expected a payload with the SHA-256 %s and found %s".formatted(digest.get(), found));
    }
  }
}
