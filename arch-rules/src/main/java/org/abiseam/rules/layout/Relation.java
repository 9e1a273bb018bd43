package org.abiseam.rules.layout;

/** What two views are to each other. */
public enum Relation {
  /** Two sides of one build, which run together: what one has and the other lacks is lost. */
  SIDES,
  /**
   * An old build and a new one: what was compiled against the old one meets the new one. A member
   * that fills what was empty or reserved moves nothing; one that is gone is missed.
   */
  VERSIONS
}
