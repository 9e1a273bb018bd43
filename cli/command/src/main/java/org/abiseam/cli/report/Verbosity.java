package org.abiseam.cli.report;

/** How much a text report says. */
public enum Verbosity {
  /** Findings of what fails, and the verdict. */
  QUIET,
  /** What fits a screen. */
  NORMAL,
  /** All names, all stages. */
  VERBOSE
}
