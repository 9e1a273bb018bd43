package org.abiseam.dwarf;

/**
 * Tells where the part of each section that belongs to a unit begins: not 0 only in a package of
 * split files ({@code .dwp}).
 *
 * @param abbreviations in {@code .debug_abbrev}
 * @param stringOffsets in {@code .debug_str_offsets}
 * @param lines in {@code .debug_line}
 */
record Contribution(long abbreviations, long stringOffsets, long lines) {
  static final Contribution WHOLE = new Contribution(0, 0, 0);
}
