package org.abiseam.rules.psabi;

import java.util.List;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Plan;

/**
 * Holds a plan with the assumptions that it rests on.
 *
 * @param plan where everything travels
 * @param assumptions what is assumed of the type of each argument, and last of the result
 * @param within what is assumed of types that only parts of these have
 * @param rust whether the types are Rust's
 */
public record AssumedPlan(
    Plan plan, List<Assumption> assumptions, List<Assumption> within, boolean rust) {
  /** Copies the lists. */
  public AssumedPlan {
    assumptions = List.copyOf(assumptions);
    within = List.copyOf(within);
  }
}
