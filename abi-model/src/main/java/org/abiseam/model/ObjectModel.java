package org.abiseam.model;

import java.util.List;

/**
 * What one object file knows of types.
 *
 * @param object path as in {@link Origin#object()}
 * @param machine what it was made for
 * @param units its compile units in order
 * @param types the nodes that the definitions reach
 * @param definitions named types, each unique way of defining a name once
 * @param diagnostics what could not be seen
 */
public record ObjectModel(
    String object,
    Machine machine,
    List<CompileUnit> units,
    TypeGraph types,
    List<Definition> definitions,
    List<Diagnostic> diagnostics) {

  /** Copies the lists. */
  public ObjectModel {
    units = List.copyOf(units);
    definitions = List.copyOf(definitions);
    diagnostics = List.copyOf(diagnostics);
  }
}
