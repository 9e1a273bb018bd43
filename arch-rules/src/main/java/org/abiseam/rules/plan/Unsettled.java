package org.abiseam.rules.plan;

import org.abiseam.model.Machine;

/**
 * Says that a plan cannot be made: a setting is not recorded, a compiler's answer is not known, a
 * type cannot be passed by value by any rule here. Leaves a machine's file and is caught in one
 * place, where it becomes a reason.
 */
public final class Unsettled extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient Cause cause;

  /** Tells why there is no plan. */
  public sealed interface Cause {
    /** Something is not recorded, not known, or not covered by a rule. */
    record Unknown() implements Cause {}

    /** The compiler did not record the switches that the call depends on. */
    record NotRecorded() implements Cause {}

    /**
     * Describes that nothing tells whether Rust was compiled with a switch.
     *
     * @param open the switch
     */
    record SwitchOfRust(Machine.RustSwitch open) implements Cause {}

    /** The registers that would carry a value are switched off. */
    record SwitchedOff() implements Cause {}

    /**
     * Describes the compiler disagrees with itself: its caller leaves a value where its callee does
     * not look.
     *
     * @param divergence the point that it answers with yes
     */
    record SelfDisagreement(Divergence divergence) implements Cause {}
  }

  /**
   * Says that something is not known.
   *
   * @param reason as a sentence without a full stop
   */
  public Unsettled(String reason) {
    this(reason, new Cause.Unknown());
  }

  /**
   * Says why there is no plan.
   *
   * @param reason as a sentence without a full stop
   * @param cause the same as a value
   */
  public Unsettled(String reason, Cause cause) {
    super(reason, null, false, false);
    this.cause = cause;
  }

  /**
   * Returns the cause, for those who decide by it.
   *
   * @return as given
   */
  public Cause cause() {
    return cause;
  }

  /**
   * Returns the reason, for those who read it.
   *
   * @return as a sentence without a full stop
   */
  public String reason() {
    return String.valueOf(getMessage());
  }
}
