package org.abiseam.elf;

import org.abiseam.model.Machine;

/**
 * What a relocation type does to a field of a debug section, for each machine.
 *
 * <p>Debug sections hold offsets into other sections and addresses, so of the hundreds of types
 * only the plain data ones occur: a word becomes S + A, or S + A − P, or S + A − GOT, or (RISC-V
 * and LoongArch, whose linkers delete code) is first increased by one symbol and then decreased by
 * another. A type that is not listed is refused; to ignore one would be to read a wrong offset
 * without knowing it. The numbers of variable length by which line programs advance are no offsets,
 * and no such program is run here.
 *
 * <p>The numbers are those of the processor supplements: AMD64 psABI 1.0 §4.4; i386 psABI 1.1 §4.4;
 * ELF for the Arm 64-bit Architecture 2024Q3 §5.7; ELF for the Arm Architecture 2024Q3 §5.6; RISC-V
 * ELF psABI 1.0 "Relocations"; Power ABI for 32-bit §4.13; ELFv2 ABI 1.5 §3.5; s390x ABI 1.6 §2.7;
 * LoongArch ELF psABI 2.30 "Relocations"; MIPS ABI supplement §4; SPARC compliance definition 2.4.1
 * §4; m68k psABI §4.
 */
final class RelocationTypes {
  /** What happens to the field. */
  enum Operation {
    /** Nothing: a marker for the linker. */
    NOTHING,
    /** S + A. */
    ABSOLUTE,
    /** S + A − P. */
    RELATIVE,
    /** The field plus S + A. */
    ADD,
    /** The field minus S + A. */
    SUBTRACT,
    /**
     * S + A − GOT, as GCC writes addresses of constants in position-independent code: where the
     * table lies the linker decides. The field becomes all ones, which is the address of nothing
     * (DWARF issue 200609.1, "Reserve an address value for not present").
     */
    FROM_GOT,
    /** Not known here. */
    UNKNOWN
  }

  /** An operation on a field of a width in bytes. */
  enum Effect {
    NOTHING(Operation.NOTHING, 0),
    ABSOLUTE_1(Operation.ABSOLUTE, 1),
    ABSOLUTE_2(Operation.ABSOLUTE, 2),
    ABSOLUTE_4(Operation.ABSOLUTE, 4),
    ABSOLUTE_8(Operation.ABSOLUTE, 8),
    RELATIVE_4(Operation.RELATIVE, 4),
    RELATIVE_8(Operation.RELATIVE, 8),
    ADD_1(Operation.ADD, 1),
    ADD_2(Operation.ADD, 2),
    ADD_4(Operation.ADD, 4),
    ADD_8(Operation.ADD, 8),
    SUBTRACT_1(Operation.SUBTRACT, 1),
    SUBTRACT_2(Operation.SUBTRACT, 2),
    SUBTRACT_4(Operation.SUBTRACT, 4),
    SUBTRACT_8(Operation.SUBTRACT, 8),
    FROM_GOT_4(Operation.FROM_GOT, 4),
    FROM_GOT_8(Operation.FROM_GOT, 8),
    UNKNOWN(Operation.UNKNOWN, 0);

    private final Operation operation;
    private final int width;

    Effect(Operation operation, int width) {
      this.operation = operation;
      this.width = width;
    }

    Operation operation() {
      return operation;
    }

    int width() {
      return width;
    }
  }

  private RelocationTypes() {}

