package org.abiseam.rules.plan;

/**
 * A point on which compilers differ, asked by a machine's file in the middle of its work. Each
 * machine has an enum of its own.
 */
public interface Question {
  /**
   * The constant's name.
   *
   * @return as declared
   */
  String name();

  /**
   * The point, as a question that yes or no answers.
   *
   * @return with a question mark
   */
  String text();
}
