package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.UnitTypes.*;

import org.abiseam.elf.Section;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;

/**
 * Describes the header of a unit (DWARF 5 §7.5.1). Version 5 moved the address size in front of the
 * abbreviation offset and put the kind of unit into the header; before that, type units were known
 * by lying in {@code .debug_types}.
 *
 * @param section where the unit lies
 * @param offset where its length stands
 * @param end first byte after it
 * @param version 2 to 5
 * @param offsetBytes 4 or 8, by the 32- or 64-bit format
 * @param addressBytes size of an address
 * @param unitType {@code DW_UT_…}
 * @param abbreviations offset in {@code .debug_abbrev}
 * @param identifier type signature or id of a split unit, 0 where it has none
 * @param typeOffset where the type of a type unit lies, from {@code offset}
 * @param root where its first entry begins
 */
record UnitHeader(
    Section section,
    long offset,
    long end,
    int version,
    int offsetBytes,
    int addressBytes,
    int unitType,
    long abbreviations,
    long identifier,
    long typeOffset,
    long root) {

  private static final long ESCAPE_TO_64_BITS = 0xffffffffL;
  private static final long RESERVED = 0xfffffff0L;

  /** Describes the extent of a unit, which is all that is needed to find the next one. */
  record Extent(long offset, int offsetBytes, long contents, long end) {}

  /** Reads the length field. A length past the end leaves nothing to go on with. */
  static Extent extent(Cursor cursor) {
    long offset = cursor.position();
    int offsetBytes = 4;
    long length = cursor.u32("unit length");
    if (length == ESCAPE_TO_64_BITS) {
      offsetBytes = 8;
      length = cursor.u64("unit length");
    } else if (length >= RESERVED) {
      throw cursor.fault("unit length 0x" + Long.toHexString(length) + " is reserved");
    }
    long contents = cursor.position();
    if (length < 0 || length > cursor.remaining()) {
      throw cursor.fault(
          "unit at 0x%x has %s bytes, %d are left"
              .formatted(offset, Long.toUnsignedString(length), cursor.remaining()));
    }
    return new Extent(offset, offsetBytes, contents, contents + length);
  }

  /** Reads what follows the length. */
  static UnitHeader parse(Section section, boolean bigEndian, Extent extent, boolean typesSection) {
    Cursor cursor = new Cursor(section, bigEndian, extent.contents(), extent.end());
    int version = cursor.u16("unit version");
    if (version < 2 || version > 5) {
      throw new Malformed(
          Diagnostic.Kind.UNSUPPORTED,
          section.name(),
          extent.contents(),
          "unit has DWARF version " + version + ", expected 2 to 5");
    }
    int offsetBytes = extent.offsetBytes();
    int unitType = typesSection ? DW_UT_type : DW_UT_compile;
    int addressBytes;
    long abbreviations;
    if (version >= 5) {
      unitType = cursor.u8("unit type");
      addressBytes = cursor.u8("address size");
      abbreviations = cursor.unsigned(offsetBytes, "abbreviation table offset");
    } else {
      abbreviations = cursor.unsigned(offsetBytes, "abbreviation table offset");
      addressBytes = cursor.u8("address size");
    }
    if (Integer.bitCount(addressBytes) != 1 || addressBytes > 8) {
      throw cursor.fault("address size is " + addressBytes + ", expected 1, 2, 4 or 8");
    }
    long identifier = 0;
    long typeOffset = 0;
    if (unitType == DW_UT_type || unitType == DW_UT_split_type) {
      identifier = cursor.u64("type signature");
      typeOffset = cursor.unsigned(offsetBytes, "type offset");
    } else if (unitType == DW_UT_skeleton || unitType == DW_UT_split_compile) {
      identifier = cursor.u64("split unit id");
    }
    return new UnitHeader(
        section,
        extent.offset(),
        extent.end(),
        version,
        offsetBytes,
        addressBytes,
        unitType,
        abbreviations,
        identifier,
        typeOffset,
        cursor.position());
  }
}
