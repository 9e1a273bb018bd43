package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeId;
import org.abiseam.rules.layout.Alignments;
import org.abiseam.rules.layout.Deviation;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.AssumedPlan;
import org.abiseam.rules.psabi.PlanResult;

/** Holds two plans of one call against each other. */
final class PlanComparison {
  private final Plan expected;
  private final Plan actual;
  private final IntFunction<String> path;
  private final Direction direction;
  private final List<Deviation> found = new ArrayList<>();

  private PlanComparison(
      Plan expected, Plan actual, IntFunction<String> path, Direction direction) {
    this.expected = expected;
    this.actual = actual;
    this.path = path;
    this.direction = direction;
  }

  /**
   * A side of a call under every explanation.
   *
   * @param plans the likely one first
   * @param told whether what debug info leaves out of an argument's type, or of the result's behind
   *     them, shows in how far the other side says that it is aligned
   */
  record Explanations(List<AssumedPlan> plans, IntPredicate told) {
    /** Those of a call; {@code aligned} says whether types were compared by their alignment. */
    static Explanations of(PlanResult.Planned side, Call call, boolean aligned) {
      Alignments alignments = new Alignments(call.machine(), call.types());
      List<Signature.Parameter> parameters = call.signature().parameters();
      TypeId result = call.signature().result();
      return new Explanations(
          side.plans(),
          i ->
              aligned
                  && alignments.told(i < parameters.size() ? parameters.get(i).type() : result));
    }

    /** Types have been compared by their alignment; what it refutes is not supposed. */
    boolean refuted(AssumedPlan explained) {
      for (int i = 0; i < explained.assumptions().size(); i++) {
        boolean aligns =
            switch (explained.assumptions().get(i)) {
              case PACKED, ALIGNED, ALIGNING_BIT_FIELD -> true;
              case PLAIN, UNNAMED_BIT_FIELDS, ZERO_WIDTH_BIT_FIELD, TRANSPARENT -> false;
            };
        if (aligns && told.test(i)) {
          return true;
        }
      }
      return false;
    }
  }

  /** What differs under each pair of explanations. */
  static List<List<Deviation>> all(
      Explanations expected, Explanations actual, IntFunction<String> path, Direction direction) {
    List<List<Deviation>> all = new ArrayList<>();
    for (AssumedPlan one : expected.plans()) {
      for (AssumedPlan other : actual.plans()) {
        boolean possible =
            (one.rust() || other.rust())
                ? (!expected.refuted(one) && !actual.refuted(other))
                : meet(one.assumptions(), other.assumptions(), expected.plans(), actual.plans());
        if (possible) {
          all.add(new PlanComparison(one.plan(), other.plan(), path, direction).compare());
        }
      }
    }
    return all;
  }

  /**
   * Two sides of C look at one source: what is true of a type is so for both. What would change
   * nothing for one side was not supposed there.
   */
  private static boolean meet(
      List<Assumption> one,
      List<Assumption> other,
      List<AssumedPlan> plansOfOne,
      List<AssumedPlan> plansOfOther) {
    for (int i = 0; i < one.size(); i++) {
      boolean same = one.get(i) == other.get(i);
      boolean idle =
          (other.get(i) == Assumption.PLAIN && !tried(plansOfOther, i, one.get(i)))
              || (one.get(i) == Assumption.PLAIN && !tried(plansOfOne, i, other.get(i)));
      if (!same && !idle) {
        return false;
      }
    }
    return true;
  }

  private static boolean tried(List<AssumedPlan> plans, int at, Assumption explanation) {
    return plans.stream().anyMatch(plan -> plan.assumptions().get(at) == explanation);
  }

  private List<Deviation> compare() {
    result();
    for (int i = 0; i < expected.arguments().size(); i++) {
      PassedValue one = expected.arguments().get(i);
      PassedValue other = actual.arguments().get(i);
      if (!PassedValues.meet(one.placement(), other.placement())) {
        place(Rule.CALL_ARGUMENT, i, one, other);
      }
      extension(i, one, other, Sender.CALLER);
    }
    stack();
    return found;
  }

  private void result() {
    PassedValue one = expected.result();
    PassedValue other = actual.result();
    int last = expected.arguments().size();
    if (!PassedValues.meet(one.placement(), other.placement())) {
      boolean hidden =
          one.placement() instanceof Placement.ByReference
              || other.placement() instanceof Placement.ByReference;
      place(hidden ? Rule.CALL_HIDDEN_POINTER : Rule.CALL_RETURN, last, one, other);
    }
    extension(last, one, other, Sender.CALLEE);
  }

