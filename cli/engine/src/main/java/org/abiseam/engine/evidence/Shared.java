package org.abiseam.engine.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.BindgenNames;

/**
 * Holds the names that both sides know, by all sources.
 *
 * @param types types that the other side defines or declares
 * @param definedTypes types that it defines
 * @param symbols functions and variables of which it knows something
 * @param target what source text is compiled for; empty where no object was read
 */
public record Shared(
    Set<String> types, Set<String> definedTypes, Set<String> symbols, Optional<Target> target) {

  /**
   * Joins what all sources found.
   *
   * @param target what the objects were made for
   */
  public static Shared of(List<Found> found, Wanted wanted, Optional<Target> target) {
    Set<String> defined = new HashSet<>();
    Set<String> types = new HashSet<>();
    Set<String> symbols = new HashSet<>();
    for (Found one : found) {
      defined.addAll(one.types());
      types.addAll(one.declared());
      symbols.addAll(one.symbols());
    }
    types.addAll(defined);
    wanted.also().ifPresent(types::add);
    wanted.also().ifPresent(symbols::add);
    return new Shared(types, defined, symbols, target);
  }

  /** Tells whether the other side has a type of a name, or of the tag that bindgen makes it of. */
  boolean has(String name) {
    return types.contains(name) || BindgenNames.tag(name).filter(types::contains).isPresent();
  }
}
