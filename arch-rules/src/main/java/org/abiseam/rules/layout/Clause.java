package org.abiseam.rules.layout;

import org.abiseam.model.Citation;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;

/**
 * What a comparison says when it does not hold.
 *
 * @param rule the id
 * @param severity how much it matters
 * @param citation where it is written
 */
record Clause(Rule rule, Severity severity, Citation citation) {
  static Clause harmful(Rule rule, Citation citation) {
    return new Clause(rule, Severity.HARMFUL, citation);
  }

  static Clause risky(Rule rule, Citation citation) {
    return new Clause(rule, Severity.RISKY, citation);
  }

  static Clause harmless(Rule rule, Citation citation) {
    return new Clause(rule, Severity.HARMLESS, citation);
  }
}
