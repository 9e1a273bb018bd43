package org.abiseam.dwarf.lower;

/** An entry says something that the model has no words for, or contradicts itself. */
final class Unmodelled extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * A reason.
   *
   * @param reason a clause: "a C++ base class"
   */
  Unmodelled(String reason) {
    super(reason, null, false, false);
  }

  String reason() {
    return String.valueOf(getMessage());
  }
}
