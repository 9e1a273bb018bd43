package org.abiseam.dwarf;

/**
 * How much of anything is believed. Real input stays far below each; what exceeds one is reported,
 * never cut off in silence.
 */
final class Limits {
  /** Bytes of one LEB128 number; ten hold 64 bits, assemblers may pad. */
  static final int LEB128_BYTES = 16;

  /** Bytes of one string; the longest mangled names of Rust and C++ are some 100 KB. */
  static final int STRING_BYTES = 16 << 20;

  /** Declarations in one abbreviation table; a linked vmlinux of Clang with LTO has some 10,000. */
  static final int ABBREVIATIONS = 1 << 20;

  /** Attributes in one abbreviation; compilers write at most some 30. */
  static final int ATTRIBUTES = 1 << 10;

  /** Steps through DW_AT_specification, DW_AT_abstract_origin and DW_AT_signature. */
  static final int RESOLUTION_STEPS = 64;

  /** Entries inside each other; nested scopes of generated code reach some 300. */
  static final int ENTRY_DEPTH = 1 << 14;

  /** Partial units that import each other in a row; dwz writes chains of a few. */
  static final int IMPORT_DEPTH = 64;

  /** DW_FORM_indirect that leads to another one. */
  static final int INDIRECT_STEPS = 4;

  /** Files and directories in one line table header. */
  static final int LINE_TABLE_FILES = 1 << 20;

  /** Columns in the file table of a line table header; five are defined. */
  static final int LINE_TABLE_COLUMNS = 32;

  /** Diagnostics of one kind before the rest is only counted. */
  static final int DIAGNOSTICS = 20;

  private Limits() {}
}
