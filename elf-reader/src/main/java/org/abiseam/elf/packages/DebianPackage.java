package org.abiseam.elf.packages;

/**
 * Debian's packages (deb(5)): an {@code ar} archive of {@code debian-binary}, {@code control.tar…}
 * and {@code data.tar…}, in that order. A {@code .ddeb} or {@code .udeb} is the same.
 */
final class DebianPackage {
  /** What the name of the member with the files begins with. */
  static final String DATA = "data.tar";

  /** What the package begins with. */
  static final String FIRST = "!<arch>\ndebian-binary";

  private DebianPackage() {}

  /** What begins like nothing known would be passed over as if it were a text. */
  static void require(Layer data, String name) {
    Magic magic = Magic.of(data.peek(Magic.BLOCK));
    if (magic != Magic.TAR && magic.role() != Magic.Role.COMPRESSION) {
      throw data.malformed(
          "expected "
              + name
              + " to be a tar archive, plain or by gzip, xz, zstd or bzip2 (lzma is not read)");
    }
  }
}
