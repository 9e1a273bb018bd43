package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.elf.Dynamic;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Linkage;

/**
 * Gives the symbols of an object the debug info of what lies at their addresses. Compilers describe
 * {@code f_v2} and not {@code f@@V2}, and no alias of a function or variable.
 */
final class LinkedNames {
  /** Describes an address: in a relocatable object, an offset in a section. */
  private record Place(int section, long value) {
    private static final int THREAD_LOCAL = 1;

    static Place of(Symbol symbol) {
      return new Place(symbol.section(), symbol.value());
    }

    /** In a shared library, whose two tables may count sections differently. */
    static Place loaded(Symbol symbol) {
      boolean own = SymbolKinds.addressing(symbol) == Linkage.Addressing.THREAD_LOCAL;
      return new Place(own ? THREAD_LOCAL : 0, symbol.value());
    }
  }

  private final ObjectFile object;
  private final ObjectFile symbols;
  private final boolean library;

  /**
   * Takes an object.
   *
   * @param info its debug info, which may lie in a separate file with the table of all symbols
   */
  LinkedNames(DebugInfo info) {
    this.object = info.object();
    this.library = ExportedSymbols.library(object).isPresent();
    this.symbols = hasTable(object) ? object : info.described();
  }

  private static boolean hasTable(ObjectFile file) {
    return file.headers().stream().anyMatch(it -> it.name().equals(".symtab"));
  }

  private Place place(Symbol symbol) {
    return library ? Place.loaded(symbol) : Place.of(symbol);
  }

  /**
   * Describes symbols by their addresses.
   *
   * @param found what debug info describes
   * @param local names among these that the linker does not know
   * @return the same with the names of the symbol table
   */
  List<SymbolEntry> of(List<SymbolEntry> found, Set<String> local) {
    Map<String, List<SymbolEntry>> described = new TreeMap<>();
    List<SymbolEntry> named = new ArrayList<>();
    for (SymbolEntry symbol : found) {
      if (symbol.defines()) {
        described.computeIfAbsent(symbol.name(), _ -> new ArrayList<>(1)).add(symbol);
      } else if (!local.contains(symbol.name())) {
        named.add(symbol);
      }
    }
    if (described.isEmpty()) {
      return found;
    }
    // Which of several functions of one name lies at the address is not known.
    described.entrySet().removeIf(it -> local.contains(it.getKey()) && it.getValue().size() > 1);
    SortedMap<String, List<SymbolEntry>> all = described(described);
    all.keySet().removeAll(local);
    all.forEach((_, entries) -> named.addAll(entries));
    return named;
  }

  /**
   * Finds the names at the addresses of wanted symbols: debug info may describe a symbol under one
   * of these alone.
   *
   * @return also the wanted names there; none where no wanted symbol shares its address
   */
  Set<String> beside(WantedNames wanted) {
    List<Symbol> table = table();
    Set<Place> places = places(table, wanted::contains);
    return places.isEmpty()
        ? Set.of()
        : table.stream()
            .filter(symbol -> places.contains(place(symbol)))
            .map(Symbol::name)
            .collect(Collectors.toSet());
  }

  /**
   * Finds functions and variables of one file that have a second name, which the linker knows.
   *
   * @param wanted which second names count
   * @return names that no symbol for the linker has, each of one symbol alone
   */
  Set<String> local(Predicate<String> wanted) {
    List<Symbol> table = table();
    Set<Place> places = places(table, wanted);
    Map<String, Integer> times = new HashMap<>();
    Set<String> local = new HashSet<>();
    for (Symbol symbol : table) {
      if (symbol.isLocal() && SymbolKinds.of(symbol).isPresent()) {
        times.merge(symbol.name(), 1, Integer::sum);
        if (places.contains(place(symbol))) {
          local.add(symbol.name());
        }
      }
    }
    local.removeIf(name -> times.getOrDefault(name, 0) > 1);
    if (!local.isEmpty()) {
      local.removeAll(ExportedSymbols.exports(object).keySet());
    }
    return local;
  }

  /** Returns the addresses of the wanted symbols of the linker. */
  private Set<Place> places(List<Symbol> table, Predicate<String> wanted) {
    Set<Place> places = new HashSet<>();
    table.stream()
        .filter(symbol -> !symbol.isLocal() && wanted.test(symbol.name()))
        .forEach(symbol -> places.add(place(symbol)));
    if (!table.isEmpty() && library) {
      // In .symtab a symbol may have its version in its name.
      ExportedSymbols.exports(object)
          .forEach(
              (name, export) -> {
                if (wanted.test(name)) {
                  places.add(place(export.symbol()));
                }
              });
    }
    return places;
  }

  /** Returns the symbols among which one may share its address with another. */
  private List<Symbol> table() {
    if (!library) {
      return object.aliases();
    }
    return hasTable(symbols)
        ? symbols.symbols()
        : ExportedSymbols.exports(object).values().stream().map(Dynamic.Export::symbol).toList();
  }

  private SortedMap<String, List<SymbolEntry>> described(Map<String, List<SymbolEntry>> described) {
    Map<Place, List<String>> byPlace = new HashMap<>();
    List<Symbol> table = table();
    for (Symbol symbol : table) {
      if (described.containsKey(symbol.name())) {
        byPlace.computeIfAbsent(place(symbol), _ -> new ArrayList<>(1)).add(symbol.name());
      }
    }
    SortedMap<String, List<SymbolEntry>> named = new TreeMap<>(described);
    BiConsumer<String, Symbol> naming =
        (name, symbol) -> {
          List<String> here = byPlace.getOrDefault(place(symbol), List.of());
          // That of an IFUNC is its resolver's.
          if (!here.isEmpty()
              && !here.contains(name)
              && SymbolKinds.addressing(symbol) != Linkage.Addressing.RESOLVED) {
            String closest = here.contains(symbol.name()) ? symbol.name() : here.getFirst();
            named.put(
                name,
                described.getOrDefault(closest, List.of()).stream()
                    .map(entry -> entry.named(name))
                    .toList());
          }
        };
    if (library) {
      ExportedSymbols.exports(object)
          .forEach((name, export) -> naming.accept(name, export.symbol()));
    } else {
      table.stream()
          .filter(symbol -> symbol.binding() != 0 && !described.containsKey(symbol.name()))
          .forEach(symbol -> naming.accept(symbol.name(), symbol));
    }
    return named;
  }
}
