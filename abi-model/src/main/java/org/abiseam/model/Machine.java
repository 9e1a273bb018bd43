package org.abiseam.model;

import java.util.EnumSet;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Holds what an object file was made for, by its ELF header and, where that does not tell, by a
 * section of attributes.
 *
 * @param machine {@code e_machine}
 * @param pointerBytes 4 or 8, by {@code EI_CLASS} (4 for x32 too)
 * @param bigEndian whether {@code EI_DATA} is {@code ELFDATA2MSB}
 * @param flags {@code e_flags}; 1 for a PowerPC64 object that has function descriptors and states 0
 * @param floatAbi {@code Tag_ABI_VFP_args} of {@code .ARM.attributes}, {@code Tag_GNU_Power_ABI_FP}
 *     of {@code .gnu.attributes}, {@code fp_abi} of {@code .MIPS.abiflags}; empty where nothing
 *     states it
 * @param structReturn {@code Tag_GNU_Power_ABI_Struct_Return} of {@code .gnu.attributes}; empty
 *     where no section states it
 * @param open switches of Rust of which nothing that was read tells whether they were given
 */
public record Machine(
    int machine,
    int pointerBytes,
    boolean bigEndian,
    int flags,
    OptionalInt floatAbi,
    OptionalInt structReturn,
    Set<RustSwitch> open) {
  /** Copies the set. */
  public Machine {
    open = Set.copyOf(open);
  }

  /** Names a switch of rustc that changes calls and that rustc does not record. */
  public enum RustSwitch {
    /** A target with soft float: floating point travels in integer registers. */
    SOFT_FLOAT("soft-float"),
    /** {@code -Zregparm}: the first words travel in registers. */
    REGPARM("regparm"),
    /** {@code -Zreg-struct-return}: small structs come back in registers. */
    REG_STRUCT_RETURN("reg-struct-return");

    private final String word;

    RustSwitch(String word) {
      this.word = word;
    }

    /**
     * Returns its name in a snapshot.
     *
     * @return letters and hyphens
     */
    public String word() {
      return word;
    }
  }

  /** {@code EM_NONE}: not stated, as in a file of BTF alone. */
  public static final int EM_NONE = 0;

  /** {@code EM_SPARC}. */
  public static final int EM_SPARC = 2;

  /** {@code EM_386}. */
  public static final int EM_386 = 3;

  /** {@code EM_68K}. */
  public static final int EM_68K = 4;

  /** {@code EM_MIPS}. */
  public static final int EM_MIPS = 8;

  /** {@code EM_SPARC32PLUS}. */
  public static final int EM_SPARC32PLUS = 18;

  /** {@code EM_PPC}. */
  public static final int EM_PPC = 20;

  /** {@code EM_PPC64}. */
  public static final int EM_PPC64 = 21;

  /** {@code EM_S390}. */
  public static final int EM_S390 = 22;

  /** {@code EM_ARM}. */
  public static final int EM_ARM = 40;

  /** {@code EM_SPARCV9}. */
  public static final int EM_SPARCV9 = 43;

  /** {@code EM_X86_64}. */
  public static final int EM_X86_64 = 62;

  /** {@code EM_AARCH64}. */
  public static final int EM_AARCH64 = 183;

  /** {@code EM_RISCV}. */
  public static final int EM_RISCV = 243;

  /** {@code EM_LOONGARCH}. */
  public static final int EM_LOONGARCH = 258;

  /**
   * What the ELF header says.
   *
   * @param machine {@code e_machine}
   * @param pointerBytes 4 or 8
   * @param bigEndian by {@code EI_DATA}
   * @param flags {@code e_flags}
   */
  public Machine(int machine, int pointerBytes, boolean bigEndian, int flags) {
    this(
        machine,
        pointerBytes,
        bigEndian,
        flags,
        OptionalInt.empty(),
        OptionalInt.empty(),
        Set.of());
  }

  /**
   * Returns the same with what a section of attributes adds.
   *
   * @param floats see {@link #floatAbi}
   * @param structs see {@link #structReturn}
   * @return a machine that states both
   */
  public Machine with(OptionalInt floats, OptionalInt structs) {
    return new Machine(machine, pointerBytes, bigEndian, flags, floats, structs, open);
  }

  /**
   * Returns the same where other switches of Rust are open.
   *
   * @param switches in the place of {@link #open}
   * @return a copy
   */
  public Machine withOpen(Set<RustSwitch> switches) {
    return new Machine(machine, pointerBytes, bigEndian, flags, floatAbi, structReturn, switches);
  }

  /**
   * Tells which switches of Rust change calls of this machine while neither the ELF header nor a
   * section of attributes states them.
   *
   * @return open unless something else tells
   */
  public Set<RustSwitch> unstated() {
    return switch (machine) {
      case EM_X86_64, EM_AARCH64, EM_S390 -> EnumSet.of(RustSwitch.SOFT_FLOAT);
      // Tag_GNU_Power_ABI_FP: the lowest two bits are 0 where nothing is said of floating point.
      case EM_PPC, EM_PPC64 ->
          (floatAbi.orElse(0) & 3) == 0
              ? EnumSet.of(RustSwitch.SOFT_FLOAT)
              : EnumSet.noneOf(RustSwitch.class);
      case EM_386 -> EnumSet.allOf(RustSwitch.class);
      default -> EnumSet.noneOf(RustSwitch.class);
    };
  }

  /**
   * The name a reader knows it by, e.g. {@code x86-64} or {@code powerpc64le}.
   *
   * @return a stable lower-case word; {@code machine-N} for an {@code e_machine} without a name
   *     here
   */
  public String name() {
    boolean wide = pointerBytes == 8;
    return switch (machine) {
      case EM_NONE -> "unstated machine";
      case EM_SPARC, EM_SPARC32PLUS -> "sparc";
      case EM_386 -> "i386";
      case EM_68K -> "m68k";
      case EM_MIPS -> (wide ? "mips64" : "mips") + (bigEndian ? "" : "el");
      case EM_PPC -> bigEndian ? "powerpc" : "powerpcle";
      case EM_PPC64 -> bigEndian ? "powerpc64" : "powerpc64le";
      case EM_S390 -> wide ? "s390x" : "s390";
      case EM_ARM -> bigEndian ? "armeb" : "arm";
      case EM_SPARCV9 -> "sparc64";
      case EM_X86_64 -> wide ? "x86-64" : "x32";
      case EM_AARCH64 -> bigEndian ? "aarch64_be" : "aarch64";
      case EM_RISCV -> wide ? "riscv64" : "riscv32";
      case EM_LOONGARCH -> wide ? "loongarch64" : "loongarch32";
      default -> "machine-" + machine;
    };
  }
}
