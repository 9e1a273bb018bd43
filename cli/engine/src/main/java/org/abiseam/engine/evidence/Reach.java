package org.abiseam.engine.evidence;

import java.util.Set;

/** Follows symbols to the types that they reach, by name, as far as one source of evidence can. */
public interface Reach {
  /** Reaches nothing. */
  Reach NOTHING = _ -> Set.of();

  /**
   * Follows the symbols and more names to the end.
   *
   * @param more names of types that others reached
   * @return all names that are reached so far
   */
  Set<String> types(Set<String> more);
}
