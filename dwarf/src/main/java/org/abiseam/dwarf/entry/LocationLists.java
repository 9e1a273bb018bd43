package org.abiseam.dwarf.entry;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_loclists_base;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_low_pc;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_rnglists_base;
import static org.abiseam.dwarf.spec.Forms.DW_FORM_loclistx;
import static org.abiseam.dwarf.spec.Forms.DW_FORM_rnglistx;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Abbreviations;
import org.abiseam.dwarf.Cursor;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.elf.Section;

/**
 * Location lists and range lists of a unit: DWARF 5 §7.7.3 and §7.25, and location lists before
 * (DWARF 4 §2.6.2).
 *
 * <p>GCC writes pairs of view numbers in front of each list, which {@code DW_AT_location} passes
 * over, or between its entries, and entries that cover no address.
 */
final class LocationLists {
  /** Kinds of entries; those of range lists are the same up to 4 and one less above. */
  private static final int END = 0;

  private static final int BASE_ADDRESSX = 1;
  private static final int STARTX_ENDX = 2;
  private static final int STARTX_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int DEFAULT_LOCATION = 5;
  private static final int BASE_ADDRESS = 6;
  private static final int START_END = 7;
  private static final int START_LENGTH = 8;
  private static final int GNU_VIEW_PAIR = 9;

  private final Unit unit;

  /** What addresses of the list in hand count from. */
  private long base;

  LocationLists(Unit unit) {
    this.unit = unit;
  }

  /** What an entry of a list is. */
  private enum Kind {
    /** It ends the list. */
    END,
    /** It says something about the entries behind it. */
    PREFIX,
    /** It is for a range of addresses. */
    RANGE,
    /** It is for all addresses that no other entry is for. */
    DEFAULT
  }

  /**
   * An entry of a list.
   *
   * @param from first address
   * @param to first address behind it
   */
  private record Entry(Kind kind, long from, long to) {
    static Entry range(long from, long to) {
      return new Entry(Kind.RANGE, from, to);
    }

    static Entry of(Kind kind) {
      return new Entry(kind, 0, 0);
    }
  }

  /**
   * Returns the expression that a list begins with, if it is for a range that begins at an address.
   */
  Optional<MemorySegment> first(Die die, int attribute, long address) {
    boolean old = unit.version() < 5;
    Section section = unit.locations();
    OptionalLong at = list(die, attribute, DW_AT_loclists_base, DW_FORM_loclistx, section);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    Cursor cursor = begin(section, at.getAsLong());
    Entry entry = Entry.of(Kind.PREFIX);
    while (entry.kind() == Kind.PREFIX) {
      entry = old ? oldEntry(cursor) : entry(cursor, /* locations= */ true);
    }
    if (entry.kind() != Kind.RANGE || entry.from() != address) {
      return Optional.empty();
    }
    long bytes = old ? cursor.u16("length") : cursor.uleb128("length");
    return Optional.of(cursor.block(bytes, "location"));
  }

  /** Returns the first address of the ranges that an attribute leads to. */
  OptionalLong firstOfRanges(Die die, int attribute) {
    if (unit.version() < 5 || !die.has(attribute)) {
      return OptionalLong.empty();
    }
    Section section = unit.ranges();
    OptionalLong at = list(die, attribute, DW_AT_rnglists_base, DW_FORM_rnglistx, section);
    if (at.isEmpty()) {
      return OptionalLong.empty();
    }
    Cursor cursor = begin(section, at.getAsLong());
    while (true) {
      Entry entry = entry(cursor, /* locations= */ false);
      if (entry.kind() == Kind.END) {
        return OptionalLong.empty();
      }
      if (entry.kind() == Kind.RANGE && entry.from() < entry.to()) {
        return OptionalLong.of(entry.from());
      }
    }
  }

  private Cursor begin(Section section, long at) {
    base = unit.root().unsigned(DW_AT_low_pc).orElse(0);
    return new Cursor(section, unit.bigEndian(), at);
  }

  private OptionalLong list(
      Die die, int attribute, int baseAttribute, int indexed, Section section) {
    OptionalLong value = die.unsigned(attribute);
    if (value.isEmpty() || section.bytes().byteSize() == 0) {
      return OptionalLong.empty();
    }
    if (form(die, attribute) != indexed) {
      return value;
    }
    // The base is that of the offsets, and they count from it.
    int header = unit.offsetBytes() == 4 ? 12 : 20;
    long start = unit.root().unsigned(baseAttribute).orElse(header);
    long entry = start + value.getAsLong() * unit.offsetBytes();
    Cursor offsets = new Cursor(section, unit.bigEndian(), entry);
    return OptionalLong.of(start + offsets.unsigned(unit.offsetBytes(), "offset of a list"));
  }

  private static int form(Die die, int attribute) {
    Abbreviations table = die.unit().abbreviations();
    for (int i = table.start(die.abbreviation()); i < table.end(die.abbreviation()); i++) {
      if (table.attribute(i) == attribute) {
        return table.form(i);
      }
    }
    return 0;
  }

  /** Reads an entry up to its location. */
  private Entry entry(Cursor cursor, boolean locations) {
    int kind = cursor.u8("kind of entry");
    int known = locations || kind < DEFAULT_LOCATION ? kind : kind + 1;
    return switch (known) {
      case END -> Entry.of(Kind.END);
      case BASE_ADDRESSX -> countingFrom(indexed(cursor));
      case STARTX_ENDX -> Entry.range(indexed(cursor), indexed(cursor));
      case STARTX_LENGTH -> counted(indexed(cursor), cursor);
      case OFFSET_PAIR -> Entry.range(base + cursor.uleb128("start"), base + cursor.uleb128("end"));
      case DEFAULT_LOCATION -> Entry.of(Kind.DEFAULT);
      case BASE_ADDRESS -> countingFrom(address(cursor));
      case START_END -> Entry.range(address(cursor), address(cursor));
      case START_LENGTH -> counted(address(cursor), cursor);
      case GNU_VIEW_PAIR -> {
        cursor.uleb128("view");
        cursor.uleb128("view");
        yield Entry.of(Kind.PREFIX);
      }
      default -> throw cursor.fault("unknown kind of entry " + kind);
    };
  }

  private Entry countingFrom(long address) {
    base = address;
    return Entry.of(Kind.PREFIX);
  }

  private static Entry counted(long from, Cursor cursor) {
    return Entry.range(from, from + cursor.uleb128("length"));
  }

  private long indexed(Cursor cursor) {
    return unit.address(cursor.uleb128("address index"));
  }

  private long address(Cursor cursor) {
    return cursor.unsigned(unit.addressBytes(), "address");
  }

  private Entry oldEntry(Cursor cursor) {
    long from = address(cursor);
    long to = address(cursor);
    long largest = unit.addressBytes() == 8 ? -1 : 0xffff_ffffL;
    if (from == 0 && to == 0) {
      return Entry.of(Kind.END);
    }
    return from == largest ? countingFrom(to) : Entry.range(base + from, base + to);
  }
}
