package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_name;
import static org.abiseam.dwarf.spec.Attributes.DW_AT_producer;

import org.abiseam.model.CompileUnit;
import org.abiseam.model.CompileUnit.Detail;

/** From the root of a unit to what the model says of it. */
final class Descriptions {
  private Descriptions() {}

  static CompileUnit describe(Unit unit) {
    Die root = unit.root();
    String producer = root.string(DW_AT_producer).orElse("");
    return new CompileUnit(
        Paths.tidy(root.string(DW_AT_name).orElse("")),
        Producers.parse(producer, unit.language()),
        Detail.FULL);
  }
}
