package org.abiseam.engine.evidence;

import java.util.Optional;
import java.util.Set;

/**
 * Holds the names that a source of evidence knows on the deciding side.
 *
 * @param types names of types, as C has them
 * @param symbols functions and variables, with those that an object imports
 * @param defined those among the symbols that the source defines
 * @param target what the source was made for, where it says so
 */
public record KnownNames(
    Set<String> types, Set<String> symbols, Set<String> defined, Optional<Target> target) {
  /** No names at all. */
  static final KnownNames NONE = new KnownNames(Set.of(), Set.of(), Set.of(), Optional.empty());
}
