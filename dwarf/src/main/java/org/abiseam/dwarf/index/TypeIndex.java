package org.abiseam.dwarf.index;

import java.util.List;
import java.util.Set;
import org.abiseam.model.Diagnostic;

/**
 * Holds all ways in which one object defines the wanted names.
 *
 * @param types by name, then by first unit and offset: independent of the number of threads
 * @param declared wanted names that the object declares and does not define, {@code struct s;}
 * @param symbols functions and variables of the wanted symbols, by symbol, then by place
 * @param diagnostics faults of units, in order of unit; what was found in such a unit before the
 *     fault counts
 */
public record TypeIndex(
    List<IndexedType> types,
    Set<String> declared,
    List<IndexedSymbol> symbols,
    List<Diagnostic> diagnostics) {

  /** Copies the collections. */
  public TypeIndex {
    types = List.copyOf(types);
    declared = Set.copyOf(declared);
    symbols = List.copyOf(symbols);
    diagnostics = List.copyOf(diagnostics);
  }
}
