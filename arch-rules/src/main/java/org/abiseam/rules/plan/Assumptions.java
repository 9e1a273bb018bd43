package org.abiseam.rules.plan;

import java.util.HashMap;
import java.util.Map;
import org.abiseam.model.TypeId;

/**
 * Assumes one thing of each type of a signature that debug info leaves open.
 *
 * @param of by the type behind typedefs; {@link Assumption#PLAIN} for all others
 */
public record Assumptions(Map<TypeId, Assumption> of) {
  /** Assumes of all types what is most likely. */
  public static final Assumptions PLAIN = new Assumptions(Map.of());

  /** Copies the map. */
  public Assumptions {
    of = Map.copyOf(of);
  }

  /**
   * Returns what is assumed of a type.
   *
   * @param resolved the type behind typedefs
   * @return the assumption
   */
  public Assumption of(TypeId resolved) {
    return of.getOrDefault(resolved, Assumption.PLAIN);
  }

  /**
   * Adds or changes the assumption about one type.
   *
   * @param open the type and what may be true of it
   * @return the changed assumptions
   */
  public Assumptions with(OpenAssumption open) {
    Map<TypeId, Assumption> changed = new HashMap<>(of);
    changed.put(open.type(), open.assumption());
    return new Assumptions(changed);
  }

  /**
   * Names something that may be true of a type, and would have changed an answer.
   *
   * @param type behind typedefs
   * @param assumption what may be true
   */
  public record OpenAssumption(TypeId type, Assumption assumption) {}
}
