package org.abiseam.rules.call;

import static java.util.stream.Collectors.toUnmodifiableSet;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Member;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.RuleDifference;
import org.abiseam.rules.machine.Alignments;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.psabi.AssumedPlan;
import org.abiseam.rules.psabi.EntryPlans;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Psabis;

/** Compares two plans of one call. */
final class PlanComparison {
  private static final Clause POPPED = Clause.harmful(Rule.CALL_STACK, Citations.C_CALL);
  private static final Clause ALIGNED = Clause.risky(Rule.CALL_STACK, Citations.C_CALL);

  /** Bytes; no call asks for a larger alignment. */
  private static final long WIDEST_REGISTER = 16;

  private final Plan expected;
  private final Plan actual;
  private final IntFunction<String> path;
  private final Direction direction;
  private final List<RuleDifference> found = new ArrayList<>();

  private PlanComparison(
      Plan expected, Plan actual, IntFunction<String> path, Direction direction) {
    this.expected = expected;
    this.actual = actual;
    this.path = path;
    this.direction = direction;
  }

  /**
   * Describes one side of a call under every explanation.
   *
   * @param plans the likely one first
   * @param seen those that have each parameter where debug info has it at the entry, and of which
   *     no other function shows that they are wrong; all of them where none is left
   * @param call whose they are
   * @param supposed what some plan supposes of each value, in the order of the assumptions
   * @param alignments of its types
   * @param aligned whether alignments were compared
   */
  record Explanations(
      List<AssumedPlan> plans,
      List<AssumedPlan> seen,
      List<Set<Assumption>> supposed,
      Call call,
      Alignments alignments,
      boolean aligned) {
    /** Creates those of a call; {@code aligned} says whether alignments were compared. */
    static Explanations of(PlanResult.Planned side, Call call, boolean aligned) {
      Alignments alignments = new Alignments(Psabis.target(call.machine()), call.types());
      return new Explanations(
          side.plans(),
          call.facts()
              .possible(EntryPlans.fitting(side.plans(), call.machine(), call.entry()), call),
          supposed(side.plans()),
          call,
          alignments,
          aligned);
    }

    private static List<Set<Assumption>> supposed(List<AssumedPlan> plans) {
      return IntStream.range(0, plans.getFirst().assumptions().size())
          .mapToObj(
              at -> plans.stream().map(it -> it.assumptions().get(at)).collect(toUnmodifiableSet()))
          .toList();
    }

    /** Returns the alignment that debug info states of the type of a value, or 0. */
    private int stated(int at) {
      return call.node(call.type(at)) instanceof Type.Aggregate aggregate
          ? aggregate.alignment().orElse(0)
          : 0;
    }

    /** Returns the largest alignment that the members of a value ask for. */
    private long natural(int at) {
      return Long.highestOneBit(alignments.natural(call.types().resolved(call.type(at))));
    }

    /** Tells whether the other side of C refutes an explanation, as both look at one source. */
    private boolean refuted(AssumedPlan explained, Explanations other) {
      for (int i = 0; i < explained.assumptions().size(); i++) {
        Assumption assumption = explained.assumptions().get(i);
        boolean plain = aligns(assumption) && other.plain(i) && !other.tries(i, assumption);
        if (stated(i) == 0 && (plain || (other.tells() && untold(assumption, i, other)))) {
          return true;
        }
      }
      return false;
    }

    /**
     * Tells whether debug info states that the alignment of a value is what its members ask for:
     * nothing packs or aligns it besides. Where a packed struct with an attribute travels otherwise
     * all the same, there is a plan for it.
     */
    private boolean plain(int at) {
      return stated(at) > 0 && natural(at) == stated(at);
    }

    /** Tells whether debug info states each alignment that C does: GCC's leaves some out. */
    private boolean tells() {
      return call.producer().compiler() == Compiler.CLANG && call.evidence() == Evidence.DWARF;
    }

    /** Tells whether an explanation contradicts a side that states each alignment. */
    private boolean untold(Assumption assumption, int at, Explanations other) {
      long bytes = Math.max(1, call.types().bytes(call.type(at)).orElse(1L));
      long size = Math.min(WIDEST_REGISTER, Long.lowestOneBit(bytes));
      boolean more = natural(at) < size && size <= Math.max(other.stated(at), other.natural(at));
      return switch (assumption) {
        case PLAIN -> more && tries(at, Assumption.ALIGNED);
        case ALIGNED -> !more;
        case PACKED -> other.stated(at) == 0 && !other.tries(at, assumption) && leavesRoom(at);
        case PACKED_BIT_FIELD -> other.stated(at) > 0 && reaches(at, other.stated(at));
        case UNNAMED_BIT_FIELDS, ALIGNING_BIT_FIELD, BIT_FIELD_OF_UNION -> false;
        case ZERO_WIDTH_BIT_FIELD, FIRST_MEMBER, TRANSPARENT -> false;
      };
    }

    /** Tells whether a struct is larger than one without room at its end. */
    private boolean leavesRoom(int at) {
      long end = 0;
      if (call.node(call.type(at)) instanceof Type.Aggregate aggregate) {
        for (Member member : aggregate.members()) {
          end = Math.max(end, member.bitOffset() + call.types().bits(member));
        }
        return aggregate.bytes() * Byte.SIZE - end >= Byte.SIZE;
      }
      return false;
    }

    /**
     * Tells whether the members lie without room for a byte between them, and an alignment explains
     * what is left behind them.
     */
    private boolean reaches(int at, int alignment) {
      if (!(call.node(call.type(at)) instanceof Type.Aggregate aggregate)) {
        return false;
      }
      long end = 0;
      for (Member member : aggregate.members()) {
        if (member.bitOffset() - end >= Byte.SIZE) {
          return false;
        }
        end = Math.max(end, member.bitOffset() + call.types().bits(member));
      }
      long unit = (long) alignment * Byte.SIZE;
      return aggregate.bytes() * Byte.SIZE == (end + unit - 1) / unit * unit;
    }

    private static boolean aligns(Assumption assumption) {
      return switch (assumption) {
        case PACKED, PACKED_BIT_FIELD, ALIGNED, ALIGNING_BIT_FIELD -> true;
        case PLAIN, UNNAMED_BIT_FIELDS, BIT_FIELD_OF_UNION -> false;
        case ZERO_WIDTH_BIT_FIELD, FIRST_MEMBER, TRANSPARENT -> false;
      };
    }

    /**
     * Tells whether Rust's side refutes an explanation: by the alignments that it states, or
     * because bindgen writes a member for a bit-field without a name.
     */
    private boolean refuted(AssumedPlan explained) {
      for (int i = 0; i < explained.assumptions().size(); i++) {
        Assumption assumption = explained.assumptions().get(i);
        boolean revealed = aligned && alignments.revealed(call.type(i));
        if ((aligns(assumption) && revealed) || assumption == Assumption.BIT_FIELD_OF_UNION) {
          return true;
        }
      }
      return false;
    }

    private boolean rust() {
      return plans.getFirst().rust();
    }

    /** Returns the plans that nothing refutes; two sides of C refute each other's. */
    private List<AssumedPlan> possible(Explanations other) {
      return seen.stream()
          .filter(it -> !((rust() || other.rust()) ? refuted(it) : refuted(it, other)))
          .toList();
    }

    /** Tells whether some plan supposes this of a value. */
    private boolean tries(int at, Assumption assumption) {
      return supposed.get(at).contains(assumption);
    }
  }

