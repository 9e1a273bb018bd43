package org.abiseam.rules.psabi;

import org.abiseam.model.Type;
import org.abiseam.rules.machine.WideFloats;
import org.abiseam.rules.plan.Switches;

/**
 * Tells the numbers of x87, of 80 bits in 12 or 16 bytes, from binary128 of the same size, by their
 * names and the switches.
 */
final class X87 {
  private X87() {}

  /**
   * Tells whether a number, or each part of a complex one, has 80 bits.
   *
   * @param scalar a number that is wider than a double
   * @param switches of the compiler, which may choose another {@code long double}
   */
  static boolean has(Type.Scalar scalar, Switches switches) {
    String name = scalar.name();
    return WideFloats.isExtended(name)
        || (WideFloats.isLongDouble(name) && switches.value("-mlong-double-", "80").equals("80"));
  }
}