  /** A result of no size through a pointer that only one side passes moves all arguments. */
  private void place(Rule rule, int index, PassedValue one, PassedValue other) {
    List<Divergence> causes = causes(index);
    found.add(
        new Deviation(
            rule,
            Severity.HARMFUL,
            name(index),
            rule == Rule.CALL_HIDDEN_POINTER ? -1 : index,
            What.LOCATION,
            Value.of(one.placement().toString()),
            Value.of(other.placement().toString()),
            causes.isEmpty() ? "" : sentence(causes.getFirst()),
            clause(one),
            causes.stream().map(Divergence::id).toList()));
  }

  private static String sentence(Divergence cause) {
    String summary = cause.summary();
    return summary.endsWith(".") ? summary.substring(0, summary.length() - 1) : summary;
  }

  private static Citation clause(PassedValue passed) {
    return passed.clauses().isEmpty() ? Clauses.C_CALL : passed.clauses().getLast();
  }

  private String name(int index) {
    return index == expected.arguments().size() ? "return" : path.apply(index);
  }

  /**
   * What the compilers answered differently for this value, then for the result and the values
   * before it, which may have moved it. Points about the upper bits of narrow numbers move nothing.
   */
  private List<Divergence> causes(int index) {
    return causes(leading(expected, index), leading(actual, index));
  }

  private static List<Divergence> causes(List<PassedValue> expected, List<PassedValue> actual) {
    return PassedValues.parted(expected, actual);
  }

  private static List<PassedValue> leading(Plan plan, int index) {
    List<PassedValue> passedValues = new ArrayList<>(plan.arguments());
    while (passedValues.size() > index + 1) {
      passedValues.removeLast();
    }
    passedValues.addFirst(plan.result());
    passedValues.addFirst(passed(plan, index));
    passedValues.removeIf(passed -> passed.extension().isPresent());
    return passedValues;
  }

  private static PassedValue passed(Plan plan, int index) {
    return index == plan.arguments().size() ? plan.result() : plan.arguments().get(index);
  }

  private enum Sender {
    CALLER,
    CALLEE
  }

  private void extension(int index, PassedValue one, PassedValue other, Sender sender) {
    Optional<Extension> provider = one.extension();
    Optional<Extension> consumer = other.extension();
    if (provider.isEmpty() || consumer.isEmpty()) {
      return;
    }
    boolean consumerSends = sender == Sender.CALLER;
    relies(
        index,
        consumerSends ? consumer.get() : provider.get(),
        consumerSends ? provider.get() : consumer.get());
    if (direction == Direction.EITHER_CALLS) {
      relies(
          index,
          consumerSends ? provider.get() : consumer.get(),
          consumerSends ? consumer.get() : provider.get());
    }
  }

  private void relies(int index, Extension given, Extension trusted) {
    boolean enough = given.given() >= trusted.trusted();
    boolean alike = given.signed() == trusted.signed() || trusted.trusted() <= trusted.width();
    if ((enough && alike) || given.width() != trusted.width()) {
      return;
    }
    found.add(
        new Deviation(
            Rule.CALL_EXTENSION,
            Severity.HARMFUL,
            name(index),
            index,
            What.BIT_SIZE,
            Value.of(text(trusted.trusted(), trusted.signed())),
            Value.of(text(given.given(), given.signed())),
            "upper bits are read that the other side does not set so",
            Clauses.C_CALL,
            causes(List.of(passed(expected, index)), List.of(passed(actual, index))).stream()
                .map(Divergence::id)
                .toList()));
  }

  private static String text(int bits, boolean signed) {
    return bits + " bits, " + (signed ? "sign" : "zero") + "-extended";
  }

  private void stack() {
    Plan.Frame one = expected.frame();
    Plan.Frame other = actual.frame();
    int last = expected.arguments().size();
    if (one.calleePops() != other.calleePops()) {
      frame(Severity.HARMFUL, last, one.calleePops(), other.calleePops(), "bytes popped by callee");
    }
    if (other.alignment() < one.alignment()) {
      frame(Severity.RISKY, last, one.alignment(), other.alignment(), "bytes of stack alignment");
    }
  }

  private void frame(Severity severity, int index, long one, long other, String unit) {
    found.add(
        new Deviation(
            Rule.CALL_STACK,
            severity,
            "",
            index,
            What.VALUE,
            Value.of(one + " " + unit),
            Value.of(other + " " + unit),
            "",
            Clauses.C_CALL,
            causes(index).stream().map(Divergence::id).toList()));
  }
}
