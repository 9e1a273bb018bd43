package org.abiseam.cli.report;

import java.util.Optional;

/**
 * Says how a report presents a run; a format uses what it can show.
 *
 * @param status the exit status and its meaning
 * @param paint with colors or without
 * @param verbosity how much is told
 * @param columns characters of a line; {@link #ENDLESS} where no line is broken
 * @param sources whether lines of source files are shown
 * @param version of this program
 * @param project the Cargo project that was built; empty for commands that build none
 */
public record Presentation(
    Status status,
    Paint paint,
    Verbosity verbosity,
    int columns,
    Sources sources,
    String version,
    Optional<String> project) {
  /** Lines of a file are as long as what they say. */
  public static final int ENDLESS = Integer.MAX_VALUE;

  /**
   * Creates one whose lines are not broken.
   *
   * @param status the exit status and its meaning
   * @param paint with colors or without
   * @param verbosity how much is told
   * @param version of this program
   */
  public Presentation(Status status, Paint paint, Verbosity verbosity, String version) {
    this(status, paint, verbosity, ENDLESS, Sources.WITHHELD, version, Optional.empty());
  }
}
