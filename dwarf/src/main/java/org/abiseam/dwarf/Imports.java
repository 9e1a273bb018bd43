package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_import;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_imported_unit;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_partial_unit;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Who imports a partial unit. dwz moves what several units share to partial units, which do not say
 * who compiled them: that is whoever compiled the units that import them. Those of a supplementary
 * file belong to the object only if one of its units imports them.
 */
final class Imports {
  private final Set<Unit> imported = new LinkedHashSet<>();

  /** Notes all that a unit imports, through other partial units too. */
  void follow(Unit importer) {
    ArrayDeque<Unit> pending = new ArrayDeque<>();
    pending.add(importer);
    while (!pending.isEmpty()) {
      Unit unit = pending.remove();
      if (!mayImport(unit)) {
        continue;
      }
      for (Die child : unit.root().childrenAsTheyStand()) {
        Optional<Die> target =
            child.tag() == DW_TAG_imported_unit ? child.reference(DW_AT_import) : Optional.empty();
        if (target.isPresent()
            && target.get().tag() == DW_TAG_partial_unit
            && imported.add(target.get().unit())) {
          target.get().unit().importedBy(importer);
          pending.add(target.get().unit());
        }
      }
    }
  }

  private static boolean mayImport(Unit unit) {
    Abbreviations table = unit.abbreviations();
    for (int i = 0; i < table.count(); i++) {
      if (table.tag(i) == DW_TAG_imported_unit) {
        return true;
      }
    }
    return false;
  }

  /** Returns the imported units that lie in another file. */
  Iterable<Unit> outside(DebugFile file) {
    Set<Unit> outside = new LinkedHashSet<>();
    for (Unit unit : imported) {
      if (unit.file() != file) {
        outside.add(unit);
      }
    }
    return outside;
  }
}
