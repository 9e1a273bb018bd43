package org.abiseam.rules.psabi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.TargetMachine;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;

/** Lists all machines. */
public final class Psabis {
  /** One line for each machine. */
  public static final List<Psabi> ALL =
      List.of(
          new X8664(),
          new I386(),
          new AArch64(),
          new Arm(),
          new RiscV(),
          new LoongArch(),
          new PowerPc64(),
          new PowerPc32(),
          new S390x(),
          new Sparc64(),
          new Mips64(),
          new Mips32(),
          new M68k());

  private Psabis() {}

  /**
   * Lists where compilers differ, on all machines.
   *
   * @return in the order of the machines
   */
  public static Stream<Divergence> divergences() {
    return ALL.stream().flatMap(psabi -> psabi.divergences().stream());
  }

  /**
   * Writes down what a compiler answers to all questions of a machine, and the switches that rules
   * of calls ask for: two compilers of which this is the same place the same values alike.
   *
   * @param machine by the ELF header
   * @param producer the compiler
   * @return a text to be compared with another
   */
  public static String dialect(Machine machine, Producer producer) {
    StringBuilder text = new StringBuilder(machine.toString()).append(producer.compiler());
    Dialect dialect = new Dialect(machine, producer, Switches.of(producer, producer));
    List<Divergence> divergences = of(machine).map(Psabi::divergences).orElse(List.of());
    for (Divergence divergence : divergences) {
      try {
        text.append(dialect.answer(divergence) ? '+' : '-');
      } catch (Unsettled _) {
        text.append('?');
      }
    }
    MachineTraits traits = traits(machine);
    producer.flags().stream()
        .filter(flag -> traits.asksFor(flag) || UncomputedSwitches.asksFor(machine, flag))
        .forEach(flag -> text.append(' ').append(flag));
    return text.toString();
  }

  /**
   * Joins a machine with the facts about it.
   *
   * @param machine by the ELF header
   * @return both
   */
  public static TargetMachine target(Machine machine) {
    return target(machine, Compiler.UNKNOWN);
  }

  /**
   * Returns a machine with what is known of it, as one compiler lays types out for it.
   *
   * @param machine by the ELF header
   * @param compiler whose types they are
   * @return also for a machine without rules
   */
  public static TargetMachine target(Machine machine, Compiler compiler) {
    return new TargetMachine(machine, traits(machine), compiler);
  }

  /**
   * Finds the facts about a machine.
   *
   * @param machine by the ELF header
   * @return {@link MachineTraits#UNKNOWN} where no file describes it
   */
  public static MachineTraits traits(Machine machine) {
    for (Psabi psabi : ALL) {
      if (psabi.traits().describe(machine)) {
        return psabi.traits();
      }
    }
    return MachineTraits.UNKNOWN;
  }

  /**
   * Finds the supplement of a machine.
   *
   * @param machine by the ELF header
   * @return empty where there is no file for it
   */
  public static Optional<Psabi> of(Machine machine) {
    for (Psabi psabi : ALL) {
      if (psabi.governs(machine)) {
        return Optional.of(psabi);
      }
    }
    return Optional.empty();
  }
}