  /** Lists what differs under each pair of explanations. */
  static List<Compared> all(
      Explanations expected, Explanations actual, IntFunction<String> path, Direction direction) {
    boolean rust = expected.rust() || actual.rust();
    List<AssumedPlan> others = actual.possible(expected);
    List<Compared> all = new ArrayList<>();
    for (AssumedPlan one : expected.possible(actual)) {
      for (AssumedPlan other : others) {
        if (rust || meet(one, expected, other, actual)) {
          all.add(
              Compared.of(
                  new PlanComparison(one.plan(), other.plan(), path, direction).compare(),
                  one,
                  other));
        }
      }
    }
    return all;
  }

  /**
   * Tells whether two explanations of C can both be true: both sides look at one source, so what is
   * true of a type is so for both. What would change nothing for one side was not supposed there.
   */
  private static boolean meet(
      AssumedPlan one, Explanations ofOne, AssumedPlan other, Explanations ofOther) {
    for (int i = 0; i < one.assumptions().size(); i++) {
      Assumption first = one.assumptions().get(i);
      Assumption second = other.assumptions().get(i);
      boolean idle =
          (second == Assumption.PLAIN && !ofOther.tries(i, first))
              || (first == Assumption.PLAIN && !ofOne.tries(i, second));
      if (first != second && !idle) {
        return false;
      }
    }
    return true;
  }

