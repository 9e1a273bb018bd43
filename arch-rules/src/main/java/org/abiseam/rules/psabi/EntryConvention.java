package org.abiseam.rules.psabi;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Signature;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Switches;

/**
 * Finds by which convention a function was compiled, where its prototype does not say: GCC writes
 * no attribute into debug info, rustc no {@code extern} of a function that it defines, Clang no
 * {@code regparm}. All say where the parameters are when the function is entered, and in which
 * registers calls leave them.
 *
 * <p>A parameter that the code overwrites at once may be described as what it becomes, so a place
 * that contradicts the stated convention is no proof. A convention is found only if no place
 * contradicts it: then all parameters would have to be overwritten in its very order. Where one
 * that it passes in registers has no place at all, the convention is left open, unless another
 * parameter is stored where only one convention has room for it.
 */
public sealed interface EntryConvention {
  /** The places contradict no plan of the stated convention, or the other ones too. */
  record AsStated() implements EntryConvention {}

  /**
   * The function was compiled by another convention, or by one that passes it alike.
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

  /** GCC 16 manual, x86 Function Attributes, {@code regparm}. */
  List<CallingConvention> REGPARM =
      Stream.of("regparm(3)", "regparm(2)", "regparm(1)", "regparm(0)")
          .map(CallingConvention::of)
          .toList();

  /**
   * Lists the conventions that an attribute, or {@code extern}, may give a function without a word
   * of it in debug info, and that pass arguments elsewhere than the stated one.
   *
   * @param machine what the function was compiled for
   * @param producer its compiler
   * @return none on most machines
   */
  static List<CallingConvention> unrecorded(Machine machine, Producer producer) {
    boolean clang = producer.compiler() == Compiler.CLANG;
    return switch (machine.machine()) {
      case Machine.EM_X86_64 ->
          clang || machine.pointerBytes() != 8 ? List.of() : List.of(WINDOWS, SYSTEM_V);
      case Machine.EM_386 ->
          clang
              ? REGPARM
              : Stream.concat(
                      REGPARM.stream(),
                      Stream.of("fastcall", "thiscall", "stdcall").map(CallingConvention::of))
                  .toList();
      case Machine.EM_ARM -> clang ? List.of() : List.of(CallingConvention.of("aapcs"));
      default -> List.of();
    };
  }

  /**
   * Compares the plans of a function with the places of its parameters, and with its code.
   *
   * @param signature as its debug info states it
   * @param side who compiles it
   * @param places one for each parameter, or none
   * @param popped bytes that its code takes off the stack when it returns; empty where not known
   * @return what these tell
   */
  static EntryConvention of(
      Signature signature, CallSide side, List<EntryPlace> places, OptionalLong popped) {
    boolean known = places.stream().anyMatch(EntryPlace.Known.class::isInstance);
    if ((!known && popped.isEmpty()) || places.size() != signature.parameters().size()) {
      return new AsStated();
    }
    return find(
        signature,
        side,
        one -> one.pops(popped) && fits(one.plan(), one.windows(), places),
        one -> found(one, places));
  }

  /**
   * Tells whether parameters are where a convention passes them.
   *
   * @param signature with the convention
   * @param side who compiles it
   * @param places one for each parameter
   * @return false where no plan has them there; empty where there is no plan, or no place
   */
  static Optional<Boolean> passes(Signature signature, CallSide side, List<EntryPlace> places) {
    boolean windows =
        signature.convention().equals(WINDOWS)
            || (signature.convention().equals(CallingConvention.C)
                && windowsByDefault(side.machine(), side.producer()));
    List<Candidate> candidates = candidates(signature, windows, side);
    return places.size() != signature.parameters().size() || candidates.isEmpty()
        ? Optional.empty()
        : Optional.of(candidates.stream().anyMatch(it -> fits(it.plan(), it.windows(), places)));
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
    if (registers.isEmpty() || signature.arity() != Signature.Arity.FIXED) {
      return new AsStated();
    }
    return find(
        signature,
        side,
        one -> one.plan().filled().containsAll(registers),
        one -> new Other(one.convention()));
  }

