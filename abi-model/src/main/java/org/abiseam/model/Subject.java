package org.abiseam.model;

/**
 * Holds what a finding is about.
 *
 * @param kind what sort of thing
 * @param name its name as C writes it
 */
public record Subject(Kind kind, String name) implements Comparable<Subject> {

  /** What sort of thing. */
  public enum Kind {
    /** A type. */
    TYPE,
    /** A function. */
    FUNCTION,
    /** A variable. */
    VARIABLE,
    /** An object file. */
    OBJECT;

    /**
     * Returns the word of the report.
     *
     * @return lower case
     */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  @Override
  public int compareTo(Subject other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }
}
