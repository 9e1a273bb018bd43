package org.abiseam.elf.code;

/**
 * Holds the bytes of a piece of code.
 *
 * @param bytes the code
 * @param address where its first byte lies in memory
 * @param bigEndian byte order of its instructions
 * @param alternate whether it is Thumb code
 */
@SuppressWarnings("ArrayRecordComponent")
record CodeBytes(byte[] bytes, long address, boolean bigEndian, boolean alternate) {

  int size() {
    return bytes.length;
  }

  /** Returns a byte, 0 to 255; 0 behind the end. */
  int unsigned8(int at) {
    return at >= 0 && at < bytes.length ? bytes[at] & 0xff : 0;
  }

  /** Returns a half-word, 0 to 65,535. */
  int unsigned16(int at) {
    int first = unsigned8(at);
    int second = unsigned8(at + 1);
    return bigEndian ? first << 8 | second : second << 8 | first;
  }

  /** Returns a word. */
  int word(int at) {
    int first = unsigned16(at);
    int second = unsigned16(at + 2);
    return bigEndian ? first << 16 | second : second << 16 | first;
  }

  /** Returns the lower bits of a number as a signed one. */
  static long signed(long value, int bits) {
    return value << (64 - bits) >> (64 - bits);
  }
}
