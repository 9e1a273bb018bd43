package org.abiseam.rules.machine;

import org.abiseam.model.Machine;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Type;
import org.abiseam.rules.machine.MachineTraits.Trait;

/**
 * Holds a machine with the facts about it, and computes how far a C compiler aligns a scalar inside
 * a struct. On most machines a scalar is aligned to its size, up to a limit that the machine's file
 * states. Alignments are sets of powers of two, bit <i>k</i> for 2<sup>k</sup>, because compilers
 * differ on some.
 *
 * @param machine what the types were compiled for
 * @param traits the facts about it
 * @param compiler which compiler laid them out; {@link Compiler#UNKNOWN} where it may be any
 */
public record TargetMachine(Machine machine, MachineTraits traits, Compiler compiler) {

  static long bit(long alignment) {
    return alignment <= 0 ? 1 : Long.highestOneBit(alignment);
  }

  /**
   * Returns the alignment of a scalar.
   *
   * @return the alignments that it may have
   */
  public long scalar(Type.Scalar scalar) {
    if (scalar.alignment().isPresent()) {
      return bit(scalar.alignment().getAsInt());
    }
    boolean pair = scalar.complex();
    long bytes = pair ? scalar.bytes() / 2 : scalar.bytes();
    boolean wideBits = scalar.bitPrecise() && bytes > machine.pointerBytes();
    if (wideBits) {
      return wideBits();
    }
    boolean floating = scalar.encoding() == Type.Encoding.FLOAT || pair;
    return bytes == 16 && floating && traits.has(Trait.WIDE_FLOATS_ALIGN_TO_16)
        ? 16
        : integer(bytes);
  }

  private long wideBits() {
    long word = bit(machine.pointerBytes());
    long number = bit(limit());
    if (traits.has(Trait.BIT_INTEGERS_ALIGN_TO_WORDS)) {
      return word;
    }
    if (traits.has(Trait.BIT_INTEGERS_ALIGN_AS_NUMBERS)) {
      return number;
    }
    return traits.has(Trait.CLANG_ALIGNS_BIT_INTEGERS_TO_WORDS)
        ? byCompiler(/* gcc= */ number, word)
        : word | number;
  }

  /** Tells whether a plain {@code char} is read as two's complement. */
  public boolean charIsSigned() {
    return !traits.has(Trait.PLAIN_CHAR_IS_UNSIGNED);
  }

  /** Returns the size of {@code long double} in bytes. */
  public int longDouble() {
    boolean asDouble =
        compiler == Compiler.CLANG && traits.has(Trait.LONG_DOUBLE_OF_CLANG_IS_DOUBLE);
    return asDouble ? 8 : traits.longDouble();
  }

  /** Returns the alignment of a whole number or pointer. */
  public long integer(long bytes) {
    return Math.min(Long.lowestOneBit(Math.max(1, bytes)), limit());
  }

  /**
   * Returns the alignment of a vector: its size, but for machines that stop at the largest of a
   * register.
   *
   * @return the alignments that it may have
   */
  public long vector(long bytes) {
    long size = Long.highestOneBit(Math.max(1, bytes));
    if (traits.has(Trait.VECTORS_ALIGN_TO_8)) {
      return Math.min(size, 8);
    }
    long register = Math.min(size, 16);
    if (traits.has(Trait.VECTORS_ALIGN_TO_16)) {
      return register;
    }
    if (traits.has(Trait.GCC_ALIGNS_VECTORS_TO_16)) {
      return byCompiler(/* gcc= */ register, size);
    }
    // GCC takes a vector of 8 bytes for a number of 8 bytes where it does not compile for MMX.
    boolean number = size == 8 && limit() < size;
    return number ? byCompiler(/* gcc= */ limit() | size, size) : size;
  }

  private long byCompiler(long gcc, long clang) {
    return switch (compiler) {
      case GCC -> gcc;
      case CLANG -> clang;
      case RUSTC, RUSTC_GCC, GCCRS, GNU_AS, UNKNOWN -> gcc | clang;
    };
  }

  private long limit() {
    boolean wide = machine.pointerBytes() == 8;
    return wide ? traits.alignment().wide() : traits.alignment().narrow();
  }
}
