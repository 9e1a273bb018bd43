package org.abiseam.rules;

import java.util.HashSet;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.RuleDifference;

/**
 * Finds types of which the text of the bindings and the Rust objects say different things, so that
 * the objects were compiled from another text. What runs is the object, so its view counts.
 */
final class StaleBindings {
  private StaleBindings() {}

  /** Tells whether a view was read from the text of bindings. */
  static boolean text(View.Typed view) {
    return view.definition().evidence() == Evidence.BINDINGS;
  }

  /**
   * Lists the views of a text that differ from C in another way than every object does.
   *
   * @param pairs each Rust view of one type with the C view that it is judged by
   * @return empty where no object has the type
   */
  static List<TypeJudgement.ComparedPair> of(List<TypeJudgement.ComparedPair> pairs) {
    if (pairs.stream().noneMatch(one -> text(one.consumer()))) {
      return List.of();
    }
    List<Set<String>> compiled =
        pairs.stream()
            .filter(one -> !text(one.consumer()))
            .filter(one -> one.consumer().producer().language() == Producer.Language.RUST)
            .map(one -> serious(one.differences()))
            .toList();
    return compiled.isEmpty()
        ? List.of()
        : pairs.stream()
            .filter(one -> text(one.consumer()))
            .filter(one -> !compiled.contains(serious(one.differences())))
            .toList();
  }

  /** Members may be described in other words: where they differ is compared. */
  private static Set<String> serious(Differences differences) {
    return Stream.concat(
            Findings.serious(differences.all()).stream().map(one -> one.rule() + one.path()),
            differences.inherited().stream().map(Differences.Inherited::path))
        .collect(Collectors.toSet());
  }

  /**
   * Says that a text is stale.
   *
   * @param comparisons compares both
   * @param compiled what an object has
   * @param stale what the text has
   */
  static Finding finding(
      Subject subject,
      Comparisons comparisons,
      TypeJudgement.ComparedPair compiled,
      TypeJudgement.ComparedPair stale) {
    Differences between = comparisons.compare(compiled.consumer(), stale.consumer());
    List<RuleDifference> found = all(between);
    if (found.isEmpty()) {
      found.addAll(all(compiled.differences()));
      found.addAll(all(stale.differences()));
    }
    Finding plain = Findings.of(subject, compiled.consumer(), stale.consumer(), found);
    return new Finding(
        Rule.BINDINGS_STALE,
        Severity.RISKY,
        subject,
        compiled.consumer(),
        stale.consumer(),
        plain.differences(),
        "the objects were not compiled with these bindings; the object counts",
        plain.citations(),
        List.of(),
        List.of());
  }

  private static List<RuleDifference> all(Differences differences) {
    List<RuleDifference> found = Findings.serious(differences.all());
    differences.inherited().forEach(one -> found.addAll(Findings.serious(one.spelledOut())));
    return found;
  }

  /**
   * Finds a type of a stale text that a function or variable of the text leads to, by value or
   * behind pointers.
   *
   * @param belief read from the text
   * @param stale names of types
   * @return the first name found
   */
  static Optional<String> reached(View.Typed belief, Set<String> stale) {
    NavigableSet<String> found = new TreeSet<>();
    if (!stale.isEmpty()) {
      belief
          .types()
          .walk(
              List.of(belief.definition().type()),
              new HashSet<>(),
              type -> name(type).filter(stale::contains).ifPresent(found::add));
    }
    return found.stream().findFirst();
  }

  private static Optional<String> name(Type type) {
    return switch (type) {
      case Type.Aggregate aggregate -> aggregate.name();
      case Type.Enumeration enumeration -> enumeration.name();
      case Type.Tagged tagged -> Optional.of(tagged.name());
      case Type.Opaque opaque -> opaque.name();
      case Type.Incomplete incomplete -> Optional.of(incomplete.name());
      case Type.Void _, Type.Scalar _, Type.Pointer _, Type.Sequence _ -> Optional.empty();
      case Type.Function _, Type.Wrapper _ -> Optional.empty();
    };
  }
}
