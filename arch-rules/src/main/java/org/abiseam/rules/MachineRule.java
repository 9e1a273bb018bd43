package org.abiseam.rules;

import java.util.List;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;

/** Checks that all objects are made for one machine: instruction set, class and byte order. */
final class MachineRule {
  private static final Clause CLAUSE = Clause.harmful(Rule.MACHINE_MISMATCH, Citations.ELF_HEADER);

  private MachineRule() {}

  static List<Finding> check(List<Seam.Target> targets) {
    return targets.stream().skip(1).map(other -> mismatch(targets.getFirst(), other)).toList();
  }

  private static Finding mismatch(Seam.Target first, Seam.Target other) {
    String object = other.first().origin().object();
    return ObjectFindings.of(
        CLAUSE,
        ObjectFindings.object(object),
        first.first(),
        other.first(),
        new Difference(
            object, What.TYPE, Value.of(text(first.machine())), Value.of(text(other.machine()))),
        "");
  }

  private static String text(Machine machine) {
    return machine.name()
        + ", "
        + machine.pointerBytes() * 8
        + "-bit, "
        + (machine.bigEndian() ? "big-endian" : "little-endian");
  }
}
