package org.abiseam.engine.evidence;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Holds the names that a source of evidence knows on the deciding side.
 *
 * @param types names of types, as C has them
 * @param symbols functions and variables, with those that an object imports
 * @param defined those among the symbols that the source defines
 * @param ofRust the types and symbols that Rust knows, and not Clang's C alone
 * @param target what the source was made for, where it says so
 */
public record KnownNames(
    Set<String> types,
    Set<String> symbols,
    Set<String> defined,
    Set<String> ofRust,
    Optional<Target> target) {
  /** No names at all. */
  static final KnownNames NONE = ofRust(Set.of(), Set.of(), Set.of());

  /** Returns what a text of Rust names, which is for any machine. */
  static KnownNames ofRust(Set<String> types, Set<String> symbols, Set<String> defined) {
    Set<String> all = new TreeSet<>(types);
    all.addAll(symbols);
    return new KnownNames(types, symbols, defined, all, Optional.empty());
  }
}
