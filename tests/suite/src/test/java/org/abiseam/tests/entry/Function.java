package org.abiseam.tests.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;

/**
 * A function with code: its entry point and the entries of its parameters in the order of the
 * prototype. A copy out of line names the parameters of its abstract instance, and may have lost
 * some.
 */
record Function(Die die, long entry, List<Optional<Die>> parameters) {
  private static final int DW_TAG_SUBPROGRAM = 0x2e;
  private static final int DW_TAG_FORMAL_PARAMETER = 0x05;
  private static final int DW_AT_LOW_PC = 0x11;
  private static final int DW_AT_ENTRY_PC = 0x52;
  private static final int DW_AT_RANGES = 0x55;
  private static final int DW_AT_ABSTRACT_ORIGIN = 0x31;
  private static final int DW_AT_SPECIFICATION = 0x47;
  private static final int DW_AT_FRAME_BASE = 0x40;
  private static final int DW_OP_CALL_FRAME_CFA = 0x9c;

  /** A function with parameters and code. */
  static Optional<Function> of(Die die, Lists lists) {
    if (die.tag() != DW_TAG_SUBPROGRAM || !die.hasChildren()) {
      return Optional.empty();
    }
    OptionalLong entry = die.unsigned(DW_AT_ENTRY_PC);
    entry = entry.isPresent() ? entry : die.unsigned(DW_AT_LOW_PC);
    if (entry.isEmpty() && die.has(DW_AT_RANGES)) {
      entry = lists.firstOfRanges(die, DW_AT_RANGES);
    }
    List<Optional<Die>> parameters = parameters(die);
    return entry.isEmpty() || parameters.isEmpty()
        ? Optional.empty()
        : Optional.of(new Function(die, entry.getAsLong(), parameters));
  }

  private static List<Optional<Die>> parameters(Die die) {
    List<Die> own = formal(die);
    Optional<Die> origin = die.reference(DW_AT_ABSTRACT_ORIGIN);
    List<Die> prototype = formal(origin.or(() -> die.reference(DW_AT_SPECIFICATION)).orElse(die));
    if (prototype.isEmpty() || (origin.isEmpty() && own.size() == prototype.size())) {
      return own.stream().map(Optional::of).toList();
    }
    List<Optional<Die>> parameters = new ArrayList<>();
    for (Die parameter : prototype) {
      parameters.add(
          own.stream()
              .filter(
                  it ->
                      it.reference(DW_AT_ABSTRACT_ORIGIN)
                          .map(from -> from.offset() == parameter.offset())
                          .orElse(false))
              .findFirst());
    }
    return parameters;
  }

  private static List<Die> formal(Die die) {
    List<Die> found = new ArrayList<>();
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_FORMAL_PARAMETER) {
        found.add(child);
      }
    }
    return found;
  }

  /** Whether locations in the frame count from the canonical frame address. */
  boolean framed() {
    return die.block(DW_AT_FRAME_BASE)
        .map(
            base ->
                base.byteSize() == 1
                    && (base.get(java.lang.foreign.ValueLayout.JAVA_BYTE, 0) & 0xff)
                        == DW_OP_CALL_FRAME_CFA)
        .orElse(false);
  }
}
