package org.abiseam.cli.report;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Definition;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.View;

/**
 * Says where things were declared, by whatever evidence of a run has a line: rustc records none of
 * types, the source that declares them has one.
 */
final class Places {
  /** rustc writes the crate's root, this, and the name of the codegen unit. */
  private static final String UNIT = "/@/";

  private final Report run;
  private Optional<Map<String, Integer>> objects = Optional.empty();
  private Optional<Map<String, Optional<Origin.Line>>> lines = Optional.empty();

  private Places(Report run) {
    this.run = run;
  }

  static Places of(Report run) {
    return new Places(run);
  }

  /** Returns the file of a unit, without what rustc adds to it. */
  static String root(String unit) {
    int end = unit.indexOf(UNIT);
    return end > 0 ? unit.substring(0, end) : unit;
  }

  /** Tells whether a unit's name says nothing that the place of a declaration does not. */
  static boolean sameFile(Origin origin) {
    String root = root(origin.unit());
    return origin.declared().map(line -> line.file().equals(root)).orElse(true);
  }

  /** Returns file and line; where there are none, the file of the crate and the name in it. */
  String declared(Finding finding, View view) {
    boolean rust = view.producer().language() == Producer.Language.RUST;
    Origin origin = view.origin();
    if (origin.declared().isPresent() || !rust) {
      return ReportText.declared(origin);
    }
    Optional<Origin.Line> line =
        finding.subject().kind() == Subject.Kind.TYPE && view instanceof View.Typed typed
            ? lines().getOrDefault(typed.definition().name(), Optional.empty())
            : Optional.empty();
    if (line.isPresent()) {
      return ReportText.line(line.get());
    }
    return view instanceof View.Typed typed && !origin.unit().isEmpty()
        ? typed.definition().qualifiedName() + " in " + root(origin.unit())
        : ReportText.declared(origin);
  }

  /** Returns the last part of a path where only one object of the run ends so. */
  String shortName(String object) {
    String name = fileName(object);
    return objects().getOrDefault(name, 0) > 1 ? object : name;
  }

  /** Returns object and unit, without what is said of them elsewhere. */
  String place(Origin origin) {
    String object = shortName(origin.object());
    return origin.unit().isEmpty() ? object : object + ", unit " + root(origin.unit());
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

  /** Lines of types in the source that was given, of names that stand for one type in it. */
  private Map<String, Optional<Origin.Line>> lines() {
    if (lines.isEmpty()) {
      Map<String, Optional<Origin.Line>> known = new HashMap<>();
      for (ObjectModel model : run.models()) {
        for (Definition definition : model.definitions()) {
          if (definition.evidence() == Evidence.BINDINGS) {
            known.merge(
                definition.name(),
                model.types().origin(definition.type()).declared(),
                (one, other) -> one.equals(other) ? one : Optional.empty());
          }
        }
      }
      lines = Optional.of(known);
    }
    return lines.get();
  }
}
