package org.abiseam.dwarf.index;

import org.abiseam.dwarf.Unit;

/**
 * Describes a function or variable that an object defines or declares for the linker.
 *
 * @param name its symbol: {@code DW_AT_linkage_name}, else {@code DW_AT_name}
 * @param function whether it is a function, else a variable
 * @param declaration whether it is defined elsewhere
 * @param unit where it stands
 * @param offset the entry, from the beginning of the unit's section
 * @param fingerprint a hash of everything that bears on calls of it, or on what lies in it; 0 where
 *     it was not asked for, or the entry is written in a rare way
 */
public record IndexedSymbol(
    String name, boolean function, boolean declaration, Unit unit, long offset, long fingerprint) {

  /** Returns the same with another fingerprint. */
  IndexedSymbol with(long other) {
    return new IndexedSymbol(name, function, declaration, unit, offset, other);
  }
}
