package org.abiseam.rules.plan;

/**
 * Says how a hole that alignment alone explains is taken in a C struct of floating point numbers.
 */
public enum Padding {
  /** Nothing stands in it, or what stands in it counts alike for both sides. */
  IS_PADDING,
  /**
   * An unnamed bit-field may stand in it, and only one of both compilers counts that as a value.
   */
  MAY_BE_BIT_FIELDS
}
