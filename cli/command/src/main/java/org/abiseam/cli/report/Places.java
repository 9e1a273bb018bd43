package org.abiseam.cli.report;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.InputFile;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.abiseam.model.View;

/**
 * Says where things were declared, by whatever evidence of a run has a line: rustc records none of
 * types, the source that declares them has one.
 */
final class Places {
  private final Report run;
  private Optional<Map<String, Integer>> objects = Optional.empty();
  private Optional<Map<Subject, Optional<Origin.Line>>> lines = Optional.empty();

  private Places(Report run) {
    this.run = run;
  }

  static Places of(Report run) {
    return new Places(run);
  }

  /** Tells whether a unit's name says nothing that the place of a declaration does not. */
  static boolean sameFile(Origin origin) {
    String root = CompileUnit.source(origin.unit());
    return origin.declared().map(line -> line.file().equals(root)).orElse(true);
  }

  /** Returns file and line; where there are none, the file of the crate and the name in it. */
  String declared(Finding finding, View view) {
    return line(finding, view).map(ReportText::line).orElseGet(() -> unlined(view));
  }

  /** Returns the same for what was not determined. */
  String declared(Subject subject, View view) {
    return line(subject, view).map(ReportText::line).orElseGet(() -> unlined(view));
  }

  /** Returns a path as code hosts need it: relative where it is below the working directory. */
  static String relative(String file) {
    Path here = Path.of("").toAbsolutePath();
    Path path = here.resolve(InputFile.named(Path.of(""), file)).normalize();
    return path.startsWith(here) ? here.relativize(path).toString() : path.toString();
  }

  private static String unlined(View view) {
    boolean rust = view.producer().language() == Producer.Language.RUST;
    Origin origin = view.origin();
    return rust && view instanceof View.Typed typed && !origin.unit().isEmpty()
        ? typed.definition().qualifiedName() + " in " + CompileUnit.source(origin.unit())
        : ReportText.declared(origin);
  }

  /** Returns the line of the declaration that one side believes in; empty where none is known. */
  Optional<Origin.Line> line(Finding finding, View view) {
    // The objects were compiled from another source than the one that was given.
    return finding.rule() == Rule.BINDINGS_STALE
        ? view.origin().declared()
        : line(finding.subject(), view);
  }

  private Optional<Origin.Line> line(Subject subject, View view) {
    Optional<Origin.Line> own = view.origin().declared();
    if (own.isPresent() || view.producer().language() != Producer.Language.RUST) {
      return own;
    }
    String name = view instanceof View.Typed typed ? typed.definition().name() : subject.name();
    return lines().getOrDefault(new Subject(subject.kind(), name), Optional.empty());
  }

  /** Returns the last part of a path where only one object of the run ends so. */
  String shortName(String object) {
    String name = fileName(object);
    return objects().getOrDefault(name, 0) > 1 ? object : name;
  }

  /** Returns object and unit, without what is said of them elsewhere. */
  String place(Origin origin) {
    String object = shortName(origin.object());
    return origin.unit().isEmpty()
        ? object
        : object + ", unit " + CompileUnit.source(origin.unit());
  }

  private Map<String, Integer> objects() {
    if (objects.isEmpty()) {
      Map<String, Integer> known = new HashMap<>();
      Stream.concat(
              run.inputs().stream().map(Input::path),
              run.models().stream().map(ObjectModel::object))
          .distinct()
          .forEach(path -> known.merge(fileName(path), 1, Integer::sum));
      objects = Optional.of(known);
    }
    return objects.get();
  }

  /**
   * Returns what follows the folders; an archive's member, whose name may be a path, stays whole.
   */
  static String fileName(String path) {
    int member = path.indexOf('(');
    int end = path.lastIndexOf('/', member < 0 ? path.length() : member);
    return path.substring(end + 1);
  }

  /** Lines in the source that was given, of names that stand for one thing in it. */
  private Map<Subject, Optional<Origin.Line>> lines() {
    if (lines.isEmpty()) {
      Map<Subject, Optional<Origin.Line>> known = new HashMap<>();
      for (ObjectModel model : run.models()) {
        for (Definition definition : model.definitions()) {
          add(Subject.Kind.TYPE, definition, model, known);
        }
        for (Entity entity : model.entities()) {
          add(entity.kind(), entity.definition(), model, known);
        }
      }
      lines = Optional.of(known);
    }
    return lines.get();
  }

  private static void add(
      Subject.Kind kind,
      Definition definition,
      ObjectModel model,
      Map<Subject, Optional<Origin.Line>> known) {
    if (definition.evidence() == Evidence.BINDINGS) {
      known.merge(
          new Subject(kind, definition.name()),
          model.types().origin(definition.type()).declared(),
          (one, other) -> one.equals(other) ? one : Optional.empty());
    }
  }
}
