package org.abiseam.rules.layout;

import static org.abiseam.model.Machine.*;

import org.abiseam.model.Machine;
import org.abiseam.model.Type;

/**
 * How far a C compiler aligns a scalar inside a struct. On most machines a scalar is aligned to its
 * size; the table has the limits. Alignments are sets of powers of two, bit <i>k</i> for
 * 2<sup>k</sup>, because compilers differ on some.
 *
 * <pre>
 *   machine        limit   written in
 *   x86-64         16      psABI x86-64 1.0 §3.1.2, Figure 3.1
 *   i386           4       psABI i386 1.1 §2.1.1, Table 2.1; 16 for __float128
 *   m68k           2       SVR4 68000 supplement, Figure 3-1, as GCC -mno-align-int
 *   ARM            8       AAPCS32 2024Q3 §5.1
 *   AArch64        16      AAPCS64 2024Q3 §5.1
 *   RISC-V 64, 32  16, 8   RISC-V psABI 1.0 §2.4 (long double 16 on both)
 *   LoongArch 64   16      LoongArch psABI 2.30, Table 3
 *   s390x          8       ELF ABI s390x 1.6 §1.1.2, Table 1.1: long double and __int128 too
 *   PowerPC 32     8       Power Architecture 32-bit ABI 1.0 §2.1.2 (long double 16)
 *   PowerPC 64     16      OpenPOWER ELF V2 1.5 §2.1.2
 *   SPARC 32, 64   8, 16   SPARC Compliance Definition 2.4.1, chapters 3 and 3P
 *   MIPS o32, n64  8, 16   System V ABI MIPS 3, Figure 3-1; MIPSpro N32/64
 * </pre>
 */
public final class MachineAlignment {
  private MachineAlignment() {}

  static long bit(long alignment) {
    return alignment <= 0 ? 1 : Long.highestOneBit(alignment);
  }

  /** The alignment of a scalar. */
  static long scalar(Machine machine, Type.Scalar scalar) {
    if (scalar.alignment().isPresent()) {
      return bit(scalar.alignment().getAsInt());
    }
    boolean pair = scalar.complex();
    long bytes = pair ? scalar.bytes() / 2 : scalar.bytes();
    boolean wideBits = scalar.name().startsWith("_BitInt") && bytes > machine.pointerBytes();
    if (wideBits) {
      return bit(machine.pointerBytes()) | bit(limit(machine));
    }
    boolean wideFloat =
        bytes == 16
            && (scalar.encoding() == Type.Encoding.FLOAT || pair)
            && (machine.machine() == EM_386
                || machine.machine() == EM_RISCV
                || machine.machine() == EM_PPC);
    return wideFloat ? 16 : integer(machine, bytes);
  }

  /** The alignment of a whole number or pointer. */
  public static long integer(Machine machine, long bytes) {
    long natural = Long.lowestOneBit(Math.max(1, bytes));
    return Math.min(natural, limit(machine));
  }

  /** The alignment of a vector: its size, but for machines that stop at a doubleword. */
  static long vector(Machine machine, long bytes) {
    long size = Long.highestOneBit(Math.max(1, bytes));
    boolean doubleword = machine.machine() == EM_S390 || machine.machine() == EM_ARM;
    if (size == 16 && !doubleword) {
      return size;
    }
    return size <= 8 ? size : doubleword ? 8 : size | ((size - 1) & ~7L);
  }

  /**
   * Whether GCC forgets that an alignment was asked for where it is that of the machine mode: it
   * does where the machine is strict about alignment (stor-layout.cc, finalize_type_size,
   * TYPE_USER_ALIGN).
   */
  public static boolean dropsStated(Machine machine) {
    return switch (machine.machine()) {
      case EM_ARM, EM_RISCV, EM_LOONGARCH, EM_MIPS, EM_SPARC, EM_SPARC32PLUS, EM_SPARCV9 -> true;
      default -> false;
    };
  }

  private static long limit(Machine machine) {
    boolean wide = machine.pointerBytes() == 8;
    return switch (machine.machine()) {
      case EM_386 -> 4;
      case EM_68K -> 2;
      case EM_ARM, EM_S390, EM_PPC, EM_SPARC, EM_SPARC32PLUS -> 8;
      case EM_RISCV, EM_MIPS, EM_LOONGARCH -> wide ? 16 : 8;
      case EM_X86_64, EM_AARCH64, EM_PPC64, EM_SPARCV9 -> 16;
      default -> wide ? 16 : 8;
    };
  }
}
