package org.abiseam.dwarf;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.abiseam.elf.ByteView;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;
import org.abiseam.model.Printable;

/**
 * A position in a section, and the only code of this package that touches bytes. Every read is
 * checked against the end before it happens, knows the byte order, applies the relocation of a
 * field that has one, and says on failure what it was after: the only exception that leaves is
 * {@link Malformed} with section and offset. Not thread-safe.
 */
public final class Cursor {
  /** Bytes of one LEB128 number; ten hold 64 bits, assemblers may pad. */
  private static final int LEB128_BYTES = 16;

  /** Bytes of one string; the longest mangled names of Rust and C++ are some 100 KB. */
  private static final int STRING_BYTES = 16 << 20;

  private static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;

  private final Section section;
  private final MemorySegment bytes;
  private final ByteView view;
  private final boolean bigEndian;
  private final boolean relocated;
  private final Relocations.Cursor relocations;
  private final long end;
  private long position;

  /**
   * Creates a cursor over a part of a section.
   *
   * @param section where to read
   * @param bigEndian byte order
   * @param position first byte to read
   * @param end first byte not to read
   */
  public Cursor(Section section, boolean bigEndian, long position, long end) {
    this.section = section;
    this.bytes = section.bytes();
    this.view = section.view();
    this.bigEndian = bigEndian;
    this.relocated = !section.relocations().isEmpty();
    this.relocations = section.relocations().cursor();
    this.end = Math.min(end, bytes.byteSize());
    this.position = position;
    if (position < 0 || position > this.end) {
      throw new Malformed(
          section.name(), position, "offset lies outside the section of " + this.end + " bytes");
    }
  }

  /**
   * Creates a cursor from a position to the end of the section.
   *
   * @param section where to read
   * @param bigEndian byte order
   * @param position first byte to read
   */
  public Cursor(Section section, boolean bigEndian, long position) {
    this(section, bigEndian, position, section.bytes().byteSize());
  }

  /** {@return where the next read happens: bytes from the beginning of the section} */
  public long position() {
    return position;
  }

  /** {@return how much is left: bytes up to the end} */
  public long remaining() {
    return end - position;
  }

  /**
   * Goes elsewhere.
   *
   * @param target bytes from the beginning of the section
   * @param what what is expected there
   */
  public void seek(long target, String what) {
    if (target < 0 || target > end) {
      throw new Malformed(
          section.name(), position, what + " at 0x" + Long.toHexString(target) + " is outside");
    }
    position = target;
  }

  /**
   * Passes over bytes.
   *
   * @param count how many, unsigned
   * @param what what they are
   */
  public void skip(long count, String what) {
    need(count, what);
    position += count;
  }

  /**
   * {@return one byte, unsigned: 0 to 255}
   *
   * @param what what it is
   */
  public int u8(String what) {
    if (position >= end) {
      throw past(what, 1);
    }
    return view.get(position++) & 0xff;
  }

  /**
   * {@return two bytes, unsigned: 0 to 65,535}
   *
   * @param what what they are
   */
  public int u16(String what) {
    need(2, what);
    short found = view.getShort(position);
    long value = (bigEndian ? Short.reverseBytes(found) : found) & 0xffffL;
    if (relocated) {
      value = relocations.relocated(position, value) & 0xffffL;
    }
    position += 2;
    return (int) value;
  }

  /** {@return three bytes, unsigned ({@code DW_FORM_strx3}): 0 to 16,777,215} */
  int u24(String what) {
    int first = u8(what);
    int second = u8(what);
    int third = u8(what);
    return bigEndian ? first << 16 | second << 8 | third : third << 16 | second << 8 | first;
  }

  /**
   * {@return four bytes, unsigned: 0 to 4,294,967,295}
   *
   * @param what what they are
   */
  public long u32(String what) {
    need(4, what);
    int found = view.getInt(position);
    long value = (bigEndian ? Integer.reverseBytes(found) : found) & 0xffffffffL;
    if (relocated) {
      value = relocations.relocated(position, value) & 0xffffffffL;
    }
    position += 4;
    return value;
  }

  /** {@return eight bytes} */
  long u64(String what) {
    need(8, what);
    long found = view.getLong(position);
    long value = bigEndian ? Long.reverseBytes(found) : found;
    if (relocated) {
      value = relocations.relocated(position, value);
    }
    position += 8;
    return value;
  }

  /**
   * {@return the next eight bytes, unread and unrelocated, the first in the lowest bits whatever
   * the byte order; for loops that look at several small numbers at once: the bits; only where
   * {@link #remaining()} is at least 8}
   */
  long peek() {
    return view.getLong(position);
  }

