package org.abiseam.dwarf.index;

import java.util.Arrays;
import org.abiseam.dwarf.Unit;

/**
 * What {@code DW_AT_decl_file} means, as a hash of the path. The same header has other numbers in
 * other units, so paths are compared; of the thousand files of a unit some fifty declare a wanted
 * name, and only those are looked up.
 */
final class DeclaredFiles {
  private Unit unit;
  private long[] known = new long[256];

  DeclaredFiles(Unit first) {
    this.unit = first;
  }

  void begin(Unit next) {
    unit = next;
    Arrays.fill(known, 0);
  }

  /** The hash of a file, 0 where none is stated. */
  long hash(long index) {
    if (index < 0 || index >= 1 << 20) {
      return 0;
    }
    int at = (int) index;
    if (at >= known.length) {
      known = Arrays.copyOf(known, Math.max(at + 1, known.length * 2));
    }
    if (known[at] == 0) {
      known[at] = unit.fileName(at).map(Hash::name).orElse(1L);
    }
    return known[at] == 1 ? 0 : known[at];
  }
}
