package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.rules.layout.Citations;

/** All objects of a run are made for one machine: instruction set, class and byte order. */
final class MachineRule {
  private MachineRule() {}

  static List<Finding> check(List<Seam.Target> targets) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 1; i < targets.size(); i++) {
      findings.add(mismatch(targets.getFirst(), targets.get(i)));
    }
    return findings;
  }

  private static Finding mismatch(Seam.Target first, Seam.Target other) {
    String object = other.first().origin().object();
    Difference difference =
        new Difference(
            object, What.TYPE, Value.of(text(first.machine())), Value.of(text(other.machine())));
    return new Finding(
        Rule.MACHINE_MISMATCH,
        Severity.HARMFUL,
        new Subject(Subject.Kind.OBJECT, object),
        first.first(),
        other.first(),
        List.of(difference),
        "",
        List.of(Citations.ELF_HEADER),
        List.of(),
        List.of());
  }

  private static String text(Machine machine) {
    return machine.name()
        + ", "
        + machine.pointerBytes() * 8
        + "-bit, "
        + (machine.bigEndian() ? "big-endian" : "little-endian");
  }
}
