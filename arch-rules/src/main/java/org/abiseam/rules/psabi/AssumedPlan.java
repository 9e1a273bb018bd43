package org.abiseam.rules.psabi;

import java.util.List;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Plan;

/**
 * Holds a plan with the assumptions that it rests on.
 *
 * @param plan where everything travels
 * @param assumptions what is assumed of the type of each argument, and last of the result
 * @param rust whether the types are Rust's
 */
public record AssumedPlan(Plan plan, List<Assumption> assumptions, boolean rust) {
  /** Copies the list. */
  public AssumedPlan {
    assumptions = List.copyOf(assumptions);
  }
}