  /**
   * Tells whether places may be those of an unrecorded convention, without the prototype.
   *
   * @param machine what the function was compiled for
   * @param places one for each parameter
   * @return false where they are those of C's convention
   */
  static boolean mayShow(Machine machine, List<EntryPlace> places) {
    return switch (machine.machine()) {
      case Machine.EM_X86_64 -> Microsoft64.mayHold(places);
      case Machine.EM_386, Machine.EM_ARM ->
          places.stream().anyMatch(it -> it instanceof EntryPlace.Known known && !known.inMemory());
      default -> false;
    };
  }

  /**
   * Tells whether a switch gives all functions the convention of Windows that have no attribute.
   *
   * @param machine what they were compiled for
   * @param producer the compiler
   * @return true for {@code -mabi=ms}
   */
  static boolean windowsByDefault(Machine machine, Producer producer) {
    return machine.machine() == Machine.EM_X86_64
        && machine.pointerBytes() == 8
        && Switches.of(producer, producer).value("-mabi=", "sysv").equals("ms");
  }

  /**
   * Describes one way in which a function may have been compiled.
   *
   * @param convention by which
   * @param plan how the values then travel
   * @param windows whether the callee has room to store what comes in registers
   */
  record Candidate(CallingConvention convention, Plan plan, boolean windows) {
    /** Tells whether its callee takes so many bytes off the stack, if that is known. */
    boolean pops(OptionalLong bytes) {
      return bytes.isEmpty() || bytes.getAsLong() == plan.frame().calleePops();
    }
  }

  private static EntryConvention find(
      Signature signature,
      CallSide side,
      Predicate<Candidate> fits,
      Function<Candidate, EntryConvention> found) {
    List<CallingConvention> others = unrecorded(side.machine(), side.producer());
    if (others.isEmpty() || !signature.convention().equals(CallingConvention.C)) {
      return new AsStated();
    }
    boolean windows = windowsByDefault(side.machine(), side.producer());
    List<Candidate> stated = candidates(signature, windows, side);
    if (stated.isEmpty()) {
      return new AsStated();
    }
    boolean asStated = stated.stream().anyMatch(fits);
    if (asStated && !windows) {
      return new AsStated();
    }
    List<Candidate> fitting =
        others.stream()
            .flatMap(
                it -> candidates(signature.by(it), it.equals(WINDOWS), side).stream().filter(fits))
            .toList();
    if (asStated) {
      boolean alone = fitting.stream().allMatch(it -> it.convention().equals(WINDOWS));
      return alone ? new Other(WINDOWS) : new AsStated();
    }
    if (fitting.isEmpty()) {
      return new AsStated();
    }
    Candidate first = fitting.getFirst();
    for (Candidate other : fitting) {
      if (!other.convention().equals(first.convention()) && !other.plan().passesAs(first.plan())) {
        return new Open(
            "debug info has arguments where %s and %s have them, and not where C has them"
                .formatted(first.convention().name(), other.convention().name()));
      }
    }
    return found.apply(first);
  }

  private static List<Candidate> candidates(Signature signature, boolean windows, CallSide side) {
    return Planner.plan(signature, side) instanceof PlanResult.Planned planned
        ? planned.plans().stream()
            .map(it -> new Candidate(signature.convention(), it.plan(), windows))
            .toList()
        : List.of();
  }

  private static EntryConvention found(Candidate candidate, List<EntryPlace> places) {
    Plan plan = candidate.plan();
    CallingConvention convention = candidate.convention();
    if (stored(plan, places)) {
      return new Other(convention);
    }
    for (int i = 0; i < places.size(); i++) {
      PassedValue passed = plan.arguments().get(i);
      if (places.get(i) instanceof EntryPlace.Unknown && inRegisters(passed.placement())) {
        return new Open(
            "debug info has parameters where %s has them, and tells no place of %s"
                .formatted(convention.name(), passed.name()));
      }
    }
    return new Other(convention);
  }

  private static boolean inRegisters(Placement placement) {
    return !(placement instanceof Placement.Nothing) && !CallArranger.onStack(placement);
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