  private List<RuleDifference> compare() {
    int last = expected.arguments().size();
    PassedValue one = expected.result();
    PassedValue other = actual.result();
    boolean hidden =
        one.placement() instanceof Placement.ByReference
            || other.placement() instanceof Placement.ByReference;
    place(hidden ? Rule.CALL_HIDDEN_POINTER : Rule.CALL_RETURN, last, one, other);
    extension(last, /* sender= */ one, /* receiver= */ other);
    for (int i = 0; i < last; i++) {
      PassedValue argument = expected.arguments().get(i);
      PassedValue otherArgument = actual.arguments().get(i);
      place(Rule.CALL_ARGUMENT, i, argument, otherArgument);
      extension(i, /* sender= */ otherArgument, /* receiver= */ argument);
    }
    stack();
    return found;
  }

  /** Compares where a value travels; a result pointer that only one side passes comes first. */
  private void place(Rule rule, int index, PassedValue one, PassedValue other) {
    if (PassedValues.meet(one.placement(), other.placement())) {
      return;
    }
    List<Divergence> causes = causes(index);
    Citation citation = one.clauses().isEmpty() ? Citations.C_CALL : one.clauses().getLast();
    found.add(
        RuleDifference.of(
                Clause.harmful(rule, citation),
                What.LOCATION,
                Value.of(one.placement().toString()),
                Value.of(other.placement().toString()))
            .at(name(index), rule == Rule.CALL_HIDDEN_POINTER ? -1 : index)
            .because(causes.isEmpty() ? "" : sentence(causes.getFirst()))
            .explainedBy(ids(causes)));
  }

  private static List<String> ids(List<Divergence> causes) {
    return causes.stream().map(Divergence::id).toList();
  }

  private static String sentence(Divergence cause) {
    String summary = cause.summary();
    return summary.endsWith(".") ? summary.substring(0, summary.length() - 1) : summary;
  }

  private String name(int index) {
    return index == expected.arguments().size() ? "return" : path.apply(index);
  }

  /**
   * Lists what the compilers decide differently for this value, then for the result and the values
   * before it, which may have moved it. Points about the upper bits of narrow numbers move nothing.
   */
  private List<Divergence> causes(int index) {
    return PassedValues.divergences(leading(expected, index), leading(actual, index));
  }

  private static List<PassedValue> leading(Plan plan, int index) {
    int before = Math.min(index + 1, plan.arguments().size());
    List<PassedValue> leading = new ArrayList<>(plan.arguments().subList(0, before));
    leading.addFirst(plan.result());
    leading.addFirst(passed(plan, index));
    leading.removeIf(passed -> passed.extension().isPresent());
    return leading;
  }

  private static PassedValue passed(Plan plan, int index) {
    return index == plan.arguments().size() ? plan.result() : plan.arguments().get(index);
  }

  private void extension(int index, PassedValue sender, PassedValue receiver) {
    if (sender.extension().isPresent() && receiver.extension().isPresent()) {
      extension(index, sender.extension().get(), receiver.extension().get());
      if (direction == Direction.EITHER_CALLS) {
        extension(index, receiver.extension().get(), sender.extension().get());
      }
    }
  }

  private void extension(int index, Extension given, Extension trusted) {
    if (PassedValues.suffices(given, trusted) || given.width() != trusted.width()) {
      return;
    }
    List<Divergence> causes =
        PassedValues.divergences(List.of(passed(expected, index)), List.of(passed(actual, index)));
    found.add(
        PassedValues.extension(given, trusted)
            .at(name(index), index)
            .because("one side relies on upper bits that the other side sets differently")
            .explainedBy(ids(causes)));
  }

  private void stack() {
    Plan.Frame one = expected.frame();
    Plan.Frame other = actual.frame();
    if (one.calleePops() != other.calleePops()) {
      frame(POPPED, one.calleePops(), other.calleePops(), " bytes popped by callee");
    }
    if (other.alignment() < one.alignment()) {
      frame(ALIGNED, one.alignment(), other.alignment(), " bytes of stack alignment");
    }
  }

  private void frame(Clause clause, long one, long other, String unit) {
    int last = expected.arguments().size();
    found.add(
        RuleDifference.of(clause, What.VALUE, Value.of(one + unit), Value.of(other + unit))
            .at("", last)
            .explainedBy(ids(causes(last))));
  }

