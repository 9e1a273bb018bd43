package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.abiseam.dwarf.index.WantedNames;
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
  static List<SymbolEntry> of(List<SymbolEntry> found, ObjectFile object) {
    LinkedNames names = new LinkedNames();
    List<SymbolEntry> symbols = new ArrayList<>();
    for (SymbolEntry symbol : found) {
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
    return symbols;
  }

  /**
   * Finds the names at the addresses of wanted symbols: debug info may describe a symbol under one
   * of these alone.
   *
   * @return names that are not wanted themselves
   */
  static Set<String> beside(ObjectFile object, WantedNames wanted) {
    List<Symbol> table = table(object);
    Set<Place> places = new HashSet<>();
    table.stream()
        .filter(symbol -> wanted.contains(symbol.name()))
        .forEach(symbol -> places.add(Place.of(symbol)));
    if (!table.isEmpty() && ExportedSymbols.library(object).isPresent()) {
      // In .symtab a symbol may have its version in its name.
      ExportedSymbols.exports(object)
          .forEach(
              (name, export) -> {
                if (wanted.contains(name)) {
                  places.add(Place.of(export.symbol()));
                }
              });
    }
    return places.isEmpty()
        ? Set.of()
        : table.stream()
            .filter(symbol -> places.contains(Place.of(symbol)))
            .map(Symbol::name)
            .filter(name -> !wanted.contains(name))
            .collect(Collectors.toSet());
  }

  /** Returns the symbols among which one may share its address with another. */
  private static List<Symbol> table(ObjectFile object) {
    if (ExportedSymbols.library(object).isEmpty()) {
      return object.aliases();
    }
    boolean complete = object.headers().stream().anyMatch(it -> it.name().equals(".symtab"));
    return complete ? object.symbols() : List.of();
  }

  private SortedMap<String, List<SymbolEntry>> symbols(ObjectFile object) {
    boolean library = ExportedSymbols.library(object).isPresent();
    List<Symbol> table = table(object);
    for (Symbol symbol : table) {
      if (described.containsKey(symbol.name())) {
        byPlace.computeIfAbsent(Place.of(symbol), _ -> new ArrayList<>(1)).add(symbol.name());
      }
    }
    SortedMap<String, List<SymbolEntry>> named = new TreeMap<>(described);
    if (library) {
      ExportedSymbols.exports(object).forEach((name, export) -> name(name, export.symbol(), named));
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
