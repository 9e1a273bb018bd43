package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Linkage;

/**
 * Gives the symbols of an object the debug info of what lies at their addresses. Compilers describe
 * {@code f_v2} and not {@code f@@V2}, and no alias of a function or variable.
 */
final class LinkedNames {
  private final Map<String, List<SymbolEntry>> described = new TreeMap<>();
  private final Map<Place, List<String>> byPlace = new HashMap<>();

  /** Describes an address: in a relocatable object, an offset in a section. */
  private record Place(int section, long value) {
    static Place of(Symbol symbol) {
      return new Place(symbol.section(), symbol.value());
    }
  }

  private LinkedNames() {}

  /**
   * Describes symbols by their addresses.
   *
   * @return the same with the names of the symbol table
   */
  static CDefinitions of(CDefinitions found, ObjectFile object) {
    LinkedNames names = new LinkedNames();
    List<SymbolEntry> symbols = new ArrayList<>();
    for (SymbolEntry symbol : found.symbols()) {
      if (symbol.defines()) {
        names.described.computeIfAbsent(symbol.name(), _ -> new ArrayList<>(1)).add(symbol);
      } else {
        symbols.add(symbol);
      }
    }
    if (names.described.isEmpty()) {
      return found;
    }
    names.symbols(object).forEach((_, entries) -> symbols.addAll(entries));
    return new CDefinitions(found.types(), found.declared(), symbols, found.diagnostics());
  }

  private SortedMap<String, List<SymbolEntry>> symbols(ObjectFile object) {
    boolean library = SymbolTables.library(object).isPresent();
    boolean complete = object.headers().stream().anyMatch(it -> it.name().equals(".symtab"));
    List<Symbol> table = !library ? object.aliases() : complete ? object.symbols() : List.of();
    for (Symbol symbol : table) {
      if (described.containsKey(symbol.name())) {
        byPlace.computeIfAbsent(Place.of(symbol), _ -> new ArrayList<>(1)).add(symbol.name());
      }
    }
    SortedMap<String, List<SymbolEntry>> named = new TreeMap<>(described);
    if (library) {
      SymbolTables.exports(object).forEach((name, export) -> name(name, export.symbol(), named));
    } else {
      table.stream()
          .filter(symbol -> symbol.binding() != 0 && !described.containsKey(symbol.name()))
          .forEach(symbol -> name(symbol.name(), symbol, named));
    }
    return named;
  }

  /** Looks at the address of a symbol; that of an IFUNC is its resolver's. */
  private void name(String name, Symbol symbol, Map<String, List<SymbolEntry>> named) {
    List<String> here = byPlace.getOrDefault(Place.of(symbol), List.of());
    if (here.isEmpty()
        || here.contains(name)
        || SymbolKinds.addressing(symbol) == Linkage.Addressing.RESOLVED) {
      return;
    }
    String closest = here.contains(symbol.name()) ? symbol.name() : here.getFirst();
    named.put(
        name,
        described.getOrDefault(closest, List.of()).stream()
            .map(entry -> entry.named(name))
            .toList());
  }
}
