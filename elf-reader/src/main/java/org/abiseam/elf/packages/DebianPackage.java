package org.abiseam.elf.packages;

import java.nio.charset.StandardCharsets;

/**
 * Debian's packages (deb(5)): an {@code ar} archive of {@code debian-binary}, {@code control.tar…}
 * and {@code data.tar…}, in that order. A {@code .ddeb} or {@code .udeb} is the same.
 */
final class DebianPackage {
  /** What the name of the member with the files begins with. */
  static final String DATA = "data.tar";

  private static final String FIRST = "!<arch>\ndebian-binary";

  private DebianPackage() {}

  static boolean is(byte[] head) {
    return new String(head, StandardCharsets.ISO_8859_1).startsWith(FIRST);
  }

  /** What begins like nothing known would be passed over as if it were a text. */
  static void require(Layer data, String name) {
    switch (Magic.of(data.peek(Magic.BLOCK))) {
      case TAR, GZIP, XZ, ZSTD, BZIP2 -> {
        // As deb(5) has it.
      }
      case ELF, BTF, AR, THIN_AR, RPM, OTHER ->
          throw data.malformed(
              "expected "
                  + name
                  + " to be a tar archive, plain or by gzip, xz, zstd or bzip2 (lzma is not read)");
    }
  }
}
