package org.abiseam.rules.machine;

import org.abiseam.model.Machine;
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
 */
public record TargetMachine(Machine machine, MachineTraits traits) {

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
      return bit(machine.pointerBytes()) | bit(limit());
    }
    boolean floating = scalar.encoding() == Type.Encoding.FLOAT || pair;
    return bytes == 16 && floating && traits.has(Trait.WIDE_FLOATS_ALIGN_TO_16)
        ? 16
        : integer(bytes);
  }

  /** Returns the alignment of a whole number or pointer. */
  public long integer(long bytes) {
    return Math.min(Long.lowestOneBit(Math.max(1, bytes)), limit());
  }

  /**
   * Returns the alignment of a vector: its size, but for machines that stop at a doubleword.
   *
   * @return the alignments that it may have
   */
  public long vector(long bytes) {
    long size = Long.highestOneBit(Math.max(1, bytes));
    boolean doubleword = traits.has(Trait.VECTORS_ALIGN_TO_8);
    if (size == 16 && !doubleword) {
      return size;
    }
    return size <= 8 ? size : doubleword ? 8 : size | ((size - 1) & ~7L);
  }

  private long limit() {
    boolean wide = machine.pointerBytes() == 8;
    return wide ? traits.alignment().wide() : traits.alignment().narrow();
  }
}
