package org.abiseam.elf.packages;

/** What is taken from a package before it is refused; all sizes in bytes. */
final class PackageLimits {
  /** Native memory for the objects of one package: five times the largest kernel package seen. */
  static final long HELD = 4L << 30;

  /** One object, unpacked: eight times the largest kernel image seen. */
  static final long OBJECT = 4L << 30;

  /** Everything that comes out of one package, inner layers counted again. */
  static final long UNPACKED = 128L << 30;

  /**
   * How often a layer may be larger than its compressed form: zlib ends near 1,030, and real
   * packages stay below 20.
   */
  static final long RATIO = 2_000;

  /** Below this size no ratio is looked at: a small file of zeros is no bomb. */
  static final long SMALL = 64L << 20;

  /**
   * Archives and compressions inside each other: a module of a package in a tar archive is at 7.
   */
  static final int NESTING = 24;

  /** Files of one package, those of inner packages counted. */
  static final int ENTRIES = 1 << 20;

  /** Memory that an xz stream may ask for to be read, in KiB; {@code xz -9} asks for 65 MiB. */
  static final int XZ_KIBIBYTES = 200 << 10;

  /** The header of an RPM package: sixteen times the one of a kernel's sources. */
  static final int RPM_HEADER = 32 << 20;

  private PackageLimits() {}
}
