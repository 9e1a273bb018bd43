package org.abiseam.fleet;

import java.io.Serializable;
import org.apache.spark.api.java.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Holds how an attempt at a task ended. A fault is a value, not an exception: Spark would give up
 * the job and wrap the fault in a page of text.
 *
 * @param outcome what was found; null where the task failed
 * @param fault why it failed; empty where it did not
 */
record Attempt(@Nullable Outcome outcome, String fault) implements Serializable {

  /** Does the work of a task. */
  static Attempt of(Function<Integer, Outcome> work, int number) {
    try {
      return new Attempt(work.call(number), "");
    } catch (Exception | StackOverflowError | OutOfMemoryError fault) {
      return new Attempt(null, reason(fault));
    }
  }

  /** Returns what a fault says, in one line. */
  static String reason(Throwable fault) {
    return String.valueOf(fault.getMessage())
        .lines()
        .findFirst()
        .orElse(fault.getClass().getSimpleName());
  }
}
