package org.abiseam.rules.psabi;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * What floating point is on a PowerPC.
 *
 * <p>Two things are the compiler's choice and not the machine's: whether there are floating point
 * registers at all, and what a {@code long double} of 16 bytes is. It may be a pair of doubles
 * (IBM's) or one number of IEEE 754's binary128; both have 16 bytes and the same name in debug info
 * and travel differently. An object states both in {@code Tag_GNU_Power_ABI_FP} of its attributes
 * as far as it passes such numbers; else the switches tell. The default of {@code long double} is a
 * choice of who builds the compiler, so that it is never assumed.
 *
 * <p>"Using as", binutils 2.45, PowerPC Attributes
 */
final class PowerFloats {
  private static final int NUMBERS = 3;
  private static final int SOFT = 2;
  private static final int LONG_DOUBLE = 3 << 2;
  private static final int IBM = 1 << 2;
  private static final int IEEE = 3 << 2;
  private static final List<String> WITH_VECTORS =
      List.of(
          "-maltivec",
          "-mvsx",
          "-mcpu=970",
          "-mcpu=G5",
          "-mcpu=power6",
          "-mcpu=power7",
          "-mcpu=power8",
          "-mcpu=power9",
          "-mcpu=power10",
          "-mcpu=power11");
  private static final String IBM_SWITCH = "-mabi=ibmlongdouble";
  private static final String IEEE_SWITCH = "-mabi=ieeelongdouble";

  /** What is asked for, as beginnings of switches. */
  static final List<String> SWITCHES =
      List.of(
          "-mabi=", "-mhard-float", "-msoft-float", "-maltivec", "-mno-altivec", "-mvsx", "-mcpu=");

  private final ValueTypes values;
  private final Switches switches;

  PowerFloats(ValueTypes values, Dialect dialect) {
    this.values = values;
    this.switches = dialect.switches();
  }

  private int stated() {
    OptionalInt attribute = values.machine().floatAbi();
    return attribute.orElse(0);
  }

  /** Tells whether floating point numbers travel in floating point registers. */
  boolean hard() {
    return (stated() & NUMBERS) == 0
        ? switches.on(List.of("-mhard-float"), List.of("-msoft-float"), true)
        : (stated() & NUMBERS) != SOFT;
  }

  /**
   * Tells whether vectors travel in vector registers; empty where the processor compiled for does
   * not tell. A little-endian Linux asks for a POWER8, which has them.
   */
  Optional<Boolean> vectorRegisters() {
    if (!hard()) {
      return Optional.of(false);
    }
    boolean off = !switches.on(WITH_VECTORS, List.of("-mno-altivec"), true);
    boolean told = switches.flags().stream().anyMatch(WITH_VECTORS::contains);
    return off || told || !values.machine().bigEndian() ? Optional.of(!off) : Optional.empty();
  }

  /** Tells whether a number of 16 bytes is one of binary128 and not a pair of doubles. */
  boolean binary128(TypeId type) {
    String name = values.type(type) instanceof Type.Scalar scalar ? scalar.name() : "";
    return switch (name) {
      case "_Float128", "__float128", "__ieee128", "f128", "_Float64x" -> true;
      case "__ibm128" -> false;
      default ->
          switch (stated() & LONG_DOUBLE) {
            case IEEE -> true;
            case IBM -> false;
            default -> longDouble();
          };
    };
  }

  private boolean longDouble() {
    boolean ieee = switches.on(List.of(IEEE_SWITCH), List.of(IBM_SWITCH), false);
    if (!ieee && !switches.flags().contains(IBM_SWITCH)) {
      throw new Unsettled(
          "whether long double is IBM's pair of doubles or IEEE 754's binary128 is not recorded");
    }
    return ieee;
  }
}
