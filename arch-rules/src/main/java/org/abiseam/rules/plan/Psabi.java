package org.abiseam.rules.plan;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.rules.machine.MachineTraits;

/**
 * Describes one machine: its facts, where compilers differ on it, and how its calls travel.
 *
 * <p>To add a machine: (1) give its {@code e_machine} a name in {@link Machine}; (2) copy the
 * shortest file in {@code rules.psabi} and rewrite it, essay first; (3) add a line to {@code
 * Psabis}; (4) run {@code MachinesTest}, which lists what is still missing.
 */
public interface Psabi {
  /**
   * Returns the facts about the machine.
   *
   * @return also for variants that have no rules for calls
   */
  MachineTraits traits();

  /**
   * Tells whether calls of a machine follow this supplement.
   *
   * @param machine by the ELF header
   * @return true for one file only
   */
  default boolean governs(Machine machine) {
    return traits().describe(machine);
  }

  /**
   * Lists where compilers differ on this machine.
   *
   * @return one or more for each question
   */
  List<Divergence> divergences();

  /**
   * Returns the question whether an unnamed bit-field decides in which kind of registers what lies
   * beside it travels.
   *
   * @return empty where all compilers answer it alike
   */
  default Optional<Divergence> unnamedBitFields() {
    return Optional.empty();
  }

  /**
   * Plans where everything of a call travels.
   *
   * @param signature what is called; parameters behind the named ones of a variadic function
   *     included, see {@code named}
   * @param named how many of the parameters the prototype names; all of them unless variadic
   * @param values the types
   * @param dialect the compiler
   * @return the plan
   * @throws Unsettled if no rule covers it
   */
  Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect);
}
