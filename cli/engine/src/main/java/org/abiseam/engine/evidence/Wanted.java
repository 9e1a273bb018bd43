package org.abiseam.engine.evidence;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.abiseam.model.BindgenNames;

/**
 * Holds the names that a run looks up: all that some source knows on the deciding side.
 *
 * @param types names of types, as C has them
 * @param symbols functions and variables
 * @param defined the symbols that the deciding side defines
 * @param ofRust the types and symbols that Rust knows, and not Clang's C alone
 * @param also a name that was asked for, which counts though one side alone may know it
 */
public record Wanted(
    Set<String> types,
    Set<String> symbols,
    Set<String> defined,
    Set<String> ofRust,
    Optional<String> also) {

  /**
   * Joins the names of all sources.
   *
   * @param also a name that is asked for; it counts even where no source knows it, because one side
   *     alone can be shown too
   * @return what is to be looked up
   */
  public static Wanted of(List<KnownNames> names, Optional<String> also) {
    Set<String> types = new TreeSet<>();
    Set<String> symbols = new TreeSet<>();
    Set<String> defined = new HashSet<>();
    Set<String> ofRust = new HashSet<>();
    for (KnownNames one : names) {
      types.addAll(one.types());
      one.types().forEach(name -> BindgenNames.tag(name).ifPresent(types::add));
      symbols.addAll(one.symbols());
      defined.addAll(one.defined());
      ofRust.addAll(one.ofRust());
      one.ofRust().forEach(name -> BindgenNames.tag(name).ifPresent(ofRust::add));
    }
    also.ifPresent(types::add);
    also.ifPresent(symbols::add);
    return new Wanted(types, symbols, defined, ofRust, also);
  }

  /** Tells whether there is nothing to look up, because no source knows a deciding side. */
  boolean isEmpty() {
    return types.isEmpty() && symbols.isEmpty();
  }
}
