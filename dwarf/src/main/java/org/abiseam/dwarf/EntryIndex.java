package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_specification;
import static org.abiseam.model.Limits.Limit.*;

import java.util.Arrays;
import java.util.function.LongUnaryOperator;
import org.abiseam.model.Limits;

/**
 * What an entry does not say of itself: who is around it, and who completes it. One walk over the
 * unit at first need notes the extent of every entry that has children, and every {@code
 * DW_AT_specification} within the unit.
 */
final class EntryIndex {
  private final long[] begins;
  private final long[] ends;
  private final int[] parents;
  private final long[] completed;
  private final long[] completions;

  private EntryIndex(
      long[] begins, long[] ends, int[] parents, long[] completed, long[] completions) {
    this.begins = begins;
    this.ends = ends;
    this.parents = parents;
    this.completed = completed;
    this.completions = completions;
  }

  /** Offset of the entry around the one at an offset, or -1. */
  long parent(long offset) {
    int found = Arrays.binarySearch(begins, offset);
    int at = found >= 0 ? parents[found] : -found - 2;
    while (at >= 0 && ends[at] <= offset) {
      at = parents[at];
    }
    return at < 0 ? -1 : begins[at];
  }

  /** Offset of the entry whose DW_AT_specification is the one at an offset, or -1. */
  long completion(long offset) {
    int found = Arrays.binarySearch(completed, offset);
    return found >= 0 ? completions[found] : -1;
  }

  /**
   * Walks over a unit.
   *
   * @param limits how deep entries may lie in each other
   * @param specifications for the offset of an entry that has DW_AT_specification the offset of the
   *     entry of the same unit that it leads to, or -1
   */
  static EntryIndex of(
      UnitHeader header,
      Abbreviations table,
      Cursor cursor,
      Limits limits,
      LongUnaryOperator specifications) {
    return new Walk(header, table, cursor, limits, specifications).walk();
  }

  /** Moves a cursor from the first child of an entry behind the zero that ends the children. */
  static void passOverChildren(UnitHeader header, Abbreviations table, Cursor cursor, int deepest) {
    int depth = 1;
    while (depth > 0 && cursor.remaining() > 0) {
      int abbreviation = abbreviation(table, cursor);
      if (abbreviation < 0) {
        depth--;
        continue;
      }
      skipAttributes(header, table, abbreviation, cursor);
      if (table.hasChildren(abbreviation) && ++depth > deepest) {
        throw cursor.fault("entries lie deeper in each other than " + deepest);
      }
    }
  }

  /** Returns the declaration of the entry at the cursor, or -1 at the end of a list. */
  static int abbreviation(Abbreviations table, Cursor cursor) {
    long code = cursor.uleb128("abbreviation code");
    if (code == 0) {
      return -1;
    }
    int abbreviation = table.index(code);
    if (abbreviation < 0) {
      throw cursor.fault("abbreviation code " + Long.toUnsignedString(code) + " is not declared");
    }
    return abbreviation;
  }

  static void skipAttributes(
      UnitHeader header, Abbreviations table, int abbreviation, Cursor cursor) {
    int end = table.end(abbreviation);
    for (int i = table.start(abbreviation); i < end; i++) {
      FormValues.skip(header, cursor, table.form(i));
    }
  }

  private static final class Walk {
    private final UnitHeader header;
    private final Abbreviations table;
    private final Cursor cursor;
    private final int deepest;
    private final LongUnaryOperator specifications;
    private long[] begins = new long[256];
    private long[] ends = new long[256];
    private int[] parents = new int[256];
    private int count;
    private int open = -1;
    private int depth;
    private long[] completions = new long[16];
    private long[] completed = new long[16];
    private int joined;

    Walk(
        UnitHeader header,
        Abbreviations table,
        Cursor cursor,
        Limits limits,
        LongUnaryOperator specifications) {
      this.deepest = limits.count(ENTRY_DEPTH);
      this.header = header;
      this.table = table;
      this.cursor = cursor;
      this.specifications = specifications;
    }

    EntryIndex walk() {
      boolean[] specifies = specifies();
      do {
        long offset = cursor.position();
        int abbreviation = abbreviation(table, cursor);
        if (abbreviation < 0) {
          close();
          continue;
        }
        if (specifies[abbreviation]) {
          join(offset);
        }
        skipAttributes(header, table, abbreviation, cursor);
        if (table.hasChildren(abbreviation)) {
          open(offset);
        }
      } while (open >= 0 && cursor.remaining() > 0);
      while (open >= 0) {
        close();
      }
      return finished();
    }

    private boolean[] specifies() {
      boolean[] specifies = new boolean[table.count()];
      for (int i = 0; i < specifies.length; i++) {
        for (int s = table.start(i); s < table.end(i); s++) {
          specifies[i] |= table.attribute(s) == DW_AT_specification;
        }
      }
      return specifies;
    }

    private void open(long offset) {
      if (++depth > deepest) {
        throw cursor.fault("entries lie deeper in each other than " + deepest);
      }
      if (count == begins.length) {
        begins = Arrays.copyOf(begins, count * 2);
        ends = Arrays.copyOf(ends, count * 2);
        parents = Arrays.copyOf(parents, count * 2);
      }
      begins[count] = offset;
      parents[count] = open;
      open = count++;
    }

    private void close() {
      if (open < 0) {
        throw cursor.fault("no entry begins here, found code 0");
      }
      ends[open] = cursor.position();
      open = parents[open];
      depth--;
    }

    private void join(long offset) {
      long declaration = specifications.applyAsLong(offset);
      if (declaration < 0 || declaration == offset) {
        return;
      }
      if (joined == completed.length) {
        completed = Arrays.copyOf(completed, joined * 2);
        completions = Arrays.copyOf(completions, joined * 2);
      }
      completed[joined] = declaration;
      completions[joined++] = offset;
    }

    private EntryIndex finished() {
      Integer[] order = new Integer[joined];
      Arrays.setAll(order, i -> i);
      Arrays.sort(order, (a, b) -> Long.compare(completed[a], completed[b]));
      long[] sorted = new long[joined];
      long[] targets = new long[joined];
      for (int i = 0; i < joined; i++) {
        sorted[i] = completed[order[i]];
        targets[i] = completions[order[i]];
      }
      return new EntryIndex(
          Arrays.copyOf(begins, count),
          Arrays.copyOf(ends, count),
          Arrays.copyOf(parents, count),
          sorted,
          targets);
    }
  }
}
