package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.TypeGraph;

/**
 * Reads DWARF of all objects: C by any compiler, Rust, and the witness, which is Rust too.
 *
 * <p>Which names count is known only when all objects have been surveyed, because any of them may
 * be Rust's; so a relocatable object among many is opened once for its units and once for its
 * types. Its relocations, which would have to stay in memory in between, are larger than what the
 * second opening costs.
 */
final class DebugInfoEvidence implements EvidenceSource {
  private static final List<CompilerSide> DECIDING_FIRST =
      List.of(CompilerSide.RUST, CompilerSide.CLANG, CompilerSide.C);

  private final List<SurveyedObject> objects;
  private final List<SurveyedObject> linked;
  private final ObjectReader reader;

  /**
   * Takes surveyed objects.
   *
   * @param linked objects that are linked into one of the inputs: of them only what they import is
   *     read
   */
  DebugInfoEvidence(
      List<SurveyedObject> objects, List<SurveyedObject> linked, ObjectReader reader) {
    this.objects = objects;
    this.linked = linked;
    this.reader = reader;
  }

  @Override
  public KnownNames names() {
    Set<String> types = new TreeSet<>();
    Set<String> symbols = new TreeSet<>();
    Set<String> defined = new HashSet<>();
    linked.forEach(object -> symbols.addAll(object.survey().named().imports().keySet()));
    for (SurveyedObject object : objects) {
      ObjectSurvey.Named named = object.survey().named();
      named.types().forEach(type -> types.add(type.cName()));
      symbols.addAll(named.imports().keySet());
      symbols.addAll(named.undescribed().keySet());
      defined.addAll(named.undescribed().keySet());
      for (SymbolEntry symbol : named.symbols()) {
        symbols.add(symbol.name());
        if (symbol.defines()) {
          defined.add(symbol.name());
        }
      }
    }
    return new KnownNames(types, symbols, defined, target());
  }

  private Optional<Target> target() {
    return objects.stream().map(object -> object.survey().machine()).findFirst().map(this::target);
  }

  private Target target(org.abiseam.model.Machine machine) {
    return new Target(
        machine,
        objects.stream()
            .flatMap(object -> object.survey().units().stream())
            .map(CompileUnit::producer)
            .filter(producer -> producer.compiler() == Producer.Compiler.RUSTC)
            .findFirst());
  }

  @Override
  public Found find(Wanted wanted) {
    WantedNames types = WantedNames.of(wanted.types());
    WantedNames symbols = WantedNames.of(wanted.symbols());
    List<Optional<CDefinitions>> read =
        reader.readAll(
            objects,
            (object, info) ->
                CDefinitions.of(
                    info,
                    object.survey().units(info, CompilerSide.C),
                    new TypeIndexer(types, symbols, reader.threadsInside(objects.size()))));
    Map<SurveyedObject, CDefinitions> definitions = new LinkedHashMap<>();
    for (int i = 0; i < objects.size(); i++) {
      SurveyedObject object = objects.get(i);
      read.get(i).ifPresent(found -> definitions.put(object, found));
    }
    definitions.forEach(
        (object, found) -> {
          for (Diagnostic diagnostic : found.diagnostics()) {
            reader.log().note(object.source(), diagnostic);
          }
        });
    return new FoundDefinitions(definitions, Selection.ofC(definitions, wanted));
  }

  /** What C defines of the wanted names. */
  private final class FoundDefinitions implements Found {
    private final Map<SurveyedObject, CDefinitions> definitions;
    private final Selection c;

    FoundDefinitions(Map<SurveyedObject, CDefinitions> definitions, Selection c) {
      this.definitions = definitions;
      this.c = c;
    }

    @Override
    public Set<String> types() {
      return c.typeNames();
    }

    @Override
    public Set<String> declared() {
      Set<String> names = new HashSet<>();
      definitions.values().forEach(found -> names.addAll(found.declared()));
      return names;
    }

    @Override
    public Set<String> symbols() {
      Set<String> names = c.symbolNames();
      objects.forEach(object -> names.addAll(object.survey().named().imports().keySet()));
      linked.forEach(object -> names.addAll(object.survey().named().imports().keySet()));
      return names;
    }

    @Override
    public List<ObjectModel> models(Shared shared) {
      List<SurveyedObject> all = new ArrayList<>(objects);
      all.addAll(linked);
      Selection chosen = c.with(all, shared);
      List<SurveyedObject> concerned = new ArrayList<>();
      List<ObjectModel> models = new ArrayList<>();
      for (SurveyedObject object : objects) {
        if (chosen.concerns(object)) {
          concerned.add(object);
        } else {
          models.add(unitsAlone(object));
        }
      }
      int inside = reader.threadsInside(objects.size());
      reader
          .readAll(concerned, (object, info) -> lower(info, object, chosen, inside))
          .forEach(lowered -> lowered.ifPresent(models::addAll));
      Map<SurveyedObject, List<String>> declarations =
          Selection.declarations(definitions, shared.definedTypes());
      for (SurveyedObject object : definitions.keySet()) {
        List<String> names = declarations.get(object);
        if (names != null) {
          ObjectSurvey survey = object.survey();
          models.add(
              SideLowering.declarations(
                  object.source().path(), survey.machine(), survey.units(), names));
        }
      }
      objects.forEach(object -> undescribed(object, shared).ifPresent(models::add));
      linked.stream()
          .filter(chosen::concerns)
          .forEach(object -> models.addAll(beliefs(object, chosen)));
      return models;
    }
  }

  /** Returns an object of which only its machine and units count. */
  private static ObjectModel unitsAlone(SurveyedObject object) {
    return new ObjectModel(
        object.source().path(),
        object.survey().machine(),
        object.survey().units(),
        new TypeGraph.Builder().build(),
        List.of(),
        List.of(),
        List.of());
  }

  /** Names what Rust defines without describing it, where C has a prototype of it. */
  private static Optional<ObjectModel> undescribed(SurveyedObject object, Shared shared) {
    SortedMap<String, Subject.Kind> names = new TreeMap<>(object.survey().named().undescribed());
    names.keySet().retainAll(shared.symbols());
    return names.isEmpty()
        ? Optional.empty()
        : Optional.of(SideLowering.undescribed(object.source().path(), object.survey(), names));
  }

  /** Its units are the image's. */
  private List<ObjectModel> beliefs(SurveyedObject object, Selection chosen) {
    return object.source().read(info -> lower(info, object, chosen, 1)).stream()
        .map(ObjectModel::withoutUnits)
        .toList();
  }

  private List<ObjectModel> lower(
      DebugInfo info, SurveyedObject object, Selection chosen, int threads) {
    List<CompilerSide> sides =
        DECIDING_FIRST.stream()
            .filter(
                side ->
                    !chosen.types(object, side).isEmpty()
                        || !chosen.symbols(object, side).isEmpty())
            .toList();
    return Workers.map(
        sides,
        threads,
        side ->
            reader.noted(
                object.source(),
                SideLowering.lower(
                    info,
                    object.source().path(),
                    object.survey(),
                    chosen.types(object, side),
                    chosen.symbols(object, side))));
  }

  @Override
  public Reach reach(Set<String> symbols) {
    List<SurveyedObject> described =
        objects.stream()
            .filter(
                object ->
                    object.survey().has(CompilerSide.C) || object.survey().has(CompilerSide.CLANG))
            .toList();
    return ReachableTypes.of(described, symbols, reader);
  }
}
