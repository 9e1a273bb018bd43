package org.abiseam.dwarf.index;

import org.abiseam.dwarf.Unit;
import org.abiseam.model.Malformed;

/**
 * Thrown where the fast way meets what it does not compute to the bit: a reference out of the unit,
 * an attribute or form of the rarer sort. Caught around one definition, which then goes the exact
 * way. Outside a definition only damaged entries are written so; there it is a fault of the unit.
 */
final class SlowPathNeeded extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SlowPathNeeded() {
    super("not on the fast way", null, false, false);
  }

  /** Returns what is wrong with a unit whose list of entries cannot be gone through. */
  static Malformed fault(Unit unit) {
    return new Malformed(
        unit.section().name(), unit.offset(), "an entry is written in a way that no compiler uses");
  }
}