  /** Returns the effect of a type. */
  static Effect effect(int machine, int type) {
    if (type == 0) {
      return Effect.NOTHING;
    }
    return switch (machine) {
      case Machine.EM_X86_64 -> x8664(type);
      case Machine.EM_386 -> i386(type);
      case Machine.EM_AARCH64 -> aarch64(type);
      case Machine.EM_ARM -> arm(type);
      case Machine.EM_RISCV -> riscv(type);
      case Machine.EM_LOONGARCH -> loongarch(type);
      case Machine.EM_PPC, Machine.EM_PPC64 -> powerpc(machine, type);
      case Machine.EM_S390 -> s390(type);
      case Machine.EM_MIPS -> mips(type);
      case Machine.EM_SPARC, Machine.EM_SPARC32PLUS, Machine.EM_SPARCV9 -> sparc(type);
      case Machine.EM_68K -> m68k(type);
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect x8664(int type) {
    return switch (type) {
      case 1, 17 -> Effect.ABSOLUTE_8; // R_X86_64_64, _DTPOFF64
      case 10, 11, 21 -> Effect.ABSOLUTE_4; // R_X86_64_32, _32S, _DTPOFF32
      case 12 -> Effect.ABSOLUTE_2; // R_X86_64_16
      case 14 -> Effect.ABSOLUTE_1; // R_X86_64_8
      case 2 -> Effect.RELATIVE_4; // R_X86_64_PC32
      case 24 -> Effect.RELATIVE_8; // R_X86_64_PC64
      case 25 -> Effect.FROM_GOT_8; // R_X86_64_GOTOFF64
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect i386(int type) {
    return switch (type) {
      case 1, 32, 36 -> Effect.ABSOLUTE_4; // R_386_32, _TLS_LDO_32, _TLS_DTPOFF32
      case 20 -> Effect.ABSOLUTE_2; // R_386_16
      case 22 -> Effect.ABSOLUTE_1; // R_386_8
      case 2 -> Effect.RELATIVE_4; // R_386_PC32
      case 9 -> Effect.FROM_GOT_4; // R_386_GOTOFF
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect aarch64(int type) {
    return switch (type) {
      case 256 -> Effect.NOTHING; // R_AARCH64_NONE (withdrawn number)
      case 257, 1029 -> Effect.ABSOLUTE_8; // R_AARCH64_ABS64, _TLS_DTPREL
      case 258 -> Effect.ABSOLUTE_4; // R_AARCH64_ABS32
      case 259 -> Effect.ABSOLUTE_2; // R_AARCH64_ABS16
      case 260 -> Effect.RELATIVE_8; // R_AARCH64_PREL64
      case 261 -> Effect.RELATIVE_4; // R_AARCH64_PREL32
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect arm(int type) {
    return switch (type) {
      case 2, 38, 106 -> Effect.ABSOLUTE_4; // R_ARM_ABS32, _TARGET1, _TLS_LDO32
      case 5 -> Effect.ABSOLUTE_2; // R_ARM_ABS16
      case 8 -> Effect.ABSOLUTE_1; // R_ARM_ABS8
      case 3 -> Effect.RELATIVE_4; // R_ARM_REL32
      case 24 -> Effect.FROM_GOT_4; // R_ARM_GOTOFF32
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect riscv(int type) {
    return switch (type) {
      case 51 -> Effect.NOTHING; // R_RISCV_RELAX
      case 60, 61 -> Effect.NOTHING; // R_RISCV_SET_ULEB128, _SUB_ULEB128: line programs
      case 2, 9 -> Effect.ABSOLUTE_8; // R_RISCV_64, _TLS_DTPREL64
      case 1, 8, 56 -> Effect.ABSOLUTE_4; // R_RISCV_32, _TLS_DTPREL32, _SET32
      case 55 -> Effect.ABSOLUTE_2; // R_RISCV_SET16
      case 54 -> Effect.ABSOLUTE_1; // R_RISCV_SET8
      case 57 -> Effect.RELATIVE_4; // R_RISCV_32_PCREL
      case 33 -> Effect.ADD_1; // R_RISCV_ADD8
      case 34 -> Effect.ADD_2; // R_RISCV_ADD16
      case 35 -> Effect.ADD_4; // R_RISCV_ADD32
      case 36 -> Effect.ADD_8; // R_RISCV_ADD64
      case 37 -> Effect.SUBTRACT_1; // R_RISCV_SUB8
      case 38 -> Effect.SUBTRACT_2; // R_RISCV_SUB16
      case 39 -> Effect.SUBTRACT_4; // R_RISCV_SUB32
      case 40 -> Effect.SUBTRACT_8; // R_RISCV_SUB64
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect loongarch(int type) {
    return switch (type) {
      case 100 -> Effect.NOTHING; // R_LARCH_RELAX
      case 107, 108 -> Effect.NOTHING; // R_LARCH_ADD_ULEB128, _SUB_ULEB128: line programs
      case 2, 9 -> Effect.ABSOLUTE_8; // R_LARCH_64, _TLS_DTPREL64
      case 1, 8 -> Effect.ABSOLUTE_4; // R_LARCH_32, _TLS_DTPREL32
      case 99 -> Effect.RELATIVE_4; // R_LARCH_32_PCREL
      case 109 -> Effect.RELATIVE_8; // R_LARCH_64_PCREL
      case 47 -> Effect.ADD_1; // R_LARCH_ADD8
      case 48 -> Effect.ADD_2; // R_LARCH_ADD16
      case 50 -> Effect.ADD_4; // R_LARCH_ADD32
      case 51 -> Effect.ADD_8; // R_LARCH_ADD64
      case 52 -> Effect.SUBTRACT_1; // R_LARCH_SUB8
      case 53 -> Effect.SUBTRACT_2; // R_LARCH_SUB16
      case 55 -> Effect.SUBTRACT_4; // R_LARCH_SUB32
      case 56 -> Effect.SUBTRACT_8; // R_LARCH_SUB64
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect powerpc(int machine, int type) {
    boolean wide = machine == Machine.EM_PPC64;
    return switch (type) {
      case 1, 24 -> Effect.ABSOLUTE_4; // R_PPC_ADDR32, _UADDR32
      case 3, 25 -> Effect.ABSOLUTE_2; // R_PPC_ADDR16, _UADDR16
      case 26 -> Effect.RELATIVE_4; // R_PPC_REL32
      case 38, 43 -> wide ? Effect.ABSOLUTE_8 : Effect.UNKNOWN; // R_PPC64_ADDR64, _UADDR64
      case 44 -> wide ? Effect.RELATIVE_8 : Effect.UNKNOWN; // R_PPC64_REL64
      case 78 -> wide ? Effect.ABSOLUTE_8 : Effect.ABSOLUTE_4; // R_PPC64_DTPREL64, R_PPC_DTPREL32
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect s390(int type) {
    return switch (type) {
      case 1 -> Effect.ABSOLUTE_1; // R_390_8
      case 3 -> Effect.ABSOLUTE_2; // R_390_16
      case 4, 52 -> Effect.ABSOLUTE_4; // R_390_32, _TLS_LDO32
      case 22, 53 -> Effect.ABSOLUTE_8; // R_390_64, _TLS_LDO64
      case 5 -> Effect.RELATIVE_4; // R_390_PC32
      case 23 -> Effect.RELATIVE_8; // R_390_PC64
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect mips(int type) {
    return switch (type) {
      case 1 -> Effect.ABSOLUTE_2; // R_MIPS_16
      case 2, 39 -> Effect.ABSOLUTE_4; // R_MIPS_32, _TLS_DTPREL32
      case 18, 41 -> Effect.ABSOLUTE_8; // R_MIPS_64, _TLS_DTPREL64
      case 248 -> Effect.RELATIVE_4; // R_MIPS_PC32
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect sparc(int type) {
    return switch (type) {
      case 1 -> Effect.ABSOLUTE_1; // R_SPARC_8
      case 2, 55 -> Effect.ABSOLUTE_2; // R_SPARC_16, _UA16
      case 3, 23, 76 -> Effect.ABSOLUTE_4; // R_SPARC_32, _UA32, _TLS_DTPOFF32
      case 32, 54, 77 -> Effect.ABSOLUTE_8; // R_SPARC_64, _UA64, _TLS_DTPOFF64
      case 6 -> Effect.RELATIVE_4; // R_SPARC_DISP32
      case 46 -> Effect.RELATIVE_8; // R_SPARC_DISP64
      default -> Effect.UNKNOWN;
    };
  }

  private static Effect m68k(int type) {
    return switch (type) {
      case 1, 31 -> Effect.ABSOLUTE_4; // R_68K_32, _TLS_LDO32
      case 2 -> Effect.ABSOLUTE_2; // R_68K_16
      case 3 -> Effect.ABSOLUTE_1; // R_68K_8
      case 4 -> Effect.RELATIVE_4; // R_68K_PC32
      default -> Effect.UNKNOWN;
    };
  }
}
