package org.abiseam.rules.plan;

import java.util.HashMap;
import java.util.Map;
import org.abiseam.model.TypeId;

/**
 * One explanation for each type of a signature that debug info leaves open.
 *
 * @param of by the type behind typedefs; {@link Explanation#PLAIN} for all others
 */
public record Reading(Map<TypeId, Explanation> of) {
  /** What is most likely of all types. */
  public static final Reading PLAIN = new Reading(Map.of());

  /** Copies the map. */
  public Reading {
    of = Map.copyOf(of);
  }

  /**
   * What is supposed of a type.
   *
   * @param resolved the type behind typedefs
   * @return its explanation
   */
  public Explanation of(TypeId resolved) {
    return of.getOrDefault(resolved, Explanation.PLAIN);
  }

  /**
   * This reading with another explanation of one type.
   *
   * @param suspect the type and what may be true of it
   * @return the changed reading
   */
  public Reading with(Suspect suspect) {
    Map<TypeId, Explanation> changed = new HashMap<>(of);
    changed.put(suspect.type(), suspect.explanation());
    return new Reading(changed);
  }

  /**
   * Something that may be true of a type, and would have changed an answer.
   *
   * @param type behind typedefs
   * @param explanation what may be true
   */
  public record Suspect(TypeId type, Explanation explanation) {}
}
