package org.abiseam.engine.evidence;

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
import org.abiseam.elf.ObjectFile;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;

/**
 * Says how one object's C units define the wanted names, in a form that outlives the open object.
 *
 * @param types each distinct definition
 * @param declared wanted names that are only declared
 * @param symbols functions and variables of wanted symbols
 * @param diagnostics what could not be read
 */
public record CDefinitions(
    List<TypeEntry> types,
    Set<String> declared,
    List<SymbolEntry> symbols,
    List<Diagnostic> diagnostics) {

  /** Indexes units. */
  public static CDefinitions of(DebugInfo info, List<Unit> units, TypeIndexer indexer) {
    if (units.isEmpty()) {
      return new CDefinitions(List.of(), Set.of(), List.of(), List.of());
    }
    TypeIndex index = indexer.index(info, units);
    IdentityHashMap<Unit, Integer> positions = ObjectSurvey.positions(info);
    List<TypeEntry> types = new ArrayList<>(index.types().size());
    for (IndexedType type : index.types()) {
      types.add(
          new TypeEntry(
              CompilerSide.C,
              List.of(),
              type.name(),
              ObjectSurvey.position(positions, type.unit()),
              type.offset(),
              type.fingerprint(),
              type.units()));
    }
    List<SymbolEntry> symbols = new ArrayList<>(index.symbols().size());
    for (IndexedSymbol symbol : index.symbols()) {
      symbols.add(
          new SymbolEntry(
              CompilerSide.C,
              List.of(),
              symbol.name(),
              symbol.declaration() ? Entity.Role.DECLARES : Entity.Role.DEFINES,
              symbol.function(),
              ObjectSurvey.position(positions, symbol.unit()),
              symbol.offset(),
              symbol.fingerprint()));
    }
    return new CDefinitions(types, index.declared(), symbols, index.diagnostics());
  }

  /**
   * Gives functions and variables the names by which the linker knows them.
   *
   * @return a copy in which each alias and each version of a symbol has a description
   */
  public CDefinitions linked(ObjectFile object) {
    return LinkedNames.of(this, object);
  }
}
