package org.abiseam.elf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.abiseam.model.Malformed;
import org.abiseam.model.Printable;

/**
 * Describes a bounds-checked window of a file in one byte order. The only class here that touches
 * the bytes of an input; what lies outside leaves as {@link Malformed}.
 *
 * @param section what the window is, for messages: a section name, or empty for the file
 * @param segment the window
 * @param bigEndian byte order of the file
 */
record Bytes(String section, MemorySegment segment, boolean bigEndian) {
  /** A string of a string table: longer than any mangled name seen, by far. */
  static final int LONGEST_STRING = 1 << 20;

  static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
  static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

  long size() {
    return segment.byteSize();
  }

  int unsigned8(long offset) {
    require(offset, 1);
    return segment.get(ValueLayout.JAVA_BYTE, offset) & 0xff;
  }

  int unsigned16(long offset) {
    require(offset, 2);
    short value = segment.get(SHORT, offset);
    return (bigEndian ? Short.reverseBytes(value) : value) & 0xffff;
  }

  int signed32(long offset) {
    require(offset, 4);
    int value = segment.get(INT, offset);
    return bigEndian ? Integer.reverseBytes(value) : value;
  }

  long unsigned32(long offset) {
    return signed32(offset) & 0xffff_ffffL;
  }

  long signed64(long offset) {
    require(offset, 8);
    long value = segment.get(LONG, offset);
    return bigEndian ? Long.reverseBytes(value) : value;
  }

  /** Consecutive 64-bit words into an array. */
  void words(long offset, long[] into, int count) {
    require(offset, count * 8L);
    ValueLayout.OfLong layout = bigEndian ? LONG.withOrder(ByteOrder.BIG_ENDIAN) : LONG;
    MemorySegment.copy(segment, layout, offset, into, 0, count);
  }

  /** Returns an {@code Elf32_Word}-like or {@code Elf64_Xword}-like field, by class. */
  long word(long offset, boolean wide) {
    return wide ? signed64(offset) : unsigned32(offset);
  }

  /** Returns a window of this window. */
  Bytes window(String name, long offset, long length) {
    if (offset < 0 || length < 0 || offset > size() || length > size() - offset) {
      throw new Malformed(
          name,
          0,
          "%s of %d bytes at offset %d ends outside the file of %d bytes"
              .formatted(name.isEmpty() ? "a part" : name, length, offset, size()));
    }
    return new Bytes(name, segment.asSlice(offset, length), bigEndian);
  }

  /**
   * Returns the first eight bytes of a string that ends with a zero byte, as one number; zeros
   * follow the end.
   */
  long beginning(long offset) {
    if (offset >= 0 && offset <= size() - 8) {
      return untilZero(segment.get(LONG, offset));
    }
    long word = 0;
    for (int i = 0; i < 8 && offset + i < size() && unsigned8(offset + i) != 0; i++) {
      word |= (long) unsigned8(offset + i) << (8 * i);
    }
    return word;
  }

  /** Clears what stands behind the first zero byte; the first byte is the lowest. */
  static long untilZero(long word) {
    long zeros = word - 0x0101_0101_0101_0101L & ~word & 0x8080_8080_8080_8080L;
    return zeros == 0 ? word : word & (Long.lowestOneBit(zeros) >>> 7) - 1;
  }

  /** Returns a string that ends with a zero byte, with nothing invisible in it. */
  String string(long offset) {
    return Printable.of(copy(offset, length(offset)));
  }

  /** Returns how many bytes a string has before its zero byte. */
  int length(long offset) {
    require(offset, 1);
    long limit = Math.min(size(), offset + LONGEST_STRING);
    long end = offset;
    while (end < limit && segment.get(ValueLayout.JAVA_BYTE, end) != 0) {
      end++;
    }
    if (end == limit) {
      throw new Malformed(
          section, offset, "a string has no end within " + (limit - offset) + " bytes");
    }
    return (int) (end - offset);
  }

  /** Returns a string of a known length, as it is. */
  String text(long offset, int length) {
    return new String(copy(offset, length), StandardCharsets.UTF_8);
  }

  byte[] copy(long offset, int length) {
    require(offset, length);
    byte[] copy = new byte[length];
    MemorySegment.copy(segment, ValueLayout.JAVA_BYTE, offset, copy, 0, length);
    return copy;
  }

  private void require(long offset, long length) {
    if (offset < 0 || offset > size() - length) {
      throw new Malformed(
          section,
          offset,
          "expected %d bytes at offset %d and found the end at %d"
              .formatted(length, offset, size()));
    }
  }
}
