package org.abiseam.dwarf.entry;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Operations.DW_OP_call_frame_cfa;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_formal_parameter;

import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;

/**
 * A function with code: its entry point and the entries of its parameters in the order of the
 * prototype. A copy out of line names the parameters of its abstract instance, and may have lost
 * some.
 *
 * @param entry address of the first instruction
 */
record EnteredFunction(Die die, long entry, List<Optional<Die>> parameters) {
  static Optional<EnteredFunction> of(Die die, LocationLists lists) {
    OptionalLong entry = die.unsigned(DW_AT_entry_pc);
    entry = entry.isPresent() ? entry : die.unsigned(DW_AT_low_pc);
    entry = entry.isPresent() ? entry : lists.firstOfRanges(die, DW_AT_ranges);
    return entry.isEmpty()
        ? Optional.empty()
        : Optional.of(new EnteredFunction(die, entry.getAsLong(), parameters(die)));
  }

  private static List<Optional<Die>> parameters(Die die) {
    List<Die> own = formal(die);
    Optional<Die> origin = die.reference(DW_AT_abstract_origin);
    List<Die> prototype = formal(origin.or(() -> die.reference(DW_AT_specification)).orElse(die));
    if (prototype.isEmpty() || (origin.isEmpty() && own.size() == prototype.size())) {
      return own.stream().map(Optional::of).toList();
    }
    List<Optional<Die>> parameters = new ArrayList<>(prototype.size());
    for (Die parameter : prototype) {
      parameters.add(own.stream().filter(one -> comesFrom(one, parameter)).findFirst());
    }
    return parameters;
  }

  private static boolean comesFrom(Die copy, Die parameter) {
    return copy.reference(DW_AT_abstract_origin).filter(parameter::equals).isPresent();
  }

  private static List<Die> formal(Die die) {
    List<Die> found = new ArrayList<>();
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_formal_parameter) {
        found.add(child);
      }
    }
    return found;
  }

  /** Tells whether locations in the frame count from the canonical frame address. */
  boolean framed() {
    return die.block(DW_AT_frame_base)
        .filter(base -> base.byteSize() == 1)
        .filter(base -> (base.get(ValueLayout.JAVA_BYTE, 0) & 0xff) == DW_OP_call_frame_cfa)
        .isPresent();
  }
}