  /**
   * Judges by what differs under each pair of explanations: the two sides disagree if they do under
   * every one, and nothing is known where they do under some. What differs under every one is said;
   * where each has something else that does harm, that of the first. What moves a value under some
   * of them alone is said as a risk.
   */
  static void judge(List<Compared> explanations, Differences.Builder found) {
    List<Compared> differing = explanations.stream().filter(one -> !one.meets()).toList();
    if (differing.size() == explanations.size()) {
      List<RuleDifference> certain = certain(explanations);
      Optional<RuleDifference> possible =
          certain.stream().anyMatch(PlanComparison::moves)
              ? Optional.empty()
              : possibleMove(explanations);
      for (RuleDifference one : certain) {
        found.add(possible.map(move -> one.because(both(one.cause(), move.cause()))).orElse(one));
      }
      possible.ifPresent(found::add);
    } else if (!differing.isEmpty()) {
      RuleDifference first = differing.getFirst().differences().getFirst();
      String open = condition(differing.getFirst(), explanations, Compared::meets);
      found.undecided(
          Reason.NOT_MODELLED,
          first.path(),
          "travels differently (%s and %s) %s, which debug info does not show"
              .formatted(first.expected().text(), first.actual().text(), open));
    }
  }

  private static Optional<RuleDifference> possibleMove(List<Compared> explanations) {
    for (Compared moving : explanations) {
      Optional<RuleDifference> move =
          moving.differences().stream().filter(PlanComparison::moves).findFirst();
      if (move.isPresent()) {
        String open = condition(moving, explanations, one -> !moves(one));
        String cause =
            "%s travels differently %s, which debug info does not show"
                .formatted(move.get().path(), open);
        return Optional.of(move.get().as(Severity.RISKY).because(cause));
      }
    }
    return Optional.empty();
  }

  private static String both(String cause, String second) {
    return cause.isEmpty() ? second : cause + "; " + second;
  }

  private static boolean moves(Compared compared) {
    return compared.differences().stream().anyMatch(PlanComparison::moves);
  }

  private static boolean moves(RuleDifference one) {
    return one.difference().what() == What.LOCATION;
  }

  /** Names what one explanation supposes, or else what those suppose that contradict it. */
  private static String condition(
      Compared one, List<Compared> all, Predicate<Compared> contradicts) {
    return one.supposed().isEmpty()
        ? "unless "
            + all.stream().filter(contradicts).map(Compared::supposed).findFirst().orElse("")
        : "if " + one.supposed();
  }

  private static List<RuleDifference> certain(List<Compared> explanations) {
    List<RuleDifference> likely = explanations.getFirst().differences();
    List<RuleDifference> certain =
        likely.stream()
            .filter(one -> explanations.stream().allMatch(it -> has(it.differences(), one)))
            .toList();
    boolean harmful = explanations.stream().allMatch(it -> harmful(it.differences()));
    return certain.isEmpty() || (harmful && !harmful(certain)) ? likely : certain;
  }

  private static boolean has(List<RuleDifference> all, RuleDifference one) {
    return all.stream()
        .anyMatch(
            it -> it.clause().equals(one.clause()) && it.difference().equals(one.difference()));
  }

  private static boolean harmful(List<RuleDifference> all) {
    return all.stream().anyMatch(it -> it.severity() == Severity.HARMFUL);
  }

  /** Adds why the call of one of two sides could not be planned. */
  static void notPlanned(PlanResult one, PlanResult other, Differences.Builder found) {
    Stream.of(one, other)
        .filter(PlanResult.NotPlanned.class::isInstance)
        .map(PlanResult.NotPlanned.class::cast)
        .findFirst()
        .ifPresent(not -> found.undecided(reason(not.cause()), "", not.reason()));
  }

  private static Reason reason(Unsettled.Cause cause) {
    return switch (cause) {
      case Unsettled.Cause.SwitchOfRust(var open) ->
          switch (open) {
            case SOFT_FLOAT -> Reason.SOFT_FLOAT;
            case REGPARM, REG_STRUCT_RETURN -> Reason.REGISTERS_OF_RUST;
          };
      case Unsettled.Cause.NotRecorded _ -> Reason.SWITCHES;
      case Unsettled.Cause.Unknown _,
          Unsettled.Cause.SwitchedOff _,
          Unsettled.Cause.SelfDisagreement _ ->
          Reason.UNSUPPORTED;
    };
  }
}
