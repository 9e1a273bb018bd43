package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.IndexedSymbol;
import org.abiseam.dwarf.index.IndexedType;
import org.abiseam.dwarf.index.TypeIndex;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.model.Diagnostic;

/**
 * How one object's C units define the wanted names, in a form that outlives the open object.
 *
 * @param types each distinct definition
 * @param declared wanted names that are only declared
 * @param symbols functions and variables of wanted symbols
 * @param diagnostics what could not be read
 */
record Definitions(
    List<CType> types, Set<String> declared, List<CSymbol> symbols, List<Diagnostic> diagnostics) {

  /** A definition; the unit by its position. */
  record CType(String name, long fingerprint, int units, int unit, long offset) {}

  /** A function or variable; the unit by its position. */
  record CSymbol(
      String name,
      boolean function,
      boolean declaration,
      int unit,
      long offset,
      long fingerprint) {}

  static Definitions of(DebugInfo info, Survey survey, TypeIndexer indexer) {
    return of(info, survey.units(info, Survey.Part.C), indexer);
  }

  static Definitions of(DebugInfo info, List<Unit> units, TypeIndexer indexer) {
    if (units.isEmpty()) {
      return new Definitions(List.of(), Set.of(), List.of(), List.of());
    }
    TypeIndex index = indexer.index(info, units);
    IdentityHashMap<Unit, Integer> positions = new IdentityHashMap<>();
    for (int i = 0; i < info.units().size(); i++) {
      positions.put(info.units().get(i), i);
    }
    List<CType> types = new ArrayList<>(index.types().size());
    for (IndexedType type : index.types()) {
      int position = position(positions, type.unit());
      types.add(new CType(type.name(), type.fingerprint(), type.units(), position, type.offset()));
    }
    List<CSymbol> symbols = new ArrayList<>(index.symbols().size());
    for (IndexedSymbol symbol : index.symbols()) {
      int unit = position(positions, symbol.unit());
      symbols.add(
          new CSymbol(
              symbol.name(),
              symbol.function(),
              symbol.declaration(),
              unit,
              symbol.offset(),
              symbol.fingerprint()));
    }
    return new Definitions(types, index.declared(), symbols, index.diagnostics());
  }

  private static int position(IdentityHashMap<Unit, Integer> positions, Unit unit) {
    Integer position = positions.get(unit);
    if (position == null) {
      throw new IllegalStateException("an entry in no unit of its object");
    }
    return position;
  }
}
