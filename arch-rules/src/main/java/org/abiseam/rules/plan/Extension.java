package org.abiseam.rules.plan;

/**
 * Holds how far a narrow number is extended in its register or stack slot.
 *
 * @param width the number's own bits
 * @param given bits that this compiler sets right when it sends the number, at least {@code width}
 * @param trusted bits that this compiler relies on when it receives it
 * @param signed whether the extension is by sign
 * @param reliance when it relies on them
 */
public record Extension(int width, int given, int trusted, boolean signed, Reliance reliance) {
  /** When a compiler relies on the bits above a number. */
  public enum Reliance {
    /** In every call. */
    ALWAYS,
    /** In calls in tail position that convert the result, and in no others. */
    IN_TAIL_CALLS
  }

  /**
   * Creates the extension of a number whose receiver always relies on it.
   *
   * @param width bits of the number
   * @param given bits that this compiler sets right when it sends the number
   * @param trusted bits that this compiler relies on when it receives it
   * @param signed whether the extension is by sign
   */
  public Extension(int width, int given, int trusted, boolean signed) {
    this(width, given, trusted, signed, Reliance.ALWAYS);
  }
}
