package org.abiseam.dwarf;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.abiseam.elf.Section;

/**
 * {@code .debug_cu_index} and {@code .debug_tu_index} of a package of split files (DWARF 5 §7.3.5):
 * which part of each section belongs to which unit. The hash table in front is passed over; units
 * are found by where they lie, and their ids stand in themselves.
 *
 * <p>Version 2 is GNU's for DWARF 4 and numbers the sections differently; what is used here has the
 * same number in both, but for the types, which version 5 moved to {@code .debug_info}.
 */
final class PackageIndex {
  private static final int DW_SECT_INFO = 1;
  private static final int DW_SECT_TYPES = 2;
  private static final int DW_SECT_ABBREV = 3;
  private static final int DW_SECT_LINE = 4;
  private static final int DW_SECT_STR_OFFSETS = 6;
  private static final int COLUMNS = 16;

  /** Describes the part of {@code .debug_info} or {@code .debug_types} that a row covers. */
  private record Row(boolean types, long begin, long end, Contribution contribution) {}

  private final List<Row> rows = new ArrayList<>();

  /** Reads both indexes; without one, every unit has all of every section. */
  static PackageIndex of(Sections sections) {
    PackageIndex index = new PackageIndex();
    index.read(sections.whole(".debug_cu_index"), sections.bigEndian());
    index.read(sections.whole(".debug_tu_index"), sections.bigEndian());
    index.rows.sort(Comparator.comparingLong(Row::begin));
    return index;
  }

  /** Returns what belongs to the unit at an offset. */
  Contribution contribution(boolean types, long offset) {
    int low = 0;
    int high = rows.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (rows.get(middle).begin() <= offset) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    // Rows of the two sections interleave; a unit is covered by few of those before it.
    for (int i = low - 1; i >= 0 && i >= low - 4; i--) {
      Row row = rows.get(i);
      if (row.types() == types && offset < row.end()) {
        return row.contribution();
      }
    }
    return Contribution.WHOLE;
  }

  private void read(Section section, boolean bigEndian) {
    if (section.bytes().byteSize() == 0) {
      return;
    }
    Cursor cursor = new Cursor(section, bigEndian, 0);
    // Version 5 is two bytes and two of padding, version 2 four bytes: the same in little endian.
    long version = cursor.u32("package index version");
    version = version == 5L << 16 ? 5 : version;
    if (version != 2 && version != 5) {
      throw cursor.fault("package index has version " + version + ", expected 2 or 5");
    }
    long columns = cursor.u32("column count");
    long units = cursor.u32("unit count");
    long slots = cursor.u32("slot count");
    if (columns > COLUMNS || units > slots) {
      throw cursor.fault(columns + " columns, " + units + " units and " + slots + " slots");
    }
    cursor.skip(slots * 12, "hash table");
    int[] kinds = new int[(int) columns];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = (int) cursor.u32("section of column");
    }
    long cells = units * columns * 4;
    if (cells * 2 > cursor.remaining()) {
      throw cursor.fault("rows of " + units + " units do not fit in the section");
    }
    Cursor sizes = new Cursor(section, bigEndian, cursor.position() + cells);
    for (long row = 0; row < units; row++) {
      rows.add(row(kinds, cursor, sizes));
    }
  }

  private static Row row(int[] kinds, Cursor offsets, Cursor sizes) {
    boolean types = false;
    long begin = 0;
    long length = 0;
    long abbreviations = 0;
    OptionalLong lines = OptionalLong.empty();
    long stringOffsets = 0;
    for (int kind : kinds) {
      long offset = offsets.u32("offset of contribution");
      long size = sizes.u32("size of contribution");
      switch (kind) {
        case DW_SECT_INFO, DW_SECT_TYPES -> {
          types = kind == DW_SECT_TYPES;
          begin = offset;
          length = size;
        }
        case DW_SECT_ABBREV -> abbreviations = offset;
        case DW_SECT_LINE -> lines = size == 0 ? OptionalLong.empty() : OptionalLong.of(offset);
        case DW_SECT_STR_OFFSETS -> stringOffsets = offset;
        default -> {}
      }
    }
    return new Row(
        types, begin, begin + length, new Contribution(abbreviations, stringOffsets, lines));
  }
}
