package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
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
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined;
import org.abiseam.model.View;

/**
 * Finds types that the old build defines and the new one only declares.
 *
 * <p>Behind a pointer such a type still travels, and no code of the new build reads it. Who was
 * compiled with the members relies on them all the same; whether they are where they were nothing
 * of the new build tells. Clang declares types also that code of the new build does read.
 *
 * @param findings a finding for each that functions or variables of the old build lead to
 * @param open those of which Clang's debug info does not tell whether code reads them
 */
record OpaqueTypes(List<Finding> findings, List<Undetermined> open) {
  private static final Citation TAGS = new Citation("ISO C23 (N3220)", "§6.7.3.4 paragraph 9");
  private static final String CAUSE =
      "The new build only declares it; code that was compiled with its members still uses them";

  /**
   * Compares two builds.
   *
   * @param removed names of the types that the new build does not define
   * @param recent path of the new build
   */
  static OpaqueTypes of(
      SortedSet<String> removed, IndexedBuild before, IndexedBuild after, String recent) {
    List<Finding> findings = new ArrayList<>();
    List<Undetermined> open = new ArrayList<>();
    Set<String> names = new TreeSet<>(removed);
    names.retainAll(after.declared());
    if (names.isEmpty()) {
      return new OpaqueTypes(findings, open);
    }
    names.retainAll(before.reached());
    Optional<Producer> producer = after.compilerOfC();
    boolean clang = producer.filter(it -> it.compiler() == Producer.Compiler.CLANG).isPresent();
    Origin origin = new Origin(recent, "", OptionalLong.empty(), Optional.empty());
    Set<String> done = new HashSet<>();
    for (ObjectModel model : before.models(names, Set.of())) {
      for (Definition definition : model.definitions()) {
        View.Typed old = new View.Typed(model.machine(), model.types(), definition);
        boolean body =
            old.node() instanceof Type.Aggregate || old.node() instanceof Type.Enumeration;
        if (body && done.add(definition.name())) {
          View declared = new View.NameOnly(producer.orElse(old.producer()), origin);
          if (clang) {
            open.add(undetermined(old, declared));
          } else {
            findings.add(finding(old, declared));
          }
        }
      }
    }
    return new OpaqueTypes(findings, open);
  }

  private static Subject subject(View.Typed old) {
    return new Subject(Subject.Kind.TYPE, old.definition().name());
  }

  private static Undetermined undetermined(View.Typed old, View declared) {
    return new Undetermined(
        subject(old),
        Undetermined.Reason.LEFT_OUT_BY_CLANG,
        "the new build's debug info only declares it",
        declared);
  }

  private static Finding finding(View.Typed old, View declared) {
    long bits = old.node().valueBytes().orElse(0) * Byte.SIZE;
    return new Finding(
        Rule.LAYOUT_MEMBER_MISSING,
        Severity.RISKY,
        subject(old),
        old,
        declared,
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
