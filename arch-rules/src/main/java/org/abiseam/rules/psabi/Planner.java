package org.abiseam.rules.psabi;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Assumptions;
import org.abiseam.rules.plan.Assumptions.OpenAssumption;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.OpaqueBlobs;
import org.abiseam.rules.plan.Padding;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * Makes the plans of one call on one side: one for each assumption about what debug info leaves
 * out, where they differ. The single boundary behind which {@link Unsettled} is a reason.
 */
public final class Planner {
  /** More sets of assumptions about one signature say nothing. */
  private static final int MOST_ASSUMPTIONS = 1 << 13;

  /** The reason where there are too many assumptions to try. */
  public static final String TOO_MANY =
      "debug info leaves open how too many of its structs are packed";

  private Planner() {}

  /**
   * Plans a call.
   *
   * @param signature what is called
   * @param side who compiles it
   * @return the plans, or why there are none
   */
  public static PlanResult plan(Signature signature, CallSide side) {
    return plan(signature, signature.parameters().size(), side);
  }

  /**
   * Plans a call of a function whose parameters debug info shows at its entry.
   *
   * @param signature what is called
   * @param side who compiles it
   * @param entry a place for each parameter; empty where none is known
   * @return the plans that have each parameter in its place, all if none has, or why there are none
   */
  public static PlanResult plan(Signature signature, CallSide side, List<EntryPlace> entry) {
    PlanResult result = plan(signature, side);
    return result instanceof PlanResult.Planned(var plans)
        ? new PlanResult.Planned(EntryPlans.fitting(plans, side.machine(), entry))
        : result;
  }

  /**
   * Plans a call of a variadic function.
   *
   * @param signature what is called, with the arguments behind the named ones
   * @param named how many of the parameters the prototype names
   * @param given who compiles it
   * @return the plans, or why there are none
   */
  public static PlanResult plan(Signature signature, int named, CallSide given) {
    TypeGraph types = OpaqueBlobs.opened(signature, given.types());
    CallSide side = new CallSide(given.machine(), types, given.producer(), given.other());
    Optional<Psabi> psabi = Psabis.of(side.machine());
    if (psabi.isEmpty()) {
      return new PlanResult.NotPlanned(
          side.machine().machine() == Machine.EM_NONE
              ? "a file of BTF states no machine; give the image or object that it was taken of"
              : "no rules for calls on " + side.machine().name());
    }
    if (signature.convention().kind() == CallingConvention.Kind.RUST) {
      return new PlanResult.NotPlanned("the Rust calling convention is not specified");
    }
    Switches switches = Switches.of(side.producer(), side.other());
    Dialect dialect = new Dialect(side.machine(), side.producer(), switches);
    try {
      UncoveredTypes.refuse(signature, side);
      new TransparentUnions(side).refuse(signature);
      return new Explorer(psabi.get(), signature, named, side, dialect).explore();
    } catch (Unsettled unsettled) {
      return new PlanResult.NotPlanned(unsettled.reason(), unsettled.cause());
    }
  }

  /** Tries all assumptions that may matter, the likely ones first. */
  private record Explorer(
      Psabi psabi, Signature signature, int named, CallSide side, Dialect dialect) {
    PlanResult explore() {
      List<AssumedPlan> plans = new ArrayList<>(1);
      Set<Assumptions> known = new HashSet<>();
      Deque<Assumptions> waiting = new ArrayDeque<>();
      waiting.add(Assumptions.PLAIN);
      known.add(Assumptions.PLAIN);
      Padding padding = padding();
      TransparentUnions unions = new TransparentUnions(side);
      Set<OpenAssumption> transparent = unions.in(signature);
      while (!waiting.isEmpty()) {
        Assumptions assumptions = waiting.remove();
        ValueTypes values =
            new ValueTypes(
                Psabis.target(side.machine(), side.producer().compiler()),
                side.types(),
                assumptions,
                dialect.rust(),
                padding);
        Plan plan =
            unions.asUnions(
                psabi.plan(unions.asFirst(signature, assumptions), named, values, dialect),
                signature,
                assumptions);
        Plan accepted = new UncomputedSwitches(signature, values, dialect).accepted(plan);
        plans.add(assumed(accepted, assumptions));
        for (OpenAssumption open : all(values.open(), transparent)) {
          Assumptions changed = assumptions.with(open);
          if (assumptions.of(open.type()) == Assumption.PLAIN && known.add(changed)) {
            waiting.add(changed);
          }
        }
        if (known.size() > MOST_ASSUMPTIONS) {
          return new PlanResult.NotPlanned(TOO_MANY);
        }
      }
      return new PlanResult.Planned(plans);
    }

    private static Set<OpenAssumption> all(Set<OpenAssumption> one, Set<OpenAssumption> other) {
      Set<OpenAssumption> all = new LinkedHashSet<>(one);
      all.addAll(other);
      return all;
    }

    /** Rust declares what C has in a hole: bindgen writes a field for an unnamed bit-field. */
    private Padding padding() {
      Dialect other = new Dialect(side.machine(), side.other(), dialect.switches());
      boolean rust = dialect.rust() || other.rust();
      boolean parts =
          !rust
              && psabi
                  .unnamedBitFields()
                  .filter(divergence -> !dialect.answersAs(divergence, other))
                  .isPresent();
      return parts ? Padding.MAY_BE_BIT_FIELDS : Padding.IS_PADDING;
    }

    private AssumedPlan assumed(Plan plan, Assumptions assumptions) {
      List<TypeId> passed = new ArrayList<>(signature.parameters().size() + 1);
      for (Signature.Parameter parameter : signature.parameters()) {
        passed.add(side.types().resolved(parameter.type()));
      }
      passed.add(side.types().resolved(signature.result()));
      List<Assumption> within =
          assumptions.of().entrySet().stream()
              .filter(it -> !passed.contains(it.getKey()))
              .map(Map.Entry::getValue)
              .distinct()
              .sorted()
              .toList();
      return new AssumedPlan(
          plan, passed.stream().map(assumptions::of).toList(), within, dialect.rust());
    }
  }
}
