package org.abiseam.dwarf.index;

/**
 * Thrown where the fast way meets what it does not compute to the bit: a reference out of the unit,
 * an attribute or form of the rarer sort. Caught around one definition, which then goes the exact
 * way.
 */
final class Rare extends RuntimeException {
  private static final long serialVersionUID = 1L;

  Rare() {
    super("not on the fast way", null, false, false);
  }
}
