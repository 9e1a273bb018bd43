package org.abiseam.dwarf.index;

import java.nio.charset.StandardCharsets;

/**
 * The arithmetic of fingerprints: 64 bits, order matters, no seed. Two structures that differ get
 * the same number with a chance of 2⁻⁶⁴ each pair; a vmlinux has some 10¹⁰ pairs.
 *
 * <p>The steps are those of MurmurHash3 (Austin Appleby, public domain): two multiplications and
 * two rotations for each word, which the processor overlaps with the loads of the next one.
 */
final class Hash {
  private static final long FIRST = 0x87c37b91114253d5L;
  private static final long SECOND = 0x4cf5ad432745937fL;
  private static final long STEP = 0x52dce729L;

  /** Where the hash of a name begins. */
  static final long NAME = 0x9ae16a3b2f90404fL;

  /** The name of what has none. */
  static final long ANONYMOUS = 0x3c6ef372fe94f82bL;

  private Hash() {}

  /** Adds a word. */
  static long mix(long hash, long word) {
    long spread = Long.rotateLeft(word * FIRST, 31) * SECOND;
    return Long.rotateLeft(hash ^ spread, 27) * 5 + STEP;
  }

  /** Spreads every bit over all others; never 0, which stands for "not known yet". */
  static long finish(long hash) {
    long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
    mixed ^= mixed >>> 33;
    return mixed == 0 ? 1 : mixed;
  }

  /** Returns the content of a name, zero-terminated words of eight bytes, first byte lowest. */
  static long name(byte[] text, int from, int to) {
    long hash = NAME;
    long word = 0;
    int shift = 0;
    for (int i = from; i < to; i++) {
      word |= (text[i] & 0xffL) << shift;
      shift += 8;
      if (shift == 64) {
        hash = mix(hash, word);
        word = 0;
        shift = 0;
      }
    }
    return finish(mix(hash, word));
  }

  /** Returns the content of a name. */
  static long name(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return name(bytes, 0, bytes.length);
  }
}
