package org.abiseam.dwarf.index;

import org.abiseam.elf.ByteView;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;

/**
 * Hashes of the strings of a section, by content. Eight bytes are looked at in one step; a memo
 * would miss the caches as often as the strings themselves do and was not faster.
 */
final class Strings {
  private static final long LOW_BITS = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private final String section;
  private final ByteView bytes;
  private final long size;
  private final long lastWord;

  Strings(Section section) {
    this.section = section.name();
    this.bytes = section.view();
    this.size = section.bytes().byteSize();
    this.lastWord = size - Long.BYTES;
  }

  /** Returns the hash of the string at an offset, equal to {@link Hash#name}. */
  long hash(long offset) {
    long hash = Hash.NAME;
    long at = offset;
    while (at >= 0 && at <= lastWord) {
      long word = bytes.getLong(at);
      long zero = zero(word);
      if (zero != 0) {
        int bits = Long.numberOfTrailingZeros(zero) & ~7;
        return Hash.finish(Hash.mix(hash, word & (1L << bits) - 1));
      }
      hash = Hash.mix(hash, word);
      at += Long.BYTES;
    }
    return last(hash, at, offset);
  }

  private long last(long hash, long from, long offset) {
    long word = 0;
    for (long at = from; at >= 0 && at < size; at++) {
      byte next = bytes.get(at);
      if (next == 0) {
        return Hash.finish(Hash.mix(hash, word));
      }
      word |= (next & 0xffL) << (8 * (at - from));
    }
    throw new Malformed(section, offset, "a string begins here that does not end in the section");
  }

  /** Copies a string, or the first bytes of a longer one; returns where the copy ends. */
  int copy(long offset, byte[] into, int at, int longest) {
    int length = length(offset, longest);
    bytes.copy(offset, into, at, length);
    return at + length;
  }

  private int length(long offset, int longest) {
    long end = offset + longest;
    long at = offset;
    while (at >= 0 && at < end && at <= lastWord) {
      long zero = zero(bytes.getLong(at));
      if (zero != 0) {
        return (int) Math.min(longest, at - offset + Long.numberOfTrailingZeros(zero) / Byte.SIZE);
      }
      at += Long.BYTES;
    }
    while (at >= 0 && at < end && at < size) {
      if (bytes.get(at) == 0) {
        return (int) (at - offset);
      }
      at++;
    }
    if (at >= end) {
      return longest;
    }
    throw new Malformed(section, offset, "a string begins here that does not end in the section");
  }

  /** Returns a word whose lowest set bit marks the first byte that is zero; 0 where none is. */
  private static long zero(long word) {
    return word - LOW_BITS & ~word & HIGH_BITS;
  }
}
