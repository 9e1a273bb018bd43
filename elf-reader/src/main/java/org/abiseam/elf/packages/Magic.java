package org.abiseam.elf.packages;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

/** Tells what a layer is by its first 512 bytes, in the order in which they are looked at. */
enum Magic {
  ELF(Role.OBJECT, "object"),
  /** Type information by itself, {@code struct btf_header.magic} in either byte order. */
  BTF(Role.OBJECT, "object"),
  /** An archive whose first member is {@code debian-binary}. */
  DEB(Role.CONTAINER, "deb"),
  AR(Role.CONTAINER, "archive"),
  /** An archive whose members lie beside it. */
  THIN_AR(Role.NONE, ""),
  RPM(Role.CONTAINER, "rpm"),
  TAR(Role.CONTAINER, "tar"),
  GZIP(Role.COMPRESSION, ""),
  XZ(Role.COMPRESSION, ""),
  ZSTD(Role.COMPRESSION, ""),
  BZIP2(Role.COMPRESSION, ""),
  OTHER(Role.NONE, "");

  /** Tells what is inside. */
  enum Role {
    /** Types. */
    OBJECT,
    /** Files. */
    CONTAINER,
    /** One other layer. */
    COMPRESSION,
    /** Nothing that is read from here. */
    NONE
  }

  private final Role role;
  private final String word;

  Magic(Role role, String word) {
    this.role = role;
    this.word = word;
  }

  Role role() {
    return role;
  }

  /** Gives the word of reports for a file of this kind; empty where the file has none. */
  String word() {
    return word;
  }

  /** POSIX.1 pax, "ustar Interchange Format": one header block. */
  static final int BLOCK = 512;

  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;
  private static final int USTAR = 257;

  static Magic of(byte[] head) {
    if (begins(head, 0, 0x7f, 'E', 'L', 'F')) {
      return ELF;
    }
    if (begins(head, 0, 0x9f, 0xeb, 1) || begins(head, 0, 0xeb, 0x9f, 1)) {
      return BTF;
    }
    if (begins(head, 0, '!', '<', 'a', 'r', 'c', 'h', '>', '\n')) {
      return new String(head, ISO_8859_1).startsWith(DebianPackage.FIRST) ? DEB : AR;
    }
    if (begins(head, 0, '!', '<', 't', 'h', 'i', 'n', '>', '\n')) {
      return THIN_AR;
    }
    if (begins(head, 0, 0xed, 0xab, 0xee, 0xdb)) {
      return RPM;
    }
    if (begins(head, 0, 0x1f, 0x8b, 8)) {
      return GZIP;
    }
    if (begins(head, 0, 0xfd, '7', 'z', 'X', 'Z', 0)) {
      return XZ;
    }
    if (begins(head, 0, 0x28, 0xb5, 0x2f, 0xfd) || skippable(head)) {
      return ZSTD;
    }
    if (begins(head, 0, 'B', 'Z', 'h')) {
      return BZIP2;
    }
    return tar(head) ? TAR : OTHER;
  }

  /** RFC 8878, section 3.1.2: sixteen magics of frames without content. */
  static boolean skippable(byte[] head) {
    return begins(head, 1, 0x2a, 0x4d, 0x18) && (head[0] & 0xf0) == 0x50;
  }

  /** Archives of before 1988 have no magic, but every header has a checksum. */
  private static boolean tar(byte[] head) {
    if (begins(head, USTAR, 'u', 's', 't', 'a', 'r')) {
      return true;
    }
    if (head.length < BLOCK || head[0] == 0) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < BLOCK; i++) {
      boolean inside = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
      sum += inside ? ' ' : head[i] & 0xff;
    }
    String stated =
        new String(head, CHECKSUM, CHECKSUM_BYTES, ISO_8859_1).replace('\0', ' ').strip();
    return stated.matches("[0-7]+") && Integer.parseInt(stated, 8) == sum;
  }

  private static boolean begins(byte[] head, int from, int... magic) {
    if (head.length < from + magic.length) {
      return false;
    }
    for (int i = 0; i < magic.length; i++) {
      if ((head[from + i] & 0xff) != magic[i]) {
        return false;
      }
    }
    return true;
  }
}
