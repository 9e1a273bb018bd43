package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.abiseam.model.TypeId;
import org.abiseam.rules.layout.RuleDifference;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.psabi.AssumedPlan;

/**
 * Holds what differs under one pair of explanations.
 *
 * @param differences empty where the two sides meet
 * @param supposed what is assumed, as a clause; empty where nothing is
 */
record Compared(List<RuleDifference> differences, String supposed) {
  /** Creates what differs where one side is as assumed. */
  static Compared of(List<RuleDifference> differences, AssumedPlan one) {
    return of(differences, one, one);
  }

  /** Creates what differs where both sides are as assumed. */
  static Compared of(List<RuleDifference> differences, AssumedPlan one, AssumedPlan other) {
    List<String> all = new ArrayList<>(0);
    Set<TypeId> named = new HashSet<>();
    for (int i = 0; i < one.assumptions().size(); i++) {
      Assumption assumption = one.assumptions().get(i);
      Assumption assumed = assumption == Assumption.PLAIN ? other.assumptions().get(i) : assumption;
      if (assumed != Assumption.PLAIN && named.add(type(one, i))) {
        all.add("the type of " + name(one, i) + " has " + assumed.text());
      }
    }
    Stream.concat(one.within().stream(), other.within().stream())
        .distinct()
        .forEach(it -> all.add("the type of a member has " + it.text()));
    return new Compared(differences, String.join(" and ", all));
  }

  private static String name(AssumedPlan one, int index) {
    return index == one.plan().arguments().size()
        ? "the result"
        : one.plan().arguments().get(index).name();
  }

  private static TypeId type(AssumedPlan one, int index) {
    return index == one.plan().arguments().size()
        ? one.plan().result().type()
        : one.plan().arguments().get(index).type();
  }

  boolean meets() {
    return differences.isEmpty();
  }

  Compared with(UnaryOperator<RuleDifference> change) {
    return new Compared(differences.stream().map(change).toList(), supposed);
  }

  Compared without(Predicate<RuleDifference> some) {
    return new Compared(differences.stream().filter(Predicate.not(some)).toList(), supposed);
  }
}
