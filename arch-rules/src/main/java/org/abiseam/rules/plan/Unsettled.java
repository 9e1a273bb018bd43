package org.abiseam.rules.plan;

/**
 * A plan cannot be made: a setting is not recorded, a compiler's answer is not known, a type cannot
 * be passed by value by any rule here. Leaves a machine's file and is caught in one place, where it
 * becomes a reason.
 */
public final class Unsettled extends RuntimeException {
  private static final long serialVersionUID = 1;

  /**
   * A reason.
   *
   * @param reason as a sentence without a full stop
   */
  public Unsettled(String reason) {
    super(reason, null, false, false);
  }

  /**
   * The reason.
   *
   * @return as a sentence without a full stop
   */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
