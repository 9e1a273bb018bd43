package org.abiseam.dwarf.index;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;

/**
 * A part of a section, copied into an array that is used again for the next part. Reads are not
 * checked one by one: behind the copy stand zeros, which end every list, string and number, and who
 * steps through entries asks {@link #within} once for each.
 */
final class UnitBytes {
  /** More than the widest read that may begin at the end; zeros end strings and numbers. */
  static final int PADDING = 32;

  /** A unit is copied whole; the largest seen, a Chromium built with LTO, has 400 MB. */
  private static final long LARGEST = 1 << 30;

  private static final VarHandle SHORT = view(short[].class);
  private static final VarHandle INT = view(int[].class);
  private static final VarHandle LONG = view(long[].class);

  private byte[] array = new byte[1 << 12];
  private String section = "";
  private long base;
  private int end;
  private boolean bigEndian;

  private static VarHandle view(Class<?> numbers) {
    return MethodHandles.byteArrayViewVarHandle(numbers, ByteOrder.LITTLE_ENDIAN);
  }

  /** Copies a range of a section. */
  void load(Section source, long from, long to, boolean bigEndian) {
    long size = to - from;
    section = source.name();
    base = from;
    if (size > LARGEST) {
      throw new Malformed(
          org.abiseam.model.Diagnostic.Kind.LIMIT,
          section,
          from,
          "a unit of " + size + " bytes, at most " + LARGEST + " are read");
    }
    int needed = (int) size + PADDING;
    if (needed > array.length) {
      array = new byte[Math.max(needed, (int) Math.min(LARGEST + PADDING, 2L * array.length))];
    } else {
      Arrays.fill(array, (int) size, needed, (byte) 0);
    }
    MemorySegment.copy(source.bytes(), ValueLayout.JAVA_BYTE, from, array, 0, (int) size);
    this.end = (int) size;
    this.bigEndian = bigEndian;
  }

  byte[] array() {
    return array;
  }

  /** Returns how many bytes were copied. */
  int end() {
    return end;
  }

  /** Returns where the copy begins in its section. */
  long base() {
    return base;
  }

  /** Returns the position, which must lie in the copy or at its end. */
  int within(int position) {
    if (Integer.compareUnsigned(position, end) > 0) {
      throw fault(position, "an entry runs past the end of its unit");
    }
    return position;
  }

  Malformed fault(int position, String message) {
    return new Malformed(section, base + position, message);
  }

  int u1(int position) {
    return array[position] & 0xff;
  }

  int u2(int position) {
    short value = (short) SHORT.get(array, position);
    return (bigEndian ? Short.reverseBytes(value) : value) & 0xffff;
  }

  int u3(int position) {
    return bigEndian
        ? u1(position) << 16 | u2(position + 1)
        : u1(position + 2) << 16 | u2(position);
  }

  int u4(int position) {
    int value = (int) INT.get(array, position);
    return bigEndian ? Integer.reverseBytes(value) : value;
  }

  long u8(int position) {
    long value = (long) LONG.get(array, position);
    return bigEndian ? Long.reverseBytes(value) : value;
  }

  long uleb128(int position) {
    return leb128(position, false);
  }

  long sleb128(int position) {
    return leb128(position, true);
  }

  private long leb128(int position, boolean signed) {
    long value = 0;
    int at = position;
    int shift = 0;
    byte next;
    do {
      next = array[at++];
      value |= shift < 64 ? (next & 0x7fL) << shift : 0;
      shift += 7;
    } while (next < 0);
    return signed && shift < 64 && (next & 0x40) != 0 ? value | -1L << shift : value;
  }

  int behindLeb128(int position) {
    int at = position;
    while (array[at++] < 0) {}
    return at;
  }

  int behindString(int position) {
    int at = position;
    while (array[at++] != 0) {}
    return at;
  }

  /** Behind a block whose length has been read. */
  int behindBlock(int position, long length) {
    if (length < 0 || length > end - position) {
      throw fault(position, "a block of " + length + " bytes runs past the end of its unit");
    }
    return position + (int) length;
  }
}
