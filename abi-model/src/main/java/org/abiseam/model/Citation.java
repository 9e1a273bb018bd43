package org.abiseam.model;

/**
 * Holds where a rule is written.
 *
 * @param document title with version or date, e.g. {@code DWARF 5}
 * @param clause section, or review or commit id, e.g. {@code §5.7.6}
 */
public record Citation(String document, String clause) {
  /** Refuses an empty document. */
  public Citation {
    if (document.isBlank()) {
      throw new IllegalArgumentException("a citation names its document");
    }
  }

  @Override
  public String toString() {
    return clause.isEmpty() ? document : document + " " + clause;
  }
}
