package org.abiseam.rules.psabi;

import org.abiseam.model.Type;
import org.abiseam.rules.plan.Switches;

/**
 * Tells the numbers of x87, of 80 bits in 12 or 16 bytes, from binary128 of the same size: debug
 * info has the name alone (GCC 16 manual, "Additional Floating Types").
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
    return name.contains("loat80")
        || name.contains("loat64x")
        || (name.contains("long double") && switches.value("-mlong-double-", "80").equals("80"));
  }
}
