package org.abiseam.model;

import java.util.List;

/**
 * Describes a disagreement, as data.
 *
 * @param rule what is wrong
 * @param severity how much it matters
 * @param subject what it is about; the cause, where other types only contain it
 * @param provider the C view; for {@link Rule#BINDINGS_STALE} the view of the object
 * @param consumer the Rust view; for {@link Rule#LAYOUT_DRIFT} the other C view
 * @param differences in order of position, first the one to mend
 * @param cause why, as far as it is known, as a sentence without a full stop; empty where the
 *     differences say all
 * @param citations where the rule is written
 * @param divergences ids of the points on which the two compilers differ here
 * @param reach names of types, then of variables with the word in front, that differ only because
 *     they contain the subject; each sorted
 */
public record Finding(
    Rule rule,
    Severity severity,
    Subject subject,
    View provider,
    View consumer,
    List<Difference> differences,
    String cause,
    List<Citation> citations,
    List<String> divergences,
    List<String> reach) {

  /** Copies the lists. */
  public Finding {
    differences = List.copyOf(differences);
    citations = List.copyOf(citations);
    divergences = List.copyOf(divergences);
    reach = List.copyOf(reach);
  }

  /**
   * Returns the same with another severity.
   *
   * @param graded how bad it is
   * @return a copy
   */
  public Finding as(Severity graded) {
    return new Finding(
        rule,
        graded,
        subject,
        provider,
        consumer,
        differences,
        cause,
        citations,
        divergences,
        reach);
  }

  /**
   * Returns the same with a cause.
   *
   * @param known why, as a sentence without a full stop
   * @return a copy
   */
  public Finding because(String known) {
    return new Finding(
        rule,
        severity,
        subject,
        provider,
        consumer,
        differences,
        known,
        citations,
        divergences,
        reach);
  }
}
