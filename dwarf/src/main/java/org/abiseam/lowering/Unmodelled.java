package org.abiseam.lowering;

/** Says that an entry means something that the model has no words for, or contradicts itself. */
public final class Unmodelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * Takes the reason.
   *
   * @param reason a clause: "a C++ base class"
   */
  public Unmodelled(String reason) {
    super(reason, null, false, false);
  }
}
