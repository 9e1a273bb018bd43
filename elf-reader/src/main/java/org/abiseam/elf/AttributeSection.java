package org.abiseam.elf;

import java.util.OptionalInt;
import org.abiseam.model.Malformed;

/**
 * Holds what an object says of its calls in a section of attributes, where {@code e_flags} do not
 * tell.
 *
 * <p>A 32-bit Arm object tells in {@code .ARM.attributes} whether floating point numbers travel in
 * VFP registers; one for PowerPC tells in {@code .gnu.attributes} what its floating point numbers
 * are and where small structs come back. The form is the same: the letter A, then a section for
 * each vendor, in it a part for the whole file, for sections or for symbols, in it pairs of a tag
 * and a value.
 *
 * <p>"Addenda to, and Errata in, the ABI for the Arm Architecture", 2024Q3, §3.2 and §3.3; "Using
 * as", binutils 2.45, GNU Object Attributes
 *
 * @param bytes the section
 * @param vendor whose attributes are read
 */
record AttributeSection(Bytes bytes, Vendor vendor) {
  /** {@code Tag_ABI_VFP_args} of Arm. */
  static final int TAG_ABI_VFP_ARGS = 28;

  /** {@code Tag_GNU_Power_ABI_FP}. */
  static final int TAG_GNU_POWER_ABI_FP = 4;

  /** {@code Tag_GNU_MIPS_ABI_FP}. */
  static final int TAG_GNU_MIPS_ABI_FP = 4;

  /** {@code Tag_GNU_Power_ABI_Struct_Return}. */
  static final int TAG_GNU_POWER_ABI_STRUCT_RETURN = 12;

  private static final int FORMAT_VERSION = 'A';
  private static final int TAG_FILE = 1;
  private static final int TAG_SYMBOL = 3;
  private static final int TAG_CPU_RAW_NAME = 4;
  private static final int TAG_CPU_NAME = 5;
  private static final int TAG_COMPATIBILITY = 32;

  /** Who names the tags. */
  enum Vendor {
    /** Arm. */
    ARM(".ARM.attributes", "aeabi"),
    /** RISC-V International. */
    RISCV(".riscv.attributes", "riscv"),
    /** The GNU tools, for machines whose supplement has no attributes. */
    GNU(".gnu.attributes", "gnu");

    private final String section;
    private final String vendor;

    Vendor(String section, String vendor) {
      this.section = section;
      this.vendor = vendor;
    }

    String section() {
      return section;
    }

    /** Addenda §3.2.2: above 32 an odd tag has a string, an even one a number; GNU's all do. */
    private boolean text(long tag) {
      return switch (this) {
        case ARM ->
            tag > TAG_COMPATIBILITY ? tag % 2 == 1 : tag == TAG_CPU_RAW_NAME || tag == TAG_CPU_NAME;
        case RISCV, GNU -> tag % 2 == 1;
      };
    }
  }

  /**
   * Returns the value of a tag for the whole file; 0, its default, where the attributes leave it
   * out.
   */
  OptionalInt value(int tag) {
    OptionalInt found = OptionalInt.empty();
    if (bytes.size() == 0) {
      return found;
    }
    version(bytes);
    for (long at = 1; at < bytes.size(); ) {
      long end = end(at, at);
      long attributes = at + 4 + bytes.length(at + 4) + 1;
      if (attributes > end) {
        throw new Malformed(bytes.section(), at, "the name of a vendor is too long for its part");
      }
      if (bytes.string(at + 4).equals(vendor.vendor)) {
        OptionalInt stated = ofFile(tag, attributes, end);
        found = stated.isPresent() ? stated : found;
      }
      at = end;
    }
    return found;
  }

  /** Refuses a section of another format; none but A was ever defined. */
  static void version(Bytes bytes) {
    int version = bytes.unsigned8(0);
    if (version != FORMAT_VERSION) {
      throw new Malformed(
          bytes.section(), 0, "the attributes are of format 0x%02x, not A".formatted(version));
    }
  }

  private OptionalInt ofFile(int tag, long from, long to) {
    OptionalInt found = OptionalInt.empty();
    for (long at = from; at < to; ) {
      int part = bytes.unsigned8(at);
      if (part < TAG_FILE || part > TAG_SYMBOL) {
        throw new Malformed(bytes.section(), at, "a part of the attributes has the tag " + part);
      }
      boolean file = part == TAG_FILE;
      long end = end(at, at + 1);
      if (end > to) {
        throw new Malformed(bytes.section(), at, "a part of the attributes is too long");
      }
      found = file ? OptionalInt.of(value(tag, at(at + 5), end)) : found;
      at = end;
    }
    return found;
  }

  /** Returns where a part ends whose length stands behind its beginning and counts from there. */
  private long end(long from, long length) {
    long bytesLong = bytes.unsigned32(length);
    if (bytesLong < 5 || bytesLong > bytes.size() - from) {
      throw new Malformed(
          bytes.section(), from, "attributes of " + bytesLong + " bytes do not fit");
    }
    return from + bytesLong;
  }

  private int value(int wanted, Cursor cursor, long end) {
    int value = 0;
    while (cursor.at < end) {
      long tag = cursor.uleb128();
      if (vendor.text(tag)) {
        cursor.string();
        continue;
      }
      long number = cursor.uleb128();
      if (tag == TAG_COMPATIBILITY && vendor != Vendor.RISCV) {
        cursor.string();
      }
      value = tag == wanted ? (int) number : value;
    }
    if (cursor.at > end) {
      throw new Malformed(bytes.section(), end, "an attribute is too long for its part");
    }
    return value;
  }

  private Cursor at(long offset) {
    return new Cursor(bytes, offset);
  }

  /** Reads numbers and strings one after the other. */
  static final class Cursor {
    private final Bytes bytes;
    private long at;

    Cursor(Bytes bytes, long at) {
      this.bytes = bytes;
      this.at = at;
    }

    long offset() {
      return at;
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
