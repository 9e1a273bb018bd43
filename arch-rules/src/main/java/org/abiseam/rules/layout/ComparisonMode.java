package org.abiseam.rules.layout;

/** Tells how two sides relate to each other. */
public enum ComparisonMode {
  /** Two sides of one build, which run together: a member that one side lacks is lost. */
  SAME_BUILD,
  /**
   * An old build and a new one: code that was compiled against the old one meets the new one. A
   * member that fills empty or reserved bytes moves nothing; one that is gone is missed.
   */
  VERSIONS
}
