package org.abiseam.dwarf;

import java.util.OptionalLong;

/**
 * Tells where the part of each section that belongs to a unit begins: not 0 only in a package of
 * split files ({@code .dwp}).
 *
 * @param abbreviations in {@code .debug_abbrev}
 * @param stringOffsets in {@code .debug_str_offsets}
 * @param lines in {@code .debug_line}; empty where the unit has no part of it
 */
record Contribution(long abbreviations, long stringOffsets, OptionalLong lines) {
  static final Contribution WHOLE = new Contribution(0, 0, OptionalLong.of(0));
}
