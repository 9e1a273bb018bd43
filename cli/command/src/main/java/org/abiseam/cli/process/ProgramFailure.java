package org.abiseam.cli.process;

/** Tells that a program of the user did not do what it was asked for, with its own words if any. */
public final class ProgramFailure extends Exception {
  private static final long serialVersionUID = 1L;

  /** Holds the message. */
  public ProgramFailure(String message) {
    super(message);
  }
}
