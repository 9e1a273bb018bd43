package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;

import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.Unmodelled;

/**
 * Where a bit-field lies. DWARF has two ways to say it.
 *
 * <p><b>DWARF 4 and later</b> (DWARF 5 §5.7.6): {@code DW_AT_data_bit_offset} counts from the
 * beginning of the struct, in the order in which the machine fills its bytes: from the least
 * significant bit of the first byte on a little-endian machine, from the most significant one on a
 * big-endian machine. That is the order of the model too; the number is taken as it is.
 *
 * <p><b>DWARF 2 and 3</b> (DWARF 3 §5.5.6, §5.5.9): {@code DW_AT_data_member_location} and {@code
 * DW_AT_byte_size} name a storage unit (the size is that of the declared type where it is not
 * said), and {@code DW_AT_bit_offset} counts from the <i>most</i> significant bit of that unit to
 * the most significant bit of the field, on every machine. For {@code struct { u32 a:3; u32 b:5; }}
 * with {@code b} in a unit of 4 bytes at 0:
 *
 * <pre>
 *                      most significant                      least significant
 *   the unit as a number   31 30 29 ...                ... 8 7 6 5 4 3 2 1 0
 *   little endian          |&lt;------- bit_offset 24 -------&gt;|b b b b b|a a a|
 *                          model's bit of b = 32 - 24 - 5 = 3
 *
 *   big endian             |a a a|b b b b b| ...
 *                          bit_offset 3 = model's bit of b
 * </pre>
 *
 * <p>So on a big-endian machine both encodings count alike, and on a little-endian one the old
 * number is turned around inside the unit. What a newcomer gets wrong: GCC still writes the old
 * encoding, without a location, for the bit-fields of a union in DWARF 5 (its own data_bit_offset
 * would be 0), other versions write no position at all there, and clang writes 0: all three mean
 * the beginning. The unit may begin before the struct's end and reach past it, and the offset in it
 * may be negative where a packed field does not fit the unit.
 */
final class BitPositions {
  private BitPositions() {}

  /** Width of a bit-field; empty for an ordinary member. */
  static OptionalLong width(Die member) {
    OptionalLong width = member.unsigned(DW_AT_bit_size);
    if (width.isEmpty() && member.has(DW_AT_bit_size)) {
      throw new Unmodelled("a bit-field whose width is no number");
    }
    return width;
  }

  /** Returns where a bit-field begins, in bits of the model, by either encoding. */
  static long ofBitField(Die member, long width, long declaredBytes, boolean bigEndian) {
    long location = ofMember(member);
    if (member.has(DW_AT_data_bit_offset)) {
      return position(location + number(member, DW_AT_data_bit_offset));
    }
    if (!member.has(DW_AT_bit_offset)) {
      return location;
    }
    long fromTop = number(member, DW_AT_bit_offset);
    long unitBits = Entries.statedBytes(member).orElse(declaredBytes) * 8;
    return position(bigEndian ? location + fromTop : location + unitBits - fromTop - width);
  }

  /** Returns where a member begins, in bits. Without a location: at the beginning. */
  static long ofMember(Die member) {
    if (!member.has(DW_AT_data_member_location)) {
      return 0;
    }
    long bytes = number(member, DW_AT_data_member_location);
    if (bytes < 0 || bytes > Entries.MOST_BYTES) {
      throw new Unmodelled("a member at byte " + bytes);
    }
    return bytes * 8;
  }

  private static long number(Die member, int attribute) {
    return member
        .unsigned(attribute)
        .orElseThrow(() -> new Unmodelled("a member whose position is only known at run time"));
  }

  private static long position(long bits) {
    if (bits < 0 || bits > Entries.MOST_BYTES * 8) {
      throw new Unmodelled("a bit-field at bit " + bits);
    }
    return bits;
  }
}
