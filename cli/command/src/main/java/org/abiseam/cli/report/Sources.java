package org.abiseam.cli.report;

/** Says whether a report shows lines of source files. */
public enum Sources {
  /**
   * Shows none: an object names any file, which the reader of a report need not be able to read.
   */
  WITHHELD,
  /** Shows those that are at hand, to whoever sits at the terminal. */
  SHOWN
}
