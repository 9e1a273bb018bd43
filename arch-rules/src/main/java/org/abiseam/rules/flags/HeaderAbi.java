package org.abiseam.rules.flags;

import java.util.Optional;
import org.abiseam.model.Machine;

/**
 * Names the ABI that the header and attributes of an object state, in the words of {@code -mabi=}
 * and {@code -mfloat-abi=}: a unit without the switch has its target's, which a unit of another
 * compiler may have by the switch.
 */
final class HeaderAbi {
  /** ELF for Arm 2024Q3 §5.2. */
  private static final int EF_ARM_ABI_FLOAT_SOFT = 0x200;

  private static final int EF_ARM_ABI_FLOAT_HARD = 0x400;

  /** RISC-V ABIs 1.0 §8.1. */
  private static final int EF_RISCV_FLOAT_ABI = 0x6;

  private static final int EF_RISCV_RVE = 0x8;

  /** LoongArch ELF ABI 2.30, e_flags. */
  private static final int EF_LOONGARCH_ABI_MODIFIER = 0x7;

  /** MIPS psABI, 3rd edition, e_flags; the last is IRIX's. */
  private static final int EF_MIPS_ABI = 0xf000;

  private static final int E_MIPS_ABI_O32 = 0x1000;
  private static final int EF_MIPS_ABI2 = 0x20;

  private HeaderAbi() {}

  /** Returns what {@code -mabi=} would say; empty where the header does not tell. */
  static Optional<String> name(Machine machine) {
    boolean wide = machine.pointerBytes() == 8;
    return switch (machine.machine()) {
      case Machine.EM_386, Machine.EM_X86_64 -> Optional.of("sysv");
      case Machine.EM_AARCH64 -> Optional.of(wide ? "lp64" : "ilp32");
      case Machine.EM_ARM -> Optional.of("aapcs-linux");
      case Machine.EM_RISCV -> Optional.of((wide ? "lp64" : "ilp32") + riscv(machine.flags()));
      case Machine.EM_LOONGARCH -> loongArch(machine).map((wide ? "lp64" : "ilp32")::concat);
      case Machine.EM_MIPS -> mips(machine);
      default -> Optional.empty();
    };
  }

  /** Returns what {@code -mfloat-abi=} of Arm would say, where the object tells. */
  static Optional<String> floats(Machine machine) {
    if (machine.floatAbi().isPresent()) {
      // Addenda to the ABI for Arm 2024Q3 §3.3.6, Tag_ABI_VFP_args: others fit both.
      return switch (machine.floatAbi().getAsInt()) {
        case 0 -> Optional.of("soft");
        case 1 -> Optional.of("hard");
        default -> Optional.empty();
      };
    }
    if ((machine.flags() & EF_ARM_ABI_FLOAT_HARD) != 0) {
      return Optional.of("hard");
    }
    return (machine.flags() & EF_ARM_ABI_FLOAT_SOFT) != 0 ? Optional.of("soft") : Optional.empty();
  }

  private static String riscv(int flags) {
    String embedded = (flags & EF_RISCV_RVE) != 0 ? "e" : "";
    return embedded
        + switch (flags & EF_RISCV_FLOAT_ABI) {
          case 2 -> "f";
          case 4 -> "d";
          case 6 -> "q";
          default -> "";
        };
  }

  private static Optional<String> loongArch(Machine machine) {
    return switch (machine.flags() & EF_LOONGARCH_ABI_MODIFIER) {
      case 1 -> Optional.of("s");
      case 2 -> Optional.of("f");
      case 3 -> Optional.of("d");
      default -> Optional.empty();
    };
  }

  private static Optional<String> mips(Machine machine) {
    if ((machine.flags() & EF_MIPS_ABI2) != 0) {
      return Optional.of("n32");
    }
    if (machine.pointerBytes() == 8) {
      return Optional.of("64");
    }
    return (machine.flags() & EF_MIPS_ABI) == E_MIPS_ABI_O32 ? Optional.of("32") : Optional.empty();
  }
}
