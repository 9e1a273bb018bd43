package org.abiseam.model;

/**
 * Describes one compile unit of an object file.
 *
 * @param name source file or crate unit as recorded
 * @param producer who made it
 * @param detail how much debug info it has
 */
public record CompileUnit(String name, Producer producer, Detail detail) {

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
