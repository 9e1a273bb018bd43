package org.abiseam.cli.gate;

import java.util.List;
import org.abiseam.cli.report.Status;

/**
 * Says why a gate stops a build.
 *
 * @param cause the kind of reason, which decides the exit status
 * @param text the reason in words
 */
public record StopReason(Cause cause, String text) {
  /** The kinds of reasons. */
  public enum Cause {
    /** Harmful findings. */
    HARMFUL_FINDINGS(Status.DIFFERENCE | Status.HARMFUL),
    /** Risky findings. */
    RISKY_FINDINGS(Status.DIFFERENCE),
    /** Entities that are undetermined, which the policy forbids. */
    UNDETERMINED(Status.UNDETERMINED),
    /** A coverage below the percentage that the policy requires. */
    COVERAGE(Status.UNDETERMINED),
    /** An input that could not be read. */
    UNREAD_INPUT(Status.ERROR);

    private final int bits;

    Cause(int bits) {
      this.bits = bits;
    }
  }

  /**
   * Computes the exit status of a gate.
   *
   * @return the sum of their bits; 0 where there are none
   */
  public static int status(List<StopReason> reasons) {
    return reasons.stream().mapToInt(reason -> reason.cause().bits).reduce(0, (a, b) -> a | b);
  }
}
