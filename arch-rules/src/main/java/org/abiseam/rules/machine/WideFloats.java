package org.abiseam.rules.machine;

/**
 * Knows the names of numbers that are wider than a double: debug info has no more of their format
 * than the name and the size (GCC 16 manual, "Additional Floating Types").
 */
public final class WideFloats {
  private WideFloats() {}

  /**
   * Tells whether it is {@code long double}, whose format switches may choose.
   *
   * @param name of a number, or of a complex one
   * @return also true for {@code complex long double}
   */
  public static boolean isLongDouble(String name) {
    return name.contains("long double");
  }

  /**
   * Tells whether it is the extended format of the machine whatever the switches are: of x87 on
   * x86, binary128 elsewhere.
   *
   * @param name of a number, or of a complex one
   * @return true for {@code __float80} and {@code _Float64x}
   */
  public static boolean isExtended(String name) {
    return name.contains("loat80") || name.contains("loat64x");
  }
}
