package org.abiseam.rules.layout;

import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;

/**
 * One point on which two types differ.
 *
 * @param rule what is wrong
 * @param severity how much it matters
 * @param path from the type that was compared, without its name; empty for the type itself
 * @param position bits from the beginning of the type; the end for what concerns all of it
 * @param what the property
 * @param expected the provider's value
 * @param actual the consumer's value
 * @param cause why, or empty
 * @param citation where the rule is written
 * @param divergences ids of the points on which the compilers part
 */
public record Deviation(
    Rule rule,
    Severity severity,
    String path,
    long position,
    What what,
    Value expected,
    Value actual,
    String cause,
    Citation citation,
    List<String> divergences) {

  /** Copies the list. */
  public Deviation {
    divergences = List.copyOf(divergences);
  }

  /** The position of what concerns the whole type. */
  public static final long WHOLE = Long.MAX_VALUE;

  /** The same, seen from a type that holds the compared one. */
  Deviation inside(String member, long offset) {
    long at = position == WHOLE ? offset : offset + position;
    return new Deviation(
        rule,
        severity,
        joined(member, path),
        at,
        what,
        expected,
        actual,
        cause,
        citation,
        divergences);
  }

  /** The same with the two sides exchanged. */
  Deviation turned() {
    return new Deviation(
        rule,
        severity,
        path,
        position,
        what,
        /* expected= */ actual,
        /* actual= */ expected,
        cause,
        citation,
        divergences);
  }

  static String joined(String outer, String inner) {
    return outer.isEmpty() ? inner : inner.isEmpty() ? outer : outer + "." + inner;
  }

  /** The difference as a report shows it. */
  public Difference difference(String type) {
    return new Difference(joined(type, path), what, expected, actual);
  }
}
