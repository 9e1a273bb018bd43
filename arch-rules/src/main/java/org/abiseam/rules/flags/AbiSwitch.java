package org.abiseam.rules.flags;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Severity;

/**
 * A switch that has to be alike on both sides of an interface.
 *
 * @param name a word for reports
 * @param changes what it decides, as a clause
 * @param machines {@code e_machine} where it exists; empty for all
 * @param amongUnits how much it matters that two units of C differ
 * @param acrossSides how much it matters that C and Rust differ
 * @param spellings how compilers write it
 * @param defaults what holds where it is not written
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
    Citation citation) {

  /** Who understands a spelling. GCC and Clang mostly write alike. */
  enum Dialect {
    C,
    RUST,
    /** A line of a kernel's configuration that makes its Makefiles write the switch. */
    KCONFIG
  }

  /**
   * One way to write it.
   *
   * @param dialect who understands it
   * @param text the switch; with {@code =} at its end the value follows; {@code *} stands for any
   *     characters
   * @param value what it means; ignored where the value follows
   */
  record Spelling(Dialect dialect, String text, String value) {
    Optional<String> valueOf(String flag) {
      if (text.endsWith("=")) {
        return flag.startsWith(text)
            ? Optional.of(Values.normal(flag.substring(text.length())))
            : Optional.empty();
      }
      int any = text.indexOf('*');
      boolean same =
          any < 0
              ? flag.equals(text)
              : flag.startsWith(text.substring(0, any)) && flag.endsWith(text.substring(any + 1));
      return same ? Optional.of(value) : Optional.empty();
    }
  }

  /** What holds on some machines, or on all where none is named. */
  record Default(Dialect dialect, Set<Integer> machines, String value) {}

  /** Whether a machine has the switch. */
  boolean on(Machine machine) {
    return machines.isEmpty() || machines.contains(machine.machine());
  }

  /** Whether a compiler can be told. */
  boolean known(Dialect dialect) {
    return spellings.stream().anyMatch(spelling -> spelling.dialect() == dialect);
  }

  /** What a unit was compiled with: the last one written, else the default. */
  Optional<String> value(Dialect dialect, Machine machine, List<String> flags) {
    Optional<String> last = Optional.empty();
    for (String flag : flags) {
      for (Spelling spelling : spellings) {
        if (spelling.dialect() == dialect && spelling.valueOf(flag).isPresent()) {
          last = spelling.valueOf(flag);
        }
      }
    }
    return last.isPresent() ? last : byDefault(dialect, machine);
  }

  private Optional<String> byDefault(Dialect dialect, Machine machine) {
    for (Default one : defaults) {
      boolean here = one.machines().isEmpty() || one.machines().contains(machine.machine());
      if (one.dialect() == dialect && here) {
        return Optional.of(one.value());
      }
    }
    return Optional.empty();
  }
}
