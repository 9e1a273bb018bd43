package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_decl_file;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_decl_line;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.model.Origin;
import org.abiseam.model.Type;

/**
 * Where an entry stands, and what can be said of one that could not be modelled. Nothing here
 * throws: what is damaged is left out.
 */
final class Origins {
  private final String object;

  Origins(String object) {
    this.object = object;
  }

  static Type opaque(Die die, String reason) {
    return new Type.Opaque(
        GraphWriter.readable(() -> Entries.name(die), Optional.empty()),
        GraphWriter.readable(() -> Entries.statedBytes(die), OptionalLong.empty()),
        GraphWriter.readable(() -> Entries.alignment(die), OptionalInt.empty()),
        reason);
  }

  Origin origin(Die die) {
    return new Origin(
        object,
        die.unit().description().name(),
        OptionalLong.of(die.offset()),
        GraphWriter.readable(() -> declared(die), Optional.empty()));
  }

  private static Optional<Origin.Line> declared(Die die) {
    OptionalLong file = die.unsigned(DW_AT_decl_file);
    OptionalLong line = die.unsigned(DW_AT_decl_line);
    if (file.isEmpty() || line.isEmpty()) {
      return Optional.empty();
    }
    int number = (int) Math.min(Integer.MAX_VALUE, line.getAsLong());
    String directory = die.unit().compilationDirectory();
    return die.unit()
        .fileName((int) file.getAsLong())
        .map(name -> new Origin.Line(name, number, directory));
  }
}
