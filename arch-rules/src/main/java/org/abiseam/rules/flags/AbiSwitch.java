package org.abiseam.rules.flags;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Severity;
import org.abiseam.rules.plan.RegisterSwitches;

/**
 * Describes a switch that has to be alike on both sides of an interface.
 *
 * @param name a word for reports
 * @param changes what it decides, as a clause
 * @param machines {@code e_machine} where it exists; empty for all
 * @param amongUnits how much it matters that two units of C differ
 * @param acrossSides how much it matters that C and Rust differ
 * @param spellings how compilers write it
 * @param defaults what holds where it is not written
 * @param trace where a difference shows
 * @param citation where it is described
 */
record AbiSwitch(
    String name,
    String changes,
    Set<Integer> machines,
    Severity amongUnits,
    Severity acrossSides,
    List<Spelling> spellings,
    List<Default> defaults,
    Trace trace,
    Citation citation) {

  /** Says where it shows that two builds have other values of a switch. */
  enum Trace {
    /** In the layout of a type, in the places of a call, or nowhere that another build can see. */
    TYPES_AND_CALLS,
    /** In no type and in no place of a value, though a call may break. */
    SWITCH_ALONE
  }

  /** Names who writes a spelling. GCC and Clang mostly write alike. */
  enum Notation {
    C,
    RUST,
    /** A line of a kernel's configuration that makes its Makefiles write the switch. */
    KCONFIG
  }

  /**
   * Spells the switch in one way.
   *
   * @param notation who writes it
   * @param text the switch; with {@code =} at its end the value follows; with {@code -} at its end
   *     a register follows, and all such switches together are the value; {@code *} stands for any
   *     characters
   * @param value what it means; ignored where the value follows
   */
  record Spelling(Notation notation, String text, String value) {
    boolean namesRegister() {
      return text.endsWith("-");
    }

    Optional<String> valueOf(String flag) {
      if (text.endsWith("=")) {
        return flag.startsWith(text)
            ? Optional.of(SwitchValues.normal(flag.substring(text.length())))
            : Optional.empty();
      }
      if (namesRegister()) {
        return flag.startsWith(text) ? Optional.of(flag) : Optional.empty();
      }
      int any = text.indexOf('*');
      boolean same =
          any < 0
              ? flag.equals(text)
              : flag.startsWith(text.substring(0, any)) && flag.endsWith(text.substring(any + 1));
      return same ? Optional.of(value) : Optional.empty();
    }
  }

  /**
   * States what holds where the switch is not written.
   *
   * @param machines where; all if none is named
   * @param value what holds; empty where the object does not tell
   */
  record Default(
      Notation notation, Set<Integer> machines, Function<Machine, Optional<String>> value) {}

  /** Tells whether a machine has the switch. */
  boolean on(Machine machine) {
    return machines.isEmpty() || machines.contains(machine.machine());
  }

  /** Tells whether a compiler has the switch. */
  boolean known(Notation notation) {
    return spellings.stream().anyMatch(spelling -> spelling.notation() == notation);
  }

  /** Returns what a unit was compiled with: the last one written, else the default. */
  Optional<String> value(Notation notation, Machine machine, List<String> flags) {
    Optional<String> last = Optional.empty();
    Set<String> registers = new TreeSet<>();
    for (String flag : flags) {
      for (Spelling spelling : spellings) {
        if (spelling.notation() != notation || spelling.valueOf(flag).isEmpty()) {
          continue;
        }
        if (!spelling.namesRegister()) {
          last = spelling.valueOf(flag);
        } else if (RegisterSwitches.changes(machine, flag)) {
          registers.add(flag);
          last = Optional.of(String.join(" ", registers));
        }
      }
    }
    return last.isPresent() ? last : byDefault(notation, machine);
  }

  private Optional<String> byDefault(Notation notation, Machine machine) {
    for (Default one : defaults) {
      boolean here = one.machines().isEmpty() || one.machines().contains(machine.machine());
      if (one.notation() == notation && here) {
        return one.value().apply(machine);
      }
    }
    return Optional.empty();
  }
}
