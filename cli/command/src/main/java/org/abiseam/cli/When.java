package org.abiseam.cli;

import org.abiseam.cli.report.EnumWords;

/** The values of an option that the program can decide itself. */
enum When {
  AUTO,
  ALWAYS,
  NEVER;

  /** Returns the decision; {@code automatic} is that of the program. */
  boolean decide(boolean automatic) {
    return switch (this) {
      case AUTO -> automatic;
      case ALWAYS -> true;
      case NEVER -> false;
    };
  }

  @Override
  public String toString() {
    return EnumWords.of(this);
  }
}
