package org.abiseam.rules.plan;

/** A place that a call can leave bytes in. */
public sealed interface Location {
  /**
   * Describes a register.
   *
   * @param name as the processor supplement writes it
   */
  record Register(String name) implements Location {
    @Override
    public String toString() {
      return name;
    }
  }

  /**
   * Describes the argument area of the stack.
   *
   * @param offset bytes from where the first argument on the stack would lie, at entry of the
   *     callee
   */
  record Stack(long offset) implements Location {
    @Override
    public String toString() {
      return "stack+" + offset;
    }
  }
}
