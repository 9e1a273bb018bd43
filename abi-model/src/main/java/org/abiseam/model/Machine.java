package org.abiseam.model;

import java.util.Optional;
import java.util.OptionalInt;

/**
 * Holds what an object file was made for, by its ELF header and, where that does not tell, by a
 * section of attributes.
 *
 * @param machine {@code e_machine}
 * @param pointerBytes 4 or 8, by {@code EI_CLASS} (4 for x32 too)
 * @param bigEndian whether {@code EI_DATA} is {@code ELFDATA2MSB}
 * @param flags {@code e_flags}; 1 for a PowerPC64 object that has function descriptors and states 0
 * @param floatAbi {@code Tag_ABI_VFP_args} of {@code .ARM.attributes}, {@code Tag_GNU_Power_ABI_FP}
 *     of {@code .gnu.attributes}, {@code fp_abi} of {@code .MIPS.abiflags}; by {@link #floats} for
 *     x86-64, AArch64 and s390x; empty where nothing states it
 * @param structReturn {@code Tag_GNU_Power_ABI_Struct_Return} of {@code .gnu.attributes}; empty
 *     where no section states it
 */
public record Machine(
    int machine,
    int pointerBytes,
    boolean bigEndian,
    int flags,
    OptionalInt floatAbi,
    OptionalInt structReturn) {
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
    this(machine, pointerBytes, bigEndian, flags, OptionalInt.empty(), OptionalInt.empty());
  }

  /**
   * Returns the same with what a section of attributes adds.
   *
   * @param floats see {@link #floatAbi}
   * @param structs see {@link #structReturn}
   * @return a machine that states both
   */
  public Machine with(OptionalInt floats, OptionalInt structs) {
    return new Machine(machine, pointerBytes, bigEndian, flags, floats, structs);
  }

  /**
   * Returns the same with what the code of Rust tells of floating-point registers.
   *
   * @param code empty where there is none, or nothing is to be said of it
   * @return the same machine where {@link #floatsUnstated} is false
   */
  public Machine withFloats(Optional<Floats> code) {
    OptionalInt number =
        code.isPresent() ? OptionalInt.of(code.get() == Floats.SEEN ? 1 : 0) : OptionalInt.empty();
    return floatsUnstated() ? with(number, structReturn) : this;
  }

  /**
   * Tells what the code of Rust tells of floating-point registers.
   *
   * @return empty where nothing was said of it
   */
  public Optional<Floats> floats() {
    boolean known = floatsUnstated() && floatAbi.isPresent();
    return known
        ? Optional.of(floatAbi.getAsInt() == 0 ? Floats.UNSEEN : Floats.SEEN)
        : Optional.empty();
  }

  /** Tells whether code for a machine that does not state soft float was compiled for it. */
  public enum Floats {
    /** It may be: no code that was read uses a floating-point register. */
    UNSEEN,
    /** It was not: code uses one. */
    SEEN
  }

  /**
   * Tells whether neither the ELF header nor a section of attributes states soft float.
   *
   * @return true on x86-64, AArch64 and s390x
   */
  public boolean floatsUnstated() {
    return switch (machine) {
      case EM_X86_64, EM_AARCH64, EM_S390 -> true;
      default -> false;
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
