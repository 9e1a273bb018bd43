package org.abiseam.rules.psabi;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Switches;

/**
 * Finds by which convention a function was compiled, where its prototype does not say: GCC writes
 * no attribute into debug info, rustc no {@code extern} of a function that it defines. Both say
 * where the parameters are when the function is entered.
 *
 * <p>A parameter that the code overwrites at once may be described as what it becomes, so a place
 * that contradicts the stated convention is no proof. A convention is found only if no place
 * contradicts it: then all parameters would have to be overwritten in its very order. Where one
 * that it passes in registers has no place at all, the convention is left open, unless another
 * parameter is stored where only one convention has room for it.
 */
public sealed interface EntryConvention {
  /** The places contradict no plan of the stated convention, or the other one too. */
  record AsStated() implements EntryConvention {}

  /**
   * The function was compiled by another convention.
   *
   * @param convention which
   */
  record Other(CallingConvention convention) implements EntryConvention {}

  /**
   * The function was not compiled by the stated convention, and by which does not show.
   *
   * @param reason as a sentence without a full stop
   */
  record Open(String reason) implements EntryConvention {}

  /** Names the convention that {@code ms_abi} asks for. */
  CallingConvention WINDOWS = CallingConvention.of("win64");

  /** Names the convention that {@code sysv_abi} asks for. */
  CallingConvention SYSTEM_V = CallingConvention.of("sysv64");

  /**
   * Compares the plans of a function with the places of its parameters.
   *
   * @param signature as its debug info states it
   * @param side who compiles it
   * @param places one for each parameter, or none
   * @return what these tell
   */
  static EntryConvention of(Signature signature, CallSide side, List<EntryPlace> places) {
    boolean known = places.stream().anyMatch(EntryPlace.Known.class::isInstance);
    if (!known
        || !distinguishes(side.machine())
        || !signature.convention().equals(CallingConvention.C)
        || places.size() != signature.parameters().size()) {
      return new AsStated();
    }
    if (!(Planner.plan(signature, side) instanceof PlanResult.Planned stated)) {
      return new AsStated();
    }
    PlanResult windows = Planner.plan(signature.by(WINDOWS), side);
    boolean mixed = !stated.equals(windows);
    if (fitting(stated, !mixed, places).isPresent()) {
      boolean alone =
          !mixed
              && Planner.plan(signature.by(SYSTEM_V), side) instanceof PlanResult.Planned plain
              && fitting(plain, /* windows= */ false, places).isEmpty();
      return alone ? new Other(WINDOWS) : new AsStated();
    }
    CallingConvention other = mixed ? WINDOWS : SYSTEM_V;
    PlanResult changed = mixed ? windows : Planner.plan(signature.by(SYSTEM_V), side);
    return changed instanceof PlanResult.Planned possible
        ? fitting(possible, mixed, places)
            .map(plan -> found(plan, other, places))
            .orElse(new AsStated())
        : new AsStated();
  }

  /**
   * Compares the plans of a function with the registers in which its callers leave arguments.
   *
   * @param signature as its debug info states it
   * @param side who compiles the calls
   * @param registers those of all calls that are described
   * @return what these tell, if only one convention passes arguments in all of them
   */
  static EntryConvention ofCalls(Signature signature, CallSide side, Set<String> registers) {
    if (registers.isEmpty()
        || !distinguishes(side.machine())
        || signature.arity() != Signature.Arity.FIXED
        || !signature.convention().equals(CallingConvention.C)) {
      return new AsStated();
    }
    boolean plain = passes(Planner.plan(signature.by(SYSTEM_V), side), registers);
    boolean windows = passes(Planner.plan(signature.by(WINDOWS), side), registers);
    return plain == windows ? new AsStated() : new Other(plain ? SYSTEM_V : WINDOWS);
  }

  private static boolean passes(PlanResult side, Set<String> registers) {
    return side instanceof PlanResult.Planned planned
        && planned.plans().stream().anyMatch(it -> filled(it.plan()).containsAll(registers));
  }

  /** Returns the registers that a caller fills. */
  private static Set<String> filled(Plan plan) {
    Set<String> filled = new HashSet<>();
    Stream<Placement> given = plan.arguments().stream().map(PassedValue::placement);
    Stream<Placement> hidden =
        Stream.of(plan.result().placement()).filter(Placement.ByReference.class::isInstance);
    Stream.concat(given, hidden)
        .flatMap(
            placement ->
                switch (placement) {
                  case Placement.Direct direct -> direct.pieces().stream();
                  case Placement.ByReference reference -> reference.pointer().stream();
                  case Placement.Nothing _ -> Stream.empty();
                })
        .forEach(
            piece -> {
              if (piece.location() instanceof Location.Register(String name)) {
                filled.add(name);
              }
            });
    return filled;
  }

  /**
   * Tells whether functions of a machine may be compiled by conventions that only the places of
   * their parameters show.
   *
   * @param machine which
   * @return true for x86-64
   */
  static boolean distinguishes(Machine machine) {
    return machine.machine() == Machine.EM_X86_64 && machine.pointerBytes() == 8;
  }

  /**
   * Tells whether a switch gives all functions the convention of Windows that have no attribute.
   *
   * @param machine what they were compiled for
   * @param producer the compiler
   * @return true for {@code -mabi=ms}
   */
  static boolean windowsByDefault(Machine machine, Producer producer) {
    return distinguishes(machine)
        && Switches.of(producer, producer).value("-mabi=", "sysv").equals("ms");
  }

  private static EntryConvention found(
      Plan plan, CallingConvention convention, List<EntryPlace> places) {
    if (stored(plan, places)) {
      return new Other(convention);
    }
    for (int i = 0; i < places.size(); i++) {
      PassedValue passed = plan.arguments().get(i);
      if (places.get(i) instanceof EntryPlace.Unknown && inRegisters(passed.placement())) {
        return new Open(
            "debug info has parameters where extern \"%s\" has them, and tells no place of %s"
                .formatted(convention.name(), passed.name()));
      }
    }
    return new Other(convention);
  }

  private static boolean inRegisters(Placement placement) {
    return !(placement instanceof Placement.Nothing) && !CallArranger.onStack(placement);
  }

  /** Returns the first plan that has each parameter where it is. */
  private static Optional<Plan> fitting(
      PlanResult.Planned side, boolean windows, List<EntryPlace> places) {
    return side.plans().stream()
        .map(AssumedPlan::plan)
        .filter(plan -> fits(plan, windows, places))
        .findFirst();
  }

  private static boolean fits(Plan plan, boolean windows, List<EntryPlace> places) {
    for (int i = 0; i < places.size(); i++) {
      PassedValue passed = plan.arguments().get(i);
      if (places.get(i) instanceof EntryPlace.Known known
          && !passed.travelsBy(known)
          && !(windows && Microsoft64.atHome(passed, known))) {
        return false;
      }
    }
    return true;
  }

  /** Tells whether some parameter is in room that only one convention leaves. */
  private static boolean stored(Plan plan, List<EntryPlace> places) {
    for (int i = 0; i < places.size(); i++) {
      if (places.get(i) instanceof EntryPlace.Known known
          && Microsoft64.atHome(plan.arguments().get(i), known)) {
        return true;
      }
    }
    return false;
  }
}
