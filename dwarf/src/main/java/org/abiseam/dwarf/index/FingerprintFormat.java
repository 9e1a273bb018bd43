package org.abiseam.dwarf.index;

import static org.abiseam.dwarf.spec.Encodings.*;
import static org.abiseam.dwarf.spec.Tags.*;

/**
 * What goes into a fingerprint and in which order: the one place where {@link Fingerprints} and
 * {@link ExactFingerprints} agree.
 *
 * <p>By value everything counts that moves a bit or changes how bits are read: sizes, stated
 * alignments, names and positions of members, their types down to the last base type, bounds,
 * enumerators. Qualifiers and typedefs are looked through; an alignment on a typedef counts.
 *
 * <p>Behind a pointer only kind and name count, since a unit may see the pointee complete or only
 * declared, and both are one type. A type that has no name, not even by a typedef, counts by value
 * there too.
 */
final class FingerprintFormat {
  static final long VOID = 0x1f83d9abfb41bd6bL;
  static final long FLEXIBLE = 0x5be0cd19137e2179L;
  static final long DYNAMIC = 0x510e527fade682d1L;
  static final long INCOMPLETE = 0x6a09e667f3bcc908L;
  static final long VECTOR = 0xbb67ae8584caa73bL;
  private static final long ALIGNED = 0xa54ff53a5f1d36f1L;
  private static final long BITS = 0x9b05688c2b3e6c1fL;
  private static final long ELLIPSIS = 0x428a2f98d728ae22L;

  private FingerprintFormat() {}

  /** Class and struct are one thing to layout. */
  static int kind(int tag) {
    return tag == DW_TAG_class_type ? DW_TAG_structure_type : tag;
  }

  static long base(long bytes, long encoding, long bitSize) {
    return Hash.mix(Hash.mix(Hash.mix(DW_TAG_base_type, bytes), encoding), bitSize);
  }

  /** Floating point formats of one size are told apart by name alone (x87 and quad precision). */
  static boolean nameMatters(long encoding) {
    return encoding == DW_ATE_float
        || encoding == DW_ATE_complex_float
        || encoding == DW_ATE_imaginary_float
        || encoding == DW_ATE_decimal_float;
  }

  /** The kernel's per-CPU pointers are of an address class of their own. */
  static long pointer(int tag, long bytes, long addressClass, long pointee) {
    return Hash.mix(Hash.mix(Hash.mix(tag, bytes), addressClass), pointee);
  }

  static long named(int tag, long name) {
    return Hash.mix(kind(tag), name);
  }

  static long sized(int tag, long name, long bytes) {
    return Hash.mix(named(tag, name), bytes);
  }

  static long aligned(long hash, long alignment) {
    return Hash.mix(Hash.mix(hash, ALIGNED), alignment);
  }

  static long member(long hash, long name, long location, long type) {
    return Hash.mix(Hash.mix(Hash.mix(hash, name), location), type);
  }

  /**
   * Returns a bit-field, in the encoding of DWARF 4 and later or in that of DWARF 2 with its
   * storage.
   */
  static long bits(long hash, long width, long dataBitOffset, long bitOffset, long storage) {
    long position = Hash.mix(Hash.mix(Hash.mix(BITS, dataBitOffset), bitOffset), storage);
    return Hash.mix(Hash.mix(hash, width), position);
  }

  static long enumerator(long hash, long name, long value) {
    return Hash.mix(Hash.mix(hash, name), value);
  }

  static long array(long bounds, long element) {
    return Hash.mix(Hash.mix(DW_TAG_array_type, bounds), element);
  }

  static long parameter(long hash, long type) {
    return Hash.mix(hash, type);
  }

  static long ellipsis(long hash) {
    return Hash.mix(hash, ELLIPSIS);
  }

  static long definition(long structure, int tag, long name, long file) {
    return Hash.finish(Hash.mix(Hash.mix(Hash.mix(structure, kind(tag)), name), file));
  }
}
