package org.abiseam.model;

/** How much a finding matters, from worst to least. */
public enum Severity {
  /** The two sides disagree on something that runs. */
  HARMFUL,
  /** They agree by luck, or only with these compiler versions. */
  RISKY,
  /** They differ and it cannot matter. */
  HARMLESS;

  /**
   * Returns the word of the report.
   *
   * @return lower case
   */
  public String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
