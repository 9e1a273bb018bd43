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
import org.abiseam.model.Linkage;
import org.abiseam.model.LinkerInterface;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.LinkerChanges;

/** Reports symbols that are gone: what was compiled against the old build no longer links. */
final class RemovedSymbols {
  /** Begins the mangled names of C++ (Itanium C++ ABI, 5.1.2). */
  private static final String CPP = "_Z";

  private static final String UNTOLD =
      "The new build does not name it; BTF without a symbol table does not tell what others can"
          + " link with";

  private RemovedSymbols() {}

  static List<Finding> findings(
      Map<Subject.Kind, SortedSet<String>> names,
      List<ObjectModel> models,
      IndexedBuild before,
      IndexedBuild after,
      Path recent) {
    boolean told = !before.lacksTable() && !after.lacksTable();
    List<Finding> findings = new ArrayList<>();
    Set<String> done = new HashSet<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        Definition definition = entity.definition();
        SortedSet<String> gone = names.getOrDefault(entity.kind(), new TreeSet<>());
        if (gone.contains(definition.name()) && done.add(definition.name())) {
          View old = new View.Typed(model.machine(), model.types(), definition);
          Subject subject = new Subject(entity.kind(), definition.name());
          findings.add(finding(subject, old, before, recent, text(model, definition)));
        }
      }
    }
    for (Subject.Kind kind : List.of(Subject.Kind.FUNCTION, Subject.Kind.VARIABLE)) {
      for (String name : names.getOrDefault(kind, new TreeSet<>())) {
        if (done.add(name)) {
          View old = LinkerChanges.view(before.objectOf(name));
          findings.add(finding(new Subject(kind, name), old, before, recent, kind.word()));
        }
      }
    }
    return told
        ? findings
        : findings.stream().map(one -> one.as(Severity.RISKY).because(UNTOLD)).toList();
  }

  private static String text(ObjectModel model, Definition definition) {
    return TypeText.declaration(model.types(), definition.type(), "");
  }

  private static Finding finding(
      Subject subject, View old, IndexedBuild before, Path recent, String text) {
    Optional<Linkage.Definition> symbol =
        Optional.ofNullable(before.linkerInterface().symbols().get(subject.name()))
            .map(LinkerInterface.Symbol::definition);
    boolean internal =
        symbol.flatMap(Linkage.Definition::version).filter(LinkerChanges::internal).isPresent();
    boolean inline =
        subject.name().startsWith(CPP)
            && symbol.filter(it -> it.binding() == Linkage.Binding.WEAK).isPresent();
    Origin nowhere = new Origin(recent.toString(), "", OptionalLong.empty(), Optional.empty());
    return new Finding(
        Rule.SYMBOL_MISSING,
        internal || inline ? Severity.RISKY : Severity.HARMFUL,
        subject,
        old,
        new View.NameOnly(old.producer(), nowhere),
        List.of(
            new Difference(
                subject.name(),
                Difference.What.PRESENCE,
                Difference.Value.of(text),
                Difference.Value.ABSENT)),
        internal
            ? "The new build no longer has it; the name of its version says that only parts of the"
                + " library use it"
            : inline
                ? "The new build no longer has it; objects that use a template or an inline"
                    + " function mostly have a copy of their own"
                : "The new build no longer has it",
        List.of(),
        List.of(),
        List.of());
  }
}
