package org.abiseam.cli;

import org.abiseam.cli.report.Presentation;
import org.abiseam.cli.report.Sources;

/**
 * Holds what the process is attached to. The launcher looks with {@code test -t}, which costs
 * nothing; without it nothing is taken for a terminal.
 *
 * @param output whether standard output is a terminal
 * @param errors whether standard error is one
 * @param plain whether {@code NO_COLOR} is set, to anything but nothing
 * @param columns characters of a line; {@link Presentation#ENDLESS} where nobody says
 */
record Terminal(boolean output, boolean errors, boolean plain, int columns) {
  private static final int WIDEST = 10_000;

  /** Creates one whose lines are not broken. */
  Terminal(boolean output, boolean errors, boolean plain) {
    this(output, errors, plain, Presentation.ENDLESS);
  }

  static Terminal ofProcess() {
    String attached = System.getProperty("abiseam.terminal", "");
    String plain = System.getenv("NO_COLOR");
    String exported = System.getenv("COLUMNS");
    return new Terminal(
        attached.indexOf('1') >= 0,
        attached.indexOf('2') >= 0,
        plain != null && !plain.isEmpty(),
        columns(exported == null ? System.getProperty("abiseam.columns", "") : exported));
  }

  /** Shows lines of source files to a reader who sits at the terminal. */
  Sources sources() {
    return output ? Sources.SHOWN : Sources.WITHHELD;
  }

  /** Reads a width; what is no number of characters is no width. */
  static int columns(String text) {
    try {
      int columns = Integer.parseInt(text);
      return columns > 0 && columns <= WIDEST ? columns : Presentation.ENDLESS;
    } catch (NumberFormatException _) {
      return Presentation.ENDLESS;
    }
  }
}
