package org.abiseam.dwarf;

import org.abiseam.elf.Section;

/** Gives what the value of an attribute does not say itself: sizes, byte order and bases. */
interface ValueContext {
  boolean bigEndian();

  int addressBytes();

  int offsetBytes();

  /** Gives the address of an index, as in {@code DW_FORM_addrx}. */
  long address(long index);

  /** Gives the offset in {@link #strings} of an index, as in {@code DW_FORM_strx}. */
  long stringOffset(long index);

  /** Gives the strings of {@code DW_FORM_strp}. */
  Section strings();

  /** Gives the strings of {@code DW_FORM_line_strp}. */
  Section lineStrings();

  /** Reads a string of {@code DW_FORM_strp_sup}. */
  String supplementaryString(long offset);
}
