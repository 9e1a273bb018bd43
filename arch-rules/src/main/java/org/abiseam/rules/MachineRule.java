package org.abiseam.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
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

  /** Checks that a new build is for the machine of the old one, and for one variant of its ABI. */
  static List<Finding> changes(List<Seam.Batch> old, List<Seam.Batch> recent) {
    Set<Machine> known = old.stream().map(Seam.Batch::machine).collect(Collectors.toSet());
    List<Seam.Batch> other =
        recent.stream().filter(batch -> !known.contains(batch.machine())).toList();
    if (old.isEmpty() || other.isEmpty()) {
      return List.of();
    }
    List<Seam.Batch> batches = new ArrayList<>(List.of(old.getFirst()));
    batches.addAll(other);
    Map<List<Object>, Seam.Target> targets = new LinkedHashMap<>();
    for (Seam.Batch batch : batches) {
      Machine machine = batch.machine();
      targets.putIfAbsent(
          List.of(machine.machine(), machine.pointerBytes(), machine.bigEndian()),
          new Seam.Target(machine, batch.examples().getFirst()));
    }
    List<Finding> findings = new ArrayList<>(check(List.copyOf(targets.values())));
    findings.addAll(
        AttributeRules.flags(new Seam(List.of(), List.of(), List.of(), batches, Linkage.NOTHING)));
    return findings;
  }

  private static Finding mismatch(Seam.Target first, Seam.Target other) {
    String object = other.first().origin().object();
    return ObjectFindings.of(
        CLAUSE,
        ObjectFindings.object(object),
        first.first(),
        other.first(),
        new Difference(
            "machine",
            What.VALUE,
            Value.of(text(first.machine())),
            Value.of(text(other.machine()))),
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
