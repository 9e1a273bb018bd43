package org.abiseam.elf;

import java.util.OptionalInt;

/**
 * The float ABI of a 32-bit Arm object, from its build attributes.
 *
 * <p>{@code e_flags} tell only of linked images whether floating point numbers travel in VFP
 * registers (ELF for the Arm Architecture, §5.2). A relocatable object tells it in {@code
 * .ARM.attributes}: the letter A, then a section for each vendor, in it a part for the whole file,
 * for sections or for symbols, in it pairs of a tag and a value.
 *
 * <p>"Addenda to, and Errata in, the ABI for the Arm Architecture", 2024Q3, §3.2 and §3.3
 */
record ArmAttributes(Bytes bytes) {
  static final String SECTION = ".ARM.attributes";

  private static final int FORMAT_VERSION = 'A';
  private static final String PUBLIC = "aeabi";
  private static final int TAG_FILE = 1;
  private static final int TAG_CPU_RAW_NAME = 4;
  private static final int TAG_CPU_NAME = 5;
  private static final int TAG_ABI_VFP_ARGS = 28;
  private static final int TAG_COMPATIBILITY = 32;

  /** {@code Tag_ABI_VFP_args}; 0, its default, where the file's attributes leave it out. */
  OptionalInt floatAbi() {
    OptionalInt found = OptionalInt.empty();
    if (bytes.size() == 0 || bytes.unsigned8(0) != FORMAT_VERSION) {
      return found;
    }
    for (long at = 1; at < bytes.size(); ) {
      long end = end(at, at);
      String vendor = bytes.string(at + 4);
      if (vendor.equals(PUBLIC)) {
        OptionalInt stated = ofFile(at + 4 + vendor.length() + 1, end);
        found = stated.isPresent() ? stated : found;
      }
      at = end;
    }
    return found;
  }

  private OptionalInt ofFile(long from, long to) {
    OptionalInt found = OptionalInt.empty();
    for (long at = from; at < to; ) {
      boolean file = bytes.unsigned8(at) == TAG_FILE;
      long end = end(at, at + 1);
      if (end > to) {
        throw new Malformed(bytes.section(), at, "a part of the attributes is too long");
      }
      found = file ? OptionalInt.of(vfpArguments(new Cursor(at + 5), end)) : found;
      at = end;
    }
    return found;
  }

  /** Where a part ends whose length stands behind its beginning and counts from there. */
  private long end(long from, long length) {
    long bytesLong = bytes.unsigned32(length);
    if (bytesLong < 5 || bytesLong > bytes.size() - from) {
      throw new Malformed(
          bytes.section(), from, "attributes of " + bytesLong + " bytes do not fit");
    }
    return from + bytesLong;
  }

  private int vfpArguments(Cursor cursor, long end) {
    int value = 0;
    while (cursor.at < end) {
      long tag = cursor.uleb128();
      if (text(tag)) {
        cursor.string();
        continue;
      }
      long number = cursor.uleb128();
      if (tag == TAG_COMPATIBILITY) {
        cursor.string();
      }
      value = tag == TAG_ABI_VFP_ARGS ? (int) number : value;
    }
    return value;
  }

  /** §3.2.2: above 32 an odd tag has a string, an even one a number. */
  private static boolean text(long tag) {
    return tag > TAG_COMPATIBILITY ? tag % 2 == 1 : tag == TAG_CPU_RAW_NAME || tag == TAG_CPU_NAME;
  }

  private final class Cursor {
    private long at;

    Cursor(long at) {
      this.at = at;
    }

    long uleb128() {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int part = bytes.unsigned8(at++);
        value |= (part & 0x7fL) << shift;
        if (part < 0x80) {
          return value;
        }
      }
      throw new Malformed(bytes.section(), at, "a ULEB128 number of more than 64 bits");
    }

    void string() {
      while (bytes.unsigned8(at++) != 0) {}
    }
  }
}
