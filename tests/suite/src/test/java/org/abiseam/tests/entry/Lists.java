package org.abiseam.tests.entry;

import static org.abiseam.dwarf.spec.Forms.DW_FORM_loclistx;
import static org.abiseam.dwarf.spec.Forms.DW_FORM_rnglistx;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Abbreviations;
import org.abiseam.dwarf.Cursor;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;

/**
 * Location lists and range lists of a unit: DWARF 5 §7.7.3 and §7.25, and their forms before (DWARF
 * 4 §2.6.2, §2.17.3).
 *
 * <p>GNU C writes pairs of view numbers in front of each list, which {@code DW_AT_location} passes
 * over, and entries that cover nothing.
 */
final class Lists {
  /** The longest pad of instructions in front that no argument is touched by. */
  private static final int LANDING = 16;

  private static final int DW_AT_LOW_PC = 0x11;
  private static final int DW_AT_LOCLISTS_BASE = 0x8c;
  private static final int DW_AT_RNGLISTS_BASE = 0x74;

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

  private final ObjectFile object;
  private final Unit unit;

  Lists(ObjectFile object, Unit unit) {
    this.object = object;
    this.unit = unit;
  }

  /** An entry of a list. */
  private record Range(long from, long to, long locationBytes) {
    boolean covers(long address) {
      return from <= address + LANDING && address < to && from < to;
    }
  }

  /**
   * The expression of the list that an attribute leads to, for an address. LLVM lets the first one
   * begin behind {@code endbr64} or the room for a tracer.
   */
  Optional<MemorySegment> location(Die die, int attribute, long address) {
    boolean old = unit.version() < 5;
    Optional<Section> section = section(old ? ".debug_loc" : ".debug_loclists");
    OptionalLong at = list(die, attribute, DW_AT_LOCLISTS_BASE, DW_FORM_loclistx, section);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    Cursor cursor = new Cursor(section.orElseThrow(), unit.bigEndian(), at.getAsLong());
    long[] base = {base()};
    while (true) {
      Optional<Range> next = old ? oldEntry(cursor, base) : entry(cursor, base, true);
      if (next.isEmpty()) {
        return Optional.empty();
      }
      if (next.get().locationBytes() >= 0) {
        MemorySegment expression = cursor.block(next.get().locationBytes(), "location");
        if (next.get().from() < next.get().to()) {
          return next.get().covers(address) ? Optional.of(expression) : Optional.empty();
        }
      }
    }
  }

  /** The first address of the ranges that an attribute leads to. */
  OptionalLong firstOfRanges(Die die, int attribute) {
    if (unit.version() < 5) {
      return OptionalLong.empty();
    }
    Optional<Section> section = section(".debug_rnglists");
    OptionalLong at = list(die, attribute, DW_AT_RNGLISTS_BASE, DW_FORM_rnglistx, section);
    if (at.isEmpty()) {
      return OptionalLong.empty();
    }
    Cursor cursor = new Cursor(section.orElseThrow(), unit.bigEndian(), at.getAsLong());
    long[] base = {base()};
    while (true) {
      Optional<Range> next = entry(cursor, base, false);
      if (next.isEmpty()) {
        return OptionalLong.empty();
      }
      if (next.get().from() < next.get().to()) {
        return OptionalLong.of(next.get().from());
      }
    }
  }

  /** Empty also for lists of relaxed RISC-V code, whose numbers are written by relocations. */
  private Optional<Section> section(String name) {
    try {
      return object.section(name);
    } catch (Malformed _) {
      return Optional.empty();
    }
  }

  private long base() {
    return unit.root().unsigned(DW_AT_LOW_PC).orElse(0);
  }

  private OptionalLong list(
      Die die, int attribute, int baseAttribute, int indexed, Optional<Section> section) {
    OptionalLong value = die.unsigned(attribute);
    if (value.isEmpty() || section.isEmpty() || form(die, attribute) != indexed) {
      return section.isEmpty() ? OptionalLong.empty() : value;
    }
    // The base is that of the offsets, and they count from it.
    int header = unit.offsetBytes() == 4 ? 12 : 20;
    long base = unit.root().unsigned(baseAttribute).orElse(header);
    long entry = base + value.getAsLong() * unit.offsetBytes();
    Cursor offsets = new Cursor(section.get(), unit.bigEndian(), entry);
    return OptionalLong.of(base + offsets.unsigned(unit.offsetBytes(), "offset of a list"));
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

  /** One entry; without a location where it only sets the base. Empty at the end. */
  private Optional<Range> entry(Cursor cursor, long[] base, boolean locations) {
    int kind = cursor.u8("kind of entry");
    int known = locations || kind < DEFAULT_LOCATION ? kind : kind + 1;
    Range range =
        switch (known) {
          case END -> null;
          case BASE_ADDRESSX -> set(base, unit.address(cursor.uleb128("address index")));
          case STARTX_ENDX -> between(indexed(cursor), indexed(cursor));
          case STARTX_LENGTH -> counted(indexed(cursor), cursor);
          case OFFSET_PAIR ->
              between(base[0] + cursor.uleb128("start"), base[0] + cursor.uleb128("end"));
          case DEFAULT_LOCATION -> between(0, Long.MAX_VALUE);
          case BASE_ADDRESS -> set(base, address(cursor));
          case START_END -> between(address(cursor), address(cursor));
          case START_LENGTH -> counted(address(cursor), cursor);
          case GNU_VIEW_PAIR -> {
            cursor.uleb128("view");
            cursor.uleb128("view");
            yield new Range(0, 0, -1);
          }
          default -> throw cursor.fault("unknown kind of entry " + kind);
        };
    if (range == null || !locations || range.locationBytes() < 0) {
      return Optional.ofNullable(range);
    }
    return Optional.of(new Range(range.from(), range.to(), cursor.uleb128("length")));
  }

  private static Range set(long[] base, long address) {
    base[0] = address;
    return new Range(0, 0, -1);
  }

  private static Range between(long from, long to) {
    return new Range(from, to, 0);
  }

  private static Range counted(long from, Cursor cursor) {
    return new Range(from, from + cursor.uleb128("length"), 0);
  }

  private long indexed(Cursor cursor) {
    return unit.address(cursor.uleb128("address index"));
  }

  private long address(Cursor cursor) {
    return cursor.unsigned(unit.addressBytes(), "address");
  }

  private Optional<Range> oldEntry(Cursor cursor, long[] base) {
    long from = address(cursor);
    long to = address(cursor);
    long largest = unit.addressBytes() == 8 ? -1 : 0xffff_ffffL;
    if (from == 0 && to == 0) {
      return Optional.empty();
    }
    return Optional.of(
        from == largest
            ? set(base, to)
            : new Range(base[0] + from, base[0] + to, cursor.u16("length")));
  }
}
