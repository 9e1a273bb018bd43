package org.abiseam.model;

/**
 * Describes one compile unit of an object file.
 *
 * @param name source file or crate unit as recorded
 * @param producer who made it
 * @param detail how much debug info it has
 */
public record CompileUnit(String name, Producer producer, Detail detail) {
  /** rustc names a unit by the crate's root, this, and a name with a hash. */
  private static final String CODEGEN_UNIT = "/@/";

  /**
   * Returns the source file of a unit, which stays the same with another release of the compiler.
   *
   * @param unit its recorded name
   * @return the root of the crate where rustc compiled it
   */
  public static String source(String unit) {
    int end = unit.indexOf(CODEGEN_UNIT);
    return end > 0 ? unit.substring(0, end) : unit;
  }

  /** {@return its source file, which stays the same with another release of the compiler} */
  public String source() {
    return source(name);
  }

  /** How much debug info a unit has. */
  public enum Detail {
    /** Types, functions and variables. */
    FULL,
    /**
     * Lines and perhaps function names, no types: {@code -g1}, {@code -Cdebuginfo=1}, {@code
     * -gline-tables-only}.
     */
    LINES_ONLY,
    /** A skeleton whose split file was not found. */
    MISSING
  }
}
