package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.model.Citation;
import org.abiseam.model.Definition;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.View;

/**
 * Finds types that the old build defines and the new one only declares.
 *
 * <p>Behind a pointer such a type still travels, and no code of the new build reads it. Who was
 * compiled with the members relies on them all the same; whether they are where they were nothing
 * of the new build tells.
 */
final class OpaqueTypes {
  private static final Citation TAGS = new Citation("ISO C23 (N3220)", "§6.7.3.4 paragraph 9");
  private static final String CAUSE =
      "The new build only declares it; code that was compiled with its members still uses them";

  private OpaqueTypes() {}

  /** Returns a finding for each that functions or variables of the old build lead to. */
  static List<Finding> findings(
      SortedSet<String> removed, IndexedBuild before, IndexedBuild after, String recent) {
    Set<String> names = new TreeSet<>(removed);
    names.retainAll(after.declared());
    if (names.isEmpty()) {
      return List.of();
    }
    names.retainAll(before.reached());
    List<Finding> findings = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (ObjectModel model : before.models(names, Set.of())) {
      for (Definition definition : model.definitions()) {
        Type type = model.types().type(model.types().resolved(definition.type()));
        boolean body = type instanceof Type.Aggregate || type instanceof Type.Enumeration;
        if (body && done.add(definition.name())) {
          findings.add(
              finding(new View.Typed(model.machine(), model.types(), definition), type, recent));
        }
      }
    }
    return findings;
  }

  private static Finding finding(View.Typed old, Type type, String recent) {
    long bits = type.valueBytes().orElse(0) * Byte.SIZE;
    Origin nowhere = new Origin(recent, "", OptionalLong.empty(), java.util.Optional.empty());
    return new Finding(
        Rule.LAYOUT_MEMBER_MISSING,
        Severity.RISKY,
        new Subject(Subject.Kind.TYPE, old.definition().name()),
        old,
        new View.NameOnly(old.producer(), nowhere),
        List.of(
            new Difference(
                old.definition().name(),
                Difference.What.SIZE,
                Difference.Value.of(bits),
                Difference.Value.ABSENT)),
        CAUSE,
        List.of(TAGS),
        List.of(),
        List.of());
  }
}
