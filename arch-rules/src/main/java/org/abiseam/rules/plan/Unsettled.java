package org.abiseam.rules.plan;

/**
 * A plan cannot be made: a setting is not recorded, a compiler's answer is not known, a type cannot
 * be passed by value by any rule here. Leaves a machine's file and is caught in one place, where it
 * becomes a reason.
 */
public final class Unsettled extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean switchedOff;

  /**
   * A reason.
   *
   * @param reason as a sentence without a full stop
   */
  public Unsettled(String reason) {
    this(reason, false);
  }

  private Unsettled(String reason, boolean switchedOff) {
    super(reason, null, false, false);
    this.switchedOff = switchedOff;
  }

  /**
   * What would carry a value is switched off: floating point in an object of a kernel.
   *
   * @param reason as a sentence without a full stop
   * @return to be thrown
   */
  public static Unsettled switchedOff(String reason) {
    return new Unsettled(reason, true);
  }

  /**
   * Whether the registers that would carry a value are switched off.
   *
   * @return true for {@link #switchedOff(String)}
   */
  public boolean isSwitchedOff() {
    return switchedOff;
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
