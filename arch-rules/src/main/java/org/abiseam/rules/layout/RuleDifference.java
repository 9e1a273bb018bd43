package org.abiseam.rules.layout;

import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;

/**
 * Describes one point on which two types or calls differ, and the rule that it breaks.
 *
 * <pre>
 *   RuleDifference.of(OFFSET, What.OFFSET, Value.of(32), Value.of(64)).at("member", 32)
 * </pre>
 *
 * @param clause the broken rule
 * @param difference both values, with the path from the compared type, which is empty for the type
 *     itself
 * @param position bits from the beginning of the type, or {@link #WHOLE}
 * @param cause why, or empty
 * @param divergences ids of the points on which the compilers differ
 */
public record RuleDifference(
    Clause clause, Difference difference, long position, String cause, List<String> divergences) {

  /** The position of what concerns the whole type. */
  public static final long WHOLE = Long.MAX_VALUE;

  /** Leads from an array or vector to what each element of it has. */
  public static final String ELEMENT = "[]";

  /** Copies the list. */
  public RuleDifference {
    divergences = List.copyOf(divergences);
  }

  /** Creates a difference of the whole type. */
  public static RuleDifference of(Clause clause, What what, Value expected, Value actual) {
    return new RuleDifference(
        clause, new Difference("", what, expected, actual), WHOLE, "", List.of());
  }

  /** Creates a difference in size. */
  public static RuleDifference size(Clause clause, long expectedBytes, long actualBytes) {
    return of(
        clause, What.SIZE, Value.of(expectedBytes * Byte.SIZE), Value.of(actualBytes * Byte.SIZE));
  }

  /** Creates a difference in type. */
  public static RuleDifference type(Clause clause, String expected, String actual) {
    return of(clause, What.TYPE, Value.of(expected), Value.of(actual));
  }

  /** Returns the difference at a member or an argument. */
  public RuleDifference at(String path, long bits) {
    return new RuleDifference(clause, moved(path), bits, cause, divergences);
  }

  /** Returns the difference with its cause. */
  public RuleDifference because(String why) {
    return new RuleDifference(clause, difference, position, why, divergences);
  }

  /** Returns the difference with the ids of the divergences that explain it. */
  public RuleDifference explainedBy(List<String> ids) {
    return new RuleDifference(clause, difference, position, cause, ids);
  }

  /** Returns the difference as one of another rule. */
  public RuleDifference under(Rule rule) {
    return new RuleDifference(clause.under(rule), difference, position, cause, divergences);
  }

  /** Returns the difference with another severity. */
  public RuleDifference as(Severity severity) {
    return new RuleDifference(clause.as(severity), difference, position, cause, divergences);
  }

  /** Returns the difference as the type that contains the compared one sees it. */
  RuleDifference inside(String member, long offset) {
    return at(joined(member, path()), position == WHOLE ? offset : offset + position);
  }

  /** Returns the difference with the two sides exchanged. */
  RuleDifference swapped() {
    Difference other = new Difference(path(), what(), /* expected= */ actual(), expected());
    return new RuleDifference(clause, other, position, cause, divergences);
  }

  private Difference moved(String path) {
    return new Difference(path, what(), expected(), actual());
  }

  /** Joins two paths of which either may be empty; {@code []} stands for each element. */
  public static String joined(String outer, String inner) {
    if (outer.isEmpty() || inner.isEmpty()) {
      return outer + inner;
    }
    return outer + (inner.startsWith(ELEMENT) ? "" : ".") + inner;
  }

  /** Returns the difference as a report shows it, under the name of the type. */
  public Difference of(String type) {
    return moved(joined(type, path()));
  }

  /** Returns the broken rule. */
  public Rule rule() {
    return clause.rule();
  }

  /** Returns how much it matters. */
  public Severity severity() {
    return clause.severity();
  }

  /** Tells whether it matters at all. */
  public boolean serious() {
    return severity() != Severity.HARMLESS;
  }

  /** Returns where the rule is written. */
  public Citation citation() {
    return clause.citation();
  }

  /** Returns the path from the compared type; empty for the type itself. */
  public String path() {
    return difference.path();
  }

  /** Returns the property that differs. */
  public What what() {
    return difference.what();
  }

  /** Returns the provider's value. */
  public Value expected() {
    return difference.expected();
  }

  /** Returns the consumer's value. */
  public Value actual() {
    return difference.actual();
  }
}
