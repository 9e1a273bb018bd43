package org.abiseam.rules.layout;

import org.abiseam.model.Citation;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;

/**
 * Names the rule that a difference breaks.
 *
 * @param rule the id
 * @param severity how much it matters
 * @param citation where the rule is written
 */
public record Clause(Rule rule, Severity severity, Citation citation) {
  /** Creates the clause of something that goes wrong at run time. */
  public static Clause harmful(Rule rule, Citation citation) {
    return new Clause(rule, Severity.HARMFUL, citation);
  }

  /** Creates the clause of something that may go wrong. */
  public static Clause risky(Rule rule, Citation citation) {
    return new Clause(rule, Severity.RISKY, citation);
  }

  /** Creates the clause of something that is only worth a remark. */
  public static Clause harmless(Rule rule, Citation citation) {
    return new Clause(rule, Severity.HARMLESS, citation);
  }

  /** Returns the clause of another rule that quotes the same source. */
  Clause under(Rule other) {
    return new Clause(other, severity, citation);
  }

  /** Returns the clause with another source. */
  Clause quoting(Citation other) {
    return new Clause(rule, severity, other);
  }

  /** Returns the clause with another severity. */
  public Clause as(Severity other) {
    return new Clause(rule, other, citation);
  }
}
