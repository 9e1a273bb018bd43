package org.abiseam.rules.layout;

import java.util.List;
import org.abiseam.model.Machine;
import org.abiseam.model.Type;
import org.abiseam.rules.machine.WideFloats;

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

  /** Bits of {@code Tag_GNU_Power_ABI_FP} that tell how {@code long double} is stored. */
  private static final int LONG_DOUBLE = 3 << 2;

  private static final int IBM = 1 << 2;
  private static final int IEEE = 3 << 2;

  /** Returns the format of a number, or of both parts of a complex one. */
  static FloatFormat of(Side side, Type.Scalar scalar) {
    int parts = scalar.encoding() == Type.Encoding.COMPLEX_FLOAT ? 2 : 1;
    String name = scalar.name();
    return switch (Math.toIntExact(scalar.bytes() / parts)) {
      case 2 -> name.contains("bf16") ? BFLOAT16 : BINARY16;
      case 16 -> ofSixteen(side.machine(), side.producer().flags(), name);
      default -> BY_SIZE;
    };
  }

  /**
   * GCC 16 manual, "Additional Floating Types"; psABI i386 1.1, Table 2.1. No other machine has a
   * second format of 16 bytes, so that there a name need not tell: Clang names each complex number
   * "complex".
   */
  static FloatFormat ofSixteen(Machine machine, List<String> flags, String name) {
    if (name.contains("ibm128")) {
      return DOUBLE_PAIR;
    }
    if (name.contains("loat128") || name.contains("ieee128") || name.equals("f128")) {
      return BINARY128;
    }
    boolean own = WideFloats.isLongDouble(name);
    boolean extended = WideFloats.isExtended(name);
    return switch (machine.machine()) {
      case Machine.EM_386, Machine.EM_X86_64 ->
          own && flags.contains("-mlong-double-128") ? BINARY128 : own || extended ? X87 : NOT_TOLD;
      case Machine.EM_PPC, Machine.EM_PPC64 -> own ? ofPower(machine, flags) : NOT_TOLD;
      case Machine.EM_NONE -> NOT_TOLD;
      default -> BINARY128;
    };
  }

  /** The object's attribute tells, or else the switches; "Using as", PowerPC Attributes. */
  static FloatFormat ofPower(Machine machine, List<String> flags) {
    return switch (machine.floatAbi().orElse(0) & LONG_DOUBLE) {
      case IBM -> DOUBLE_PAIR;
      case IEEE -> BINARY128;
      default -> bySwitch(flags);
    };
  }

  private static FloatFormat bySwitch(List<String> flags) {
    int ieee = flags.lastIndexOf("-mabi=ieeelongdouble");
    int ibm = flags.lastIndexOf("-mabi=ibmlongdouble");
    return ieee == ibm ? NOT_TOLD : ieee > ibm ? BINARY128 : DOUBLE_PAIR;
  }
}
