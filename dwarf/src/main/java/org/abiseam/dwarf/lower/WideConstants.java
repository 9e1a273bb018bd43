package org.abiseam.dwarf.lower;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;

/**
 * Numbers written as bytes.
 *
 * <p>An {@code __int128} or {@code u128} does not fit the forms for numbers of DWARF 4, so
 * compilers write its sixteen bytes as a block, and so they do in DWARF 5 where they do not use
 * {@code DW_FORM_data16}. The model has 64 bits; what needs more is not a number here.
 *
 * <p>DWARF 5 §5.7 and §5.7.10 allow the block for the value of an enumerator and of a discriminant;
 * there it is no expression, as it is elsewhere (§2.13).
 */
final class WideConstants {
  private static final int WIDEST = 16;

  private WideConstants() {}

  /** Returns the value of an enumerator or discriminant; empty where it is no number of 64 bits. */
  static OptionalLong constant(Die die, int attribute, boolean signed) {
    Optional<MemorySegment> block = die.block(attribute);
    return block.isPresent()
        ? number(block.get(), die.unit().bigEndian(), signed)
        : die.unsigned(attribute);
  }

  private static OptionalLong number(MemorySegment block, boolean bigEndian, boolean signed) {
    int bytes = (int) Math.min(block.byteSize(), WIDEST + 1L);
    if (bytes == 0 || bytes > WIDEST) {
      return OptionalLong.empty();
    }
    long low = 0;
    boolean negative = (at(block, bigEndian, bytes - 1) & 0x80) != 0;
    int filler = signed && negative ? 0xff : 0;
    for (int i = 0; i < Math.max(bytes, Long.BYTES); i++) {
      long octet = i < bytes ? at(block, bigEndian, i) : filler;
      if (i < Long.BYTES) {
        low |= octet << (8 * i);
      } else if (octet != filler) {
        return OptionalLong.empty();
      }
    }
    boolean fits = bytes <= Long.BYTES || (low < 0) == (filler != 0);
    return fits ? OptionalLong.of(low) : OptionalLong.empty();
  }

  /** Returns the octet of weight 256 to the power of an index. */
  private static int at(MemorySegment block, boolean bigEndian, int weight) {
    long offset = bigEndian ? block.byteSize() - 1 - weight : weight;
    return Byte.toUnsignedInt(block.get(ValueLayout.JAVA_BYTE, offset));
  }
}
