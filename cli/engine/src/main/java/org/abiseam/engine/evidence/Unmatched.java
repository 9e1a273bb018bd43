package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.abiseam.model.BindgenNames;
import org.abiseam.model.Seam;

/**
 * Counts what bindings describe and no object has: functions that the configuration left out or
 * that only headers define, types that no unit of C uses and GCC therefore does not describe. It is
 * no part of the seam, and is not verified.
 *
 * @param describedSymbols functions and variables that the bindings describe
 * @param describedTypes types that they describe
 * @param symbols functions and variables without a counterpart
 * @param types types without a counterpart
 */
record Unmatched(
    int describedSymbols,
    int describedTypes,
    NavigableSet<String> symbols,
    NavigableSet<String> types) {

  static Unmatched of(KnownNames described, Seam seam) {
    NavigableSet<String> symbols = new TreeSet<>(described.symbols());
    // What Rust defines need not be known to C.
    symbols.removeAll(described.defined());
    NavigableSet<String> types = new TreeSet<>(described.types());
    // Parts of a type are verified with it, and bindgen's own types mean nothing in C.
    types.removeIf(name -> name.contains("__bindgen_") || name.matches("__(Bindgen|Incomplete).*"));
    int describedSymbols = symbols.size();
    int describedTypes = types.size();
    seam.symbols().forEach(symbol -> symbols.remove(symbol.name()));
    Set<String> shared =
        seam.types().stream().map(Seam.SharedType::name).collect(Collectors.toSet());
    types.removeIf(
        name ->
            shared.contains(name) || BindgenNames.tag(name).filter(shared::contains).isPresent());
    return new Unmatched(describedSymbols, describedTypes, symbols, types);
  }

  /** Returns a sentence with the figures; empty where everything has a counterpart. */
  Optional<String> remark() {
    List<String> parts = new ArrayList<>();
    if (!symbols.isEmpty()) {
      parts.add(
          "%,d of %,d functions and variables (%s)"
              .formatted(symbols.size(), describedSymbols, example(symbols)));
    }
    if (!types.isEmpty()) {
      parts.add("%,d of %,d types (%s)".formatted(types.size(), describedTypes, example(types)));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "bindings also describe "
                + String.join(" and ", parts)
                + " that no input has; they are not verified");
  }

  /** Returns the first in the alphabet that is nobody's private name, else the first. */
  private static String example(NavigableSet<String> names) {
    return names.stream().filter(name -> !name.startsWith("_")).findFirst().orElseGet(names::first)
        + (names.size() > 1 ? ", …" : "");
  }
}
