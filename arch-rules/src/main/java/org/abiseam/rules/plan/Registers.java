package org.abiseam.rules.plan;

import java.util.List;

/** The registers of one bank that are not yet taken, in order. Not thread-safe. */
public final class Registers {
  private final List<Location.Register> all;
  private int next;

  /**
   * A bank of which nothing is taken.
   *
   * @param names in the order of the processor supplement
   */
  public Registers(List<String> names) {
    this.all = names.stream().map(Location.Register::new).toList();
  }

  /**
   * How many are left.
   *
   * @return 0 or more
   */
  public int free() {
    return all.size() - next;
  }

  /**
   * How many are taken or passed over.
   *
   * @return 0 or more
   */
  public int taken() {
    return next;
  }

  /**
   * Takes the next one.
   *
   * @return the register
   */
  public Location.Register take() {
    return all.get(next++);
  }

  /** Passes over one where the next has an odd number in the bank. */
  public void even() {
    next = Math.min(all.size(), next + (next & 1));
  }

  /**
   * Passes over some.
   *
   * @param count how many
   */
  public void skip(int count) {
    next = Math.min(all.size(), next + count);
  }

  /** Passes over all that are left. */
  public void exhaust() {
    next = all.size();
  }
}
