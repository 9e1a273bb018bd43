package org.abiseam.elf;

/** What this reader takes from a file before it refuses; all sizes in bytes. */
final class Limits {
  /** A decompressed section or file: eight times the largest kernel debug section seen. */
  static final long DECOMPRESSED = 4L << 30;

  /**
   * How often a compressed section or file may be larger than its compressed form; zlib itself ends
   * near 1,030.
   */
  static final long RATIO = 2_000;

  /** A string of a string table: longer than any mangled name seen, by far. */
  static final int STRING = 1 << 20;

  /** Archives inside archives and directories inside directories. */
  static final int NESTING = 64;

  /** Members of one archive, files of one directory. */
  static final int MEMBERS = 1 << 20;

  private Limits() {}
}
