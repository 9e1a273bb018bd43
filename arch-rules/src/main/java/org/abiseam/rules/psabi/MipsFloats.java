package org.abiseam.rules.psabi;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.rules.machine.MachineTraits.FlagField;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;

/**
 * Whether floating point numbers travel in floating point registers, of which MIPS has three
 * traditions: doubles, single precision alone, none.
 *
 * <p>The object says it in {@code .MIPS.abiflags} ({@code fp_abi}) or {@code .gnu.attributes}
 * ({@code Tag_GNU_MIPS_ABI_FP}), with the same numbers; what the kernel's linker script throws away
 * may still stand in the switches.
 *
 * <p>"MIPS O32 ABI - FR0 and FR1 Interlinking", 2014, §7 (fp_abi)
 */
final class MipsFloats {
  private static final Citation E_FLAGS = new Citation("MIPS ELF supplement", "e_flags");

  /** {@code EF_MIPS_ABI} and {@code EF_MIPS_ABI2}. */
  static final FlagField ABI = new FlagField("ABI", 0xf020, true, E_FLAGS);

  /** {@code EF_MIPS_NAN2008}. */
  static final FlagField NAN_2008 = new FlagField("IEEE 754-2008", 0x400, false, E_FLAGS);

  static final int DOUBLE = 1;
  private static final int SINGLE = 2;
  private static final int SOFT = 3;
  private static final int XX = 5;
  private static final int FP64 = 6;
  private static final int FP64A = 7;

  private MipsFloats() {}

  /**
   * Asked only where a floating point number is passed.
   *
   * @throws Unsettled if nothing tells, or only single precision has registers
   */
  static boolean inRegisters(Machine machine, Switches switches) {
    int stated = machine.floatAbi().orElse(0);
    return switch (stated) {
      case DOUBLE, XX, FP64, FP64A -> true;
      case SOFT -> false;
      case SINGLE -> throw new Unsettled("no rule of abiseam covers -msingle-float");
      default ->
          bySwitches(switches)
              .orElseThrow(
                  () ->
                      new Unsettled(
                          "whether floating point numbers travel in registers is not recorded"));
    };
  }

  private static Optional<Boolean> bySwitches(Switches switches) {
    List<String> flags = switches.flags();
    for (int i = flags.size() - 1; i >= 0; i--) {
      switch (flags.get(i)) {
        case "-mhard-float" -> {
          return Optional.of(true);
        }
        case "-msoft-float", "-mno-float" -> {
          return Optional.of(false);
        }
        case "-msingle-float" -> throw new Unsettled("no rule of abiseam covers -msingle-float");
        default -> {}
      }
    }
    return Optional.empty();
  }
}
