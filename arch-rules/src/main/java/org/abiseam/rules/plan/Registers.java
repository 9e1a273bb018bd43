package org.abiseam.rules.plan;

import java.util.List;

/** The registers of one bank that are not yet taken, in order. Not thread-safe. */
public final class Registers {
  private final List<String> names;
  private int next;
  private int end;

  /**
   * Creates a bank of which nothing is taken.
   *
   * @param names in the order of the processor supplement
   */
  public Registers(List<String> names) {
    this.names = names;
    this.end = names.size();
  }

  /**
   * Returns how many are left.
   *
   * @return 0 or more
   */
  public int free() {
    return end - next;
  }

  /**
   * Takes the next one.
   *
   * @return the register
   * @throws Unsettled if none is left: then the rules do not cover the value
   */
  public Location.Register take() {
    if (free() == 0) {
      throw new Unsettled("no rule covers a value that needs more registers than there are");
    }
    return new Location.Register(names.get(next++));
  }

  /** Passes over one where the next has an odd number in the bank. */
  public void even() {
    next = Math.min(end, next + (next & 1));
  }

  /**
   * Passes over some.
   *
   * @param count how many
   */
  public void skip(int count) {
    next = Math.min(end, next + count);
  }

  /**
   * Takes some off the end of what is left.
   *
   * @param count how many
   */
  public void withhold(int count) {
    end = Math.max(next, end - count);
  }

  /** Passes over all that are left. */
  public void exhaust() {
    next = end;
  }
}
