package org.abiseam.model;

import java.util.ArrayList;
import java.util.List;

/**
 * Holds what one object file knows.
 *
 * @param object path as in {@link Origin#object()}
 * @param machine what it was made for
 * @param units its compile units in order
 * @param types the nodes that the definitions reach
 * @param definitions named types, each unique way of defining a name once
 * @param entities functions and variables that other sides may use or provide
 * @param diagnostics what could not be seen
 */
public record ObjectModel(
    String object,
    Machine machine,
    List<CompileUnit> units,
    TypeGraph types,
    List<Definition> definitions,
    List<Entity> entities,
    List<Diagnostic> diagnostics) {

  /** Copies the lists. */
  public ObjectModel {
    units = List.copyOf(units);
    definitions = List.copyOf(definitions);
    entities = List.copyOf(entities);
    diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Creates an object that shares types alone.
   *
   * @param object path as in {@link Origin#object()}
   * @param machine what it was made for
   * @param units its compile units in order
   * @param types the nodes that the definitions reach
   * @param definitions named types
   * @param diagnostics what could not be seen
   */
  public ObjectModel(
      String object,
      Machine machine,
      List<CompileUnit> units,
      TypeGraph types,
      List<Definition> definitions,
      List<Diagnostic> diagnostics) {
    this(object, machine, units, types, definitions, List.of(), diagnostics);
  }

  /**
   * Returns the same where another object has its units too.
   *
   * @return a copy
   */
  public ObjectModel withoutUnits() {
    return new ObjectModel(object, machine, List.of(), types, definitions, entities, diagnostics);
  }

  /**
   * Replaces what the object was made for.
   *
   * @param other in its place
   * @return a copy
   */
  public ObjectModel on(Machine other) {
    return new ObjectModel(object, other, units, types, definitions, entities, diagnostics);
  }

  /**
   * Says how many units define each type.
   *
   * @param units one number for each definition, in their order
   * @return a copy
   */
  public ObjectModel counting(List<Integer> units) {
    List<Definition> counted = new ArrayList<>(definitions.size());
    for (int i = 0; i < definitions.size(); i++) {
      counted.add(definitions.get(i).counting(units.get(i)));
    }
    return new ObjectModel(object, machine, this.units, types, counted, entities, diagnostics);
  }

  /**
   * Returns some functions and variables alone, where another object has the rest.
   *
   * @param some of them
   * @return a copy
   */
  public ObjectModel onlyEntities(List<Entity> some) {
    return new ObjectModel(object, machine, List.of(), types, List.of(), some, List.of());
  }

  /**
   * Replaces what it holds.
   *
   * @param graph in place of {@link #types()}
   * @param types of that graph, in place of {@link #definitions()}
   * @param symbols of that graph, in place of {@link #entities()}
   * @return a copy
   */
  public ObjectModel with(TypeGraph graph, List<Definition> types, List<Entity> symbols) {
    return new ObjectModel(object, machine, units, graph, types, symbols, diagnostics);
  }

  /**
   * Replaces the functions and variables.
   *
   * @param others in their place
   * @return a copy
   */
  public ObjectModel withEntities(List<Entity> others) {
    return new ObjectModel(object, machine, units, types, definitions, others, diagnostics);
  }
}
