package org.abiseam.model;

import java.util.List;
import java.util.Map;

/**
 * The result of a run over a seam.
 *
 * @param verdicts one for each shared type, in the seam's order
 * @param findings all findings, worst first, then by subject; victims grouped under their cause
 * @param undetermined all that was not decided, by subject
 * @param coverage the counts
 */
public record Verification(
    Map<String, Verdict> verdicts,
    List<Finding> findings,
    List<Undetermined> undetermined,
    Coverage coverage) {

  /**
   * How many of the shared types got which verdict; the first is the sum of the others.
   *
   * @param shared types both sides define
   * @param agree verified
   * @param disagree with a finding of severity harmful or risky
   * @param undetermined not decided
   * @param opaque a declaration without a body on one side
   */
  public record Coverage(int shared, int agree, int disagree, int undetermined, int opaque) {
    /** Refuses figures that do not reconcile. */
    public Coverage {
      if (shared != agree + disagree + undetermined + opaque) {
        throw new IllegalArgumentException(
            "%d shared types are not %d + %d + %d + %d"
                .formatted(shared, agree, disagree, undetermined, opaque));
      }
    }
  }
}