  /**
   * {@return an unsigned number of a given width}
   *
   * @param width 1, 2, 4 or 8 bytes
   * @param what what it is
   */
  public long unsigned(int width, String what) {
    return switch (width) {
      case 1 -> u8(what);
      case 2 -> u16(what);
      case 4 -> u32(what);
      case 8 -> u64(what);
      default -> throw fault(what + " is " + width + " bytes wide, expected 1, 2, 4 or 8");
    };
  }

  /**
   * {@return the bits of an unsigned LEB128 number}
   *
   * @param what what it is
   */
  public long uleb128(String what) {
    int first = u8(what);
    if (first < 0x80) {
      return first;
    }
    long value = first & 0x7f;
    for (int shift = 7; ; shift += 7) {
      int next = u8(what);
      long part = next & 0x7f;
      if (shift < 64 ? shift == 63 && part > 1 : part != 0) {
        throw fault(what + " has more than 64 bits");
      }
      if (shift < 64) {
        value |= part << shift;
      }
      if (next < 0x80) {
        return value;
      }
      if (shift >= 7 * LEB128_BYTES) {
        throw fault(what + " is longer than " + LEB128_BYTES + " bytes");
      }
    }
  }

  /**
   * {@return a signed LEB128 number}
   *
   * @param what what it is
   */
  public long sleb128(String what) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = u8(what);
      if (shift < 64) {
        value |= (long) (next & 0x7f) << shift;
      }
      if (next < 0x80) {
        boolean negative = (next & 0x40) != 0;
        return negative && shift + 7 < 64 ? value | -1L << (shift + 7) : value;
      }
      if (shift >= 7 * LEB128_BYTES) {
        throw fault(what + " is longer than " + LEB128_BYTES + " bytes");
      }
    }
  }

  /** Passes over a LEB128 number. */
  void skipLeb128(String what) {
    while (u8(what) >= 0x80) {}
  }

  /**
   * {@return a string up to its NUL, read as UTF-8, with nothing invisible in it}
   *
   * @param what what it is
   */
  public String string(String what) {
    long start = position;
    skipString(what);
    return text(bytes, start, position - 1);
  }

  /** Reads a string of a section of strings; most strings are read once each. */
  static String string(Section section, boolean bigEndian, long offset) {
    MemorySegment bytes = section.bytes();
    long end = offset < 0 ? -1 : terminator(section.view(), offset, bytes.byteSize());
    return end < 0
        ? new Cursor(section, bigEndian, offset).string("string")
        : text(bytes, offset, end);
  }

  private static String text(MemorySegment bytes, long start, long end) {
    byte[] text = new byte[(int) (end - start)];
    MemorySegment.copy(bytes, BYTE, start, text, 0, text.length);
    return Printable.of(text);
  }

  /** Finds the first NUL of so many bytes, eight at a time; -1 where there is none. */
  private static long terminator(ByteView bytes, long start, long end) {
    long stop = Math.min(end, start + STRING_BYTES);
    long at = start;
    for (; at + Long.BYTES <= stop; at += Long.BYTES) {
      long word = bytes.getLong(at);
      long zeros = word - 0x0101010101010101L & ~word & 0x8080808080808080L;
      if (zeros != 0) {
        return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
      }
    }
    for (; at < stop; at++) {
      if (bytes.get(at) == 0) {
        return at;
      }
    }
    return -1;
  }

  /** Passes over a string. */
  void skipString(String what) {
    long found = terminator(view, position, end);
    if (found >= 0) {
      position = found + 1;
      return;
    }
    throw fault(
        position + STRING_BYTES < end
            ? what + " is longer than " + STRING_BYTES + " bytes"
            : what + " has no end: no NUL before offset 0x" + Long.toHexString(end));
  }

  /**
   * {@return bytes as they stand, a view and no copy}
   *
   * @param count how many, unsigned
   * @param what what they are
   */
  public MemorySegment block(long count, String what) {
    need(count, what);
    MemorySegment block = bytes.asSlice(position, count);
    position += count;
    return block;
  }

  /** {@return a cursor over the bytes of a block, which this one steps over} */
  Cursor inside(long count, String what) {
    need(count, what);
    Cursor inside = new Cursor(section, bigEndian, position, position + count);
    position += count;
    return inside;
  }

  /**
   * {@return a fault at the current position, to be thrown}
   *
   * @param message what was expected and what was found
   */
  public Malformed fault(String message) {
    return new Malformed(section.name(), position, message);
  }

  private void need(long count, String what) {
    if (count < 0 || count > end - position) {
      throw past(what, count);
    }
  }

  private Malformed past(String what, long count) {
    return fault(
        what
            + " needs "
            + Long.toUnsignedString(count)
            + " bytes, "
            + (end - position)
            + " are left");
  }
}
