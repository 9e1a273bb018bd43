package org.abiseam.rules.plan;

import java.util.List;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;

/**
 * One processor supplement.
 *
 * <p>To add a machine: (1) copy the shortest file in {@code rules.psabi}; (2) rewrite its essay;
 * (3) add a line to {@code Psabis}; (4) run {@code MachinesTest}, which lists what is still
 * missing.
 */
public interface Psabi {
  /**
   * Whether calls of a machine follow this supplement.
   *
   * @param machine by the ELF header
   * @return true for one file only
   */
  boolean governs(Machine machine);

  /**
   * Where compilers differ on this machine.
   *
   * @return one or more for each question
   */
  List<Divergence> divergences();

  /**
   * Where everything of a call travels.
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
