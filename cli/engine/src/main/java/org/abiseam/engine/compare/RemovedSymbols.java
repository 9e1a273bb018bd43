package org.abiseam.engine.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.model.Definition;
import org.abiseam.model.Difference;
import org.abiseam.model.Entity;
import org.abiseam.model.Finding;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;

/** Reports symbols that are gone: what was compiled against the old build no longer links. */
final class RemovedSymbols {
  private RemovedSymbols() {}

  static List<Finding> findings(
      Map<Subject.Kind, SortedSet<String>> names, List<ObjectModel> models, Path recent) {
    List<Finding> findings = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        Definition definition = entity.definition();
        SortedSet<String> gone = names.getOrDefault(entity.kind(), new TreeSet<>());
        if (gone.contains(definition.name()) && done.add(definition.name())) {
          View old = new View.Typed(model.machine(), model.types(), definition);
          findings.add(finding(entity, old, recent, text(model, definition)));
        }
      }
    }
    return findings;
  }

  private static String text(ObjectModel model, Definition definition) {
    return TypeText.declaration(model.types(), definition.type(), "");
  }

  private static Finding finding(Entity entity, View old, Path recent, String text) {
    String name = entity.definition().name();
    Origin nowhere = new Origin(recent.toString(), "", OptionalLong.empty(), Optional.empty());
    return new Finding(
        Rule.SYMBOL_MISSING,
        Severity.HARMFUL,
        new Subject(entity.kind(), name),
        old,
        new View.NameOnly(old.producer(), nowhere),
        List.of(
            new Difference(
                name,
                Difference.What.PRESENCE,
                Difference.Value.of(text),
                Difference.Value.ABSENT)),
        "the new build no longer has it",
        List.of(),
        List.of(),
        List.of());
  }
}
