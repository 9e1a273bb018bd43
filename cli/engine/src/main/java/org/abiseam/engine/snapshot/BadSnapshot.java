package org.abiseam.engine.snapshot;

/** A text that is no snapshot, or one that cannot be understood. */
public final class BadSnapshot extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int line;

  BadSnapshot(int line, String message) {
    super(message, null, false, false);
    this.line = line;
  }

  /**
   * Returns where it is.
   *
   * @return the line, from 1
   */
  public int line() {
    return line;
  }
}
