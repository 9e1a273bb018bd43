package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;

import org.abiseam.model.CompileUnit;
import org.abiseam.model.CompileUnit.Detail;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Language;

/**
 * From the root of a unit to what the model says of it.
 *
 * <p>How much debug info a unit has stands nowhere. GCC's {@code -g1}, Clang's {@code
 * -gline-tables-only} and rustc's {@code -Cdebuginfo=1} leave the root, perhaps functions with
 * their names and places, and nothing that has a type; with {@code -g} even {@code void f(void)} is
 * {@code DW_AT_prototyped} in C. So a unit that has code and not one such entry has lines only. An
 * assembler knows no types: nothing is missing from its units.
 */
final class Descriptions {
  private Descriptions() {}

  static CompileUnit describe(Unit unit) {
    Die root = unit.root();
    Die named = unit.skeleton().or(unit::importer).map(Unit::root).orElse(root);
    Producer producer =
        ProducerStrings.parse(
            first(root, named, DW_AT_producer),
            unit.language() != 0 ? unit.language() : language(named));
    return new CompileUnit(
        Paths.tidy(first(root, named, DW_AT_name)), producer, detail(unit, root, producer));
  }

  /** A skeleton leaves name and producer to its split unit, a partial unit to its importers. */
  private static String first(Die root, Die skeleton, int attribute) {
    return root.string(attribute).or(() -> skeleton.string(attribute)).orElse("");
  }

  private static int language(Die root) {
    return (int) root.unsigned(DW_AT_language).orElse(0);
  }

  private static Detail detail(Unit unit, Die root, Producer producer) {
    if (unit.missing().isPresent()) {
      return Detail.MISSING;
    }
    boolean typed =
        producer.language() == Language.ASSEMBLER
            || unit.isTypeUnit()
            || root.tag() != DW_TAG_compile_unit
            || describesTypes(unit);
    if (typed) {
      return Detail.FULL;
    }
    boolean code = root.has(DW_AT_low_pc) || root.has(DW_AT_ranges) || root.hasChildren();
    return code ? Detail.LINES_ONLY : Detail.FULL;
  }

  /** Whether any entry has a type or is one; with full debug info one of the first is. */
  private static boolean describesTypes(Unit unit) {
    Abbreviations table = unit.abbreviations();
    Cursor cursor = unit.cursor(unit.rootOffset());
    int depth = 0;
    do {
      int abbreviation = EntryIndex.abbreviation(table, cursor);
      if (abbreviation < 0) {
        depth--;
        continue;
      }
      if (describesType(table, abbreviation)) {
        return true;
      }
      EntryIndex.skipAttributes(unit, table, abbreviation, cursor);
      depth += table.hasChildren(abbreviation) ? 1 : 0;
    } while (depth > 0 && cursor.remaining() > 0);
    return false;
  }

  private static boolean describesType(Abbreviations table, int abbreviation) {
    switch (table.tag(abbreviation)) {
      case DW_TAG_base_type,
          DW_TAG_structure_type,
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
