package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.IndexedSymbol;
import org.abiseam.dwarf.index.IndexedType;
import org.abiseam.dwarf.index.TypeIndex;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
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
  private static final CDefinitions NOTHING =
      new CDefinitions(List.of(), Set.of(), List.of(), List.of());

  /**
   * Finds wanted names, and the symbols that share their address with a described one.
   *
   * @param types names of types
   * @param symbols names of functions and variables
   * @param threads helpers that may read the units
   */
  static CDefinitions of(
      DebugInfo info, List<Unit> units, WantedNames types, WantedNames symbols, int threads) {
    if (units.isEmpty()) {
      return NOTHING;
    }
    LinkedNames linked = new LinkedNames(info);
    Set<String> beside = linked.beside(symbols);
    if (beside.isEmpty()) {
      return of(info, units, new TypeIndexer(types, symbols, threads));
    }
    Set<String> all = new HashSet<>(symbols.names());
    all.addAll(beside);
    Set<String> local = linked.local(symbols::contains);
    TypeIndexer indexer =
        new TypeIndexer(types, WantedNames.of(all), threads).withLocal(WantedNames.of(local));
    CDefinitions found = of(info, units, indexer).named(linked, local);
    return new CDefinitions(
        found.types(),
        found.declared(),
        found.symbols().stream().filter(symbol -> symbols.contains(symbol.name())).toList(),
        found.diagnostics());
  }

  /** Indexes units. */
  public static CDefinitions of(DebugInfo info, List<Unit> units, TypeIndexer indexer) {
    if (units.isEmpty()) {
      return NOTHING;
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

  /** Computes fingerprints of functions and variables anew. */
  CDefinitions withFingerprints(ToLongFunction<SymbolEntry> fingerprint) {
    List<SymbolEntry> changed =
        symbols.stream().map(it -> it.withFingerprint(fingerprint.applyAsLong(it))).toList();
    return new CDefinitions(types, declared, changed, diagnostics);
  }

  /**
   * Gives functions and variables the names by which the linker knows them.
   *
   * @param local names among these that it does not know
   * @return a copy in which each alias and each version of a symbol has a description
   */
  CDefinitions named(LinkedNames linked, Set<String> local) {
    return new CDefinitions(types, declared, linked.of(symbols, local), diagnostics);
  }
}
