package org.abiseam.rules.layout;

import org.abiseam.model.Machine;
import org.abiseam.model.Type;

/**
 * Tells formats of floating-point numbers apart that have one size: two bytes may be binary16 or
 * bfloat16, and sixteen may be x87's 80 bits, binary128 or a pair of doubles. Debug info has the
 * size and the name.
 */
enum FloatFormat {
  BINARY16,
  BFLOAT16,
  X87,
  BINARY128,
  DOUBLE_PAIR,
  /** The size alone tells. */
  BY_SIZE,
  /** A switch chooses, or the name does not say. */
  NOT_TOLD;

  /** Returns the format of a number, or of both parts of a complex one. */
  static FloatFormat of(Side side, Type.Scalar scalar) {
    int parts = scalar.encoding() == Type.Encoding.COMPLEX_FLOAT ? 2 : 1;
    String name = scalar.name();
    return switch (Math.toIntExact(scalar.bytes() / parts)) {
      case 2 -> name.contains("bf16") ? BFLOAT16 : BINARY16;
      case 16 -> ofSixteen(side, name);
      default -> BY_SIZE;
    };
  }

  /** GCC 16 manual, "Additional Floating Types"; psABI i386 1.1, Table 2.1. */
  private static FloatFormat ofSixteen(Side side, String name) {
    if (name.contains("ibm128")) {
      return DOUBLE_PAIR;
    }
    if (name.contains("loat128") || name.contains("ieee128") || name.equals("f128")) {
      return BINARY128;
    }
    boolean own = name.contains("long double");
    boolean extended = name.contains("loat80") || name.contains("loat64x");
    return switch (side.machine().machine()) {
      case Machine.EM_386, Machine.EM_X86_64 ->
          own && side.producer().flags().contains("-mlong-double-128")
              ? BINARY128
              : own || extended ? X87 : NOT_TOLD;
      case Machine.EM_NONE, Machine.EM_PPC, Machine.EM_PPC64 -> NOT_TOLD;
      default -> own || extended ? BINARY128 : NOT_TOLD;
    };
  }
}
