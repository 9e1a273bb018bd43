package org.abiseam.rules.psabi;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Producer.Version;
import org.abiseam.model.Signature;
import org.abiseam.rules.plan.Plan;

/** What tests of machines say. */
final class Plans {
  private Plans() {}

  /** GCC with these switches. */
  static Producer gcc(int major, String... flags) {
    return compiler(Compiler.GCC, Language.C, new Version(major, 1, 0), flags);
  }

  /** Clang, which records no switches. */
  static Producer clang(int major) {
    return compiler(Compiler.CLANG, Language.C, new Version(major, 1, 0));
  }

  /** rustc 1.N. */
  static Producer rustc(int minor) {
    return compiler(Compiler.RUSTC, Language.RUST, new Version(1, minor, 0));
  }

  private static Producer compiler(
      Compiler compiler, Language language, Version version, String... flags) {
    return new Producer(
        compiler, language, Optional.of(version), Optional.empty(), List.of(flags), "test");
  }

  static PlanResult outcome(Machine machine, Producer producer, String declarations) {
    return outcome(machine, producer, producer, declarations);
  }

  static PlanResult outcome(
      Machine machine, Producer producer, Producer other, String declarations) {
    Declarations.Parsed parsed = Declarations.parse(machine, declarations);
    return Planner.plan(parsed.signature(), new CallSide(machine, parsed.types(), producer, other));
  }

  static PlanResult outcome(
      Machine machine, Producer producer, String declarations, String convention) {
    Declarations.Parsed parsed = Declarations.parse(machine, declarations);
    Signature signature =
        new Signature(
            parsed.signature().parameters(),
            parsed.signature().result(),
            parsed.signature().arity(),
            CallingConvention.of(convention));
    return Planner.plan(signature, new CallSide(machine, parsed.types(), producer, producer));
  }

  static Plan plan(Machine machine, Producer producer, String declarations) {
    return switch (outcome(machine, producer, declarations)) {
      case PlanResult.Planned planned -> planned.plans().getFirst().plan();
      case PlanResult.NotPlanned not -> throw new AssertionError(not.reason());
    };
  }

  /** The same with what each supposes. */
  static List<AssumedPlan> explained(Machine machine, Producer producer, String declarations) {
    return switch (outcome(machine, producer, declarations)) {
      case PlanResult.Planned planned -> planned.plans();
      case PlanResult.NotPlanned not -> throw new AssertionError(not.reason());
    };
  }

  /** One for each explanation of what debug info leaves out. */
  static List<String> allPlans(Machine machine, Producer producer, String declarations) {
    return allPlans(machine, producer, producer, declarations);
  }

  static List<String> allPlans(
      Machine machine, Producer producer, Producer other, String declarations) {
    return switch (outcome(machine, producer, other, declarations)) {
      case PlanResult.Planned planned ->
          planned.plans().stream().map(explained -> explained.plan().toString()).toList();
      case PlanResult.NotPlanned not -> throw new AssertionError(not.reason());
    };
  }

  static void assertPlan(Machine machine, Producer producer, String declarations, String expected) {
    assertEquals(expected, plan(machine, producer, declarations).toString());
  }
}
