package org.abiseam.engine.result;

import java.util.List;
import java.util.Optional;

/**
 * Says how both sides of one function pass its arguments and result.
 *
 * @param report the verdict, and what could not be read
 * @param callees each definition with its plan
 * @param callers each declaration of the other side with its plan
 * @param remedy the smallest change of a prototype with which both sides agree; empty where there
 *     is no finding or no such change
 */
public record CallExplanation(
    Report report, List<PlannedCall> callees, List<PlannedCall> callers, Optional<String> remedy) {
  /** Copies the lists. */
  public CallExplanation {
    callees = List.copyOf(callees);
    callers = List.copyOf(callers);
  }
}
