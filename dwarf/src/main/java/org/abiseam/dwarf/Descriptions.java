package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;

/**
 * From the root of a unit to what the model says of it.
 *
 * <p>How much debug info a unit has stands nowhere. GCC's {@code -g1}, Clang's {@code
 * -gline-tables-only} and rustc's {@code -Cdebuginfo=1} leave the root, perhaps functions with
 * their names and places, and nothing that has a type; with {@code -g} even {@code void f(void)} is
 * {@code DW_AT_prototyped} in C. So a unit that has code and not one such entry has lines only. The
 * base types of GCC's {@code -g1} are what values are converted to (DWARF 5 §2.5.1.6). An assembler
 * knows no types: nothing is missing from its units.
 */
final class Descriptions {
  private Descriptions() {}

  /**
   * Tells whether any entry has a type or is one; with full debug info one of the first is.
   *
   * @param numbers whether base types count
   */
  static boolean describesTypes(
      UnitHeader header, Abbreviations table, Cursor cursor, boolean numbers) {
    int depth = 0;
    do {
      int abbreviation = EntryIndex.abbreviation(table, cursor);
      if (abbreviation < 0) {
        depth--;
        continue;
      }
      if (describesType(table, abbreviation, numbers)) {
        return true;
      }
      EntryIndex.skipAttributes(header, table, abbreviation, cursor);
      depth += table.hasChildren(abbreviation) ? 1 : 0;
    } while (depth > 0 && cursor.remaining() > 0);
    return false;
  }

  private static boolean describesType(Abbreviations table, int abbreviation, boolean numbers) {
    switch (table.tag(abbreviation)) {
      case DW_TAG_base_type -> {
        return numbers;
      }
      case DW_TAG_structure_type,
          DW_TAG_union_type,
          DW_TAG_class_type,
          DW_TAG_enumeration_type,
          DW_TAG_pointer_type,
          DW_TAG_imported_unit -> {
        return true;
      }
      default -> {}
    }
    int end = table.end(abbreviation);
    for (int i = table.start(abbreviation); i < end; i++) {
      int attribute = table.attribute(i);
      int form = table.form(i);
      // A reference into another unit or file: what it describes has its types there (link-time
      // optimization, dwz).
      if (attribute == DW_AT_type
          || attribute == DW_AT_prototyped
          || form == DW_FORM_ref_addr
          || form == DW_FORM_GNU_ref_alt
          || form == DW_FORM_ref_sup4
          || form == DW_FORM_ref_sup8) {
        return true;
      }
    }
    return false;
  }
}
