package org.abiseam.rules;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.rules.layout.RuleDifference;

/**
 * Turns the differences of one type into one finding.
 *
 * <p>A member that was inserted moves all that follow and makes the struct larger; only the first
 * has to be fixed. So the finding has the rule of its worst difference, of those the first by
 * position, and where several lie at one place the one that explains the others: what a thing is
 * before where it is, where it is before how large it makes the whole. Upper bits that are wrong
 * come after values that are elsewhere.
 */
final class Findings {
  static final Comparator<Finding> WORST_FIRST =
      Comparator.<Finding, Boolean>comparing(finding -> !causes(finding))
          .thenComparing(Finding::severity)
          .thenComparing(Finding::subject);

  private static final Comparator<RuleDifference> BY_POSITION =
      Comparator.comparingLong(RuleDifference::position).thenComparingInt(it -> rank(it.rule()));

  private Findings() {}

  static Finding of(Subject subject, View provider, View consumer, List<RuleDifference> found) {
    RuleDifference primary =
        found.stream()
            .min(
                Comparator.comparing(RuleDifference::severity)
                    .thenComparing(it -> it.rule() == Rule.CALL_EXTENSION)
                    .thenComparing(BY_POSITION))
            .orElseThrow();
    List<RuleDifference> ordered = new ArrayList<>(found);
    ordered.sort(BY_POSITION);
    ordered.remove(primary);
    ordered.addFirst(primary);
    return new Finding(
        rule(primary),
        primary.severity(),
        subject,
        provider,
        consumer,
        ordered.stream().map(one -> one.of(subject.name())).distinct().toList(),
        primary.cause(),
        ordered.stream().map(RuleDifference::citation).distinct().toList(),
        ordered.stream().flatMap(one -> one.divergences().stream()).distinct().toList(),
        List.of());
  }

  static Finding reaching(Finding finding, List<String> reach) {
    return new Finding(
        finding.rule(),
        finding.severity(),
        finding.subject(),
        finding.provider(),
        finding.consumer(),
        finding.differences(),
        finding.cause(),
        finding.citations(),
        finding.divergences(),
        reach);
  }

  /** Returns the rule; of a type without members that is its size or kind. */
  private static Rule rule(RuleDifference primary) {
    if (primary.rule() != Rule.LAYOUT_MEMBER_TYPE || !primary.path().isEmpty()) {
      return primary.rule();
    }
    return primary.what() == Difference.What.SIZE ? Rule.LAYOUT_SIZE : Rule.LAYOUT_KIND;
  }

  /** Lists the differences that matter; the list may be changed. */
  static List<RuleDifference> serious(List<RuleDifference> all) {
    return all.stream()
        .filter(RuleDifference::serious)
        .collect(Collectors.toCollection(ArrayList::new));
  }

  /** Tells whether it concerns the whole build and so may cause the findings of many types. */
  private static boolean causes(Finding finding) {
    Rule rule = finding.rule();
    boolean ofBuild =
        rule == Rule.MACHINE_MISMATCH
            || rule == Rule.ATTRIBUTE_MISMATCH
            || rule == Rule.FLAG_MISMATCH;
    return ofBuild && finding.severity() != Severity.HARMLESS;
  }

  private static int rank(Rule rule) {
    return switch (rule) {
      case MACHINE_MISMATCH, DEBUG_INFO_INSUFFICIENT, LAYOUT_DRIFT, BINDINGS_STALE -> 0;
      case ATTRIBUTE_MISMATCH, FLAG_MISMATCH, SYMBOL_MISSING, SYMBOL_DUPLICATE, SYMBOL_SIZE -> 0;
      case SYMBOL_VERSION, SYMBOL_BINDING, LIBRARY_NAME -> 0;
      case EXPORT_CHECKSUM, EXPORT_NAMESPACE, EXPORT_LICENCE -> 0;
      case SYMBOL_KIND, CALL_ARITY, CALL_VARIADIC -> 0;
      case CALL_HIDDEN_POINTER -> 1;
      case CALL_RETURN, CALL_ARGUMENT -> 2;
      case CALL_EXTENSION, CALL_STACK, CALL_NORETURN -> 3;
      case POINTER_SIGNATURE -> 3;
      case LAYOUT_KIND -> 1;
      case LAYOUT_MEMBER_MISSING -> 2;
      case LAYOUT_MEMBER_TYPE -> 3;
      case LAYOUT_ARRAY_LENGTH -> 4;
      case LAYOUT_ENUM_VALUE -> 5;
      case LAYOUT_ENUM_RANGE -> 6;
      case LAYOUT_BITFIELD -> 7;
      case LAYOUT_OFFSET -> 8;
      case LAYOUT_SIZE -> 9;
      case LAYOUT_ALIGNMENT -> 10;
    };
  }
}
