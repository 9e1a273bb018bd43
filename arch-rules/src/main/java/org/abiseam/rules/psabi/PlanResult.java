package org.abiseam.rules.psabi;

import java.util.List;
import org.abiseam.rules.plan.Unsettled;

/** Holds what is known of a call on one side: its plans, or why there are none. */
public sealed interface PlanResult {
  /**
   * The call is understood.
   *
   * @param plans the likely one first; more where debug info leaves something open that matters
   */
  record Planned(List<AssumedPlan> plans) implements PlanResult {
    /** Copies the list. */
    public Planned {
      plans = List.copyOf(plans);
    }
  }

  /**
   * The call is not understood.
   *
   * @param reason as a sentence without a full stop
   * @param cause the same as a value
   */
  record NotPlanned(String reason, Unsettled.Cause cause) implements PlanResult {
    /**
     * The call is not understood, because something is not known.
     *
     * @param reason as a sentence without a full stop
     */
    public NotPlanned(String reason) {
      this(reason, new Unsettled.Cause.Unknown());
    }
  }
}
