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
import java.util.function.Predicate;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.input.ObjectSource;
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

  /** What speaks for Rust was made for the machine of Rust's objects, whose variant may differ. */
  private Optional<Target> target() {
    return objects.stream()
        .filter(object -> object.survey().has(CompilerSide.RUST))
        .findFirst()
        .or(() -> objects.stream().findFirst())
        .map(object -> target(object.survey().machine()));
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
    Definitions definitions = new Definitions(wanted);
    FoundNames names =
        reader
            .summaries()
            .ofAll(
                objects.stream().map(SurveyedObject::source).toList(),
                new Question<>("names", definitions.key, new FoundNames.Form()),
                definitions::namesOfAll)
            .orElseGet(definitions::names);
    for (FoundNames.Fault fault : names.faults()) {
      reader.log().note(objects.get(fault.object()).source(), fault.diagnostic());
    }
    return new FoundDefinitions(wanted, names, definitions);
  }

  @Override
  public void learn(Wanted wanted, Predicate<ObjectSource> some) {
    new Definitions(wanted).read(objects.stream().filter(one -> some.test(one.source())).toList());
  }

  /** Looks up wanted names in the C of each object, when something asks for it. */
  private final class Definitions {
    private final Wanted wanted;
    private final CacheKey key;
    private Optional<Map<SurveyedObject, CDefinitions>> found = Optional.empty();
    private Optional<Selection> selection = Optional.empty();

    Definitions(Wanted wanted) {
      this.wanted = wanted;
      this.key =
          new CacheKey.Builder("wanted")
              .with(wanted.types())
              .with(wanted.symbols())
              .with(new TreeSet<>(wanted.defined()))
              .with(sides())
              .build();
    }

    Map<SurveyedObject, CDefinitions> all() {
      Map<SurveyedObject, CDefinitions> all = found.orElseGet(() -> read(objects));
      found = Optional.of(all);
      return all;
    }

    private Map<SurveyedObject, CDefinitions> read(List<SurveyedObject> some) {
      WantedNames types = WantedNames.of(wanted.types());
      WantedNames symbols = WantedNames.of(wanted.symbols());
      CacheKey names =
          new CacheKey.Builder("names")
              .with(wanted.types())
              .with(wanted.symbols())
              .with(sides())
              .build();
      Question<CDefinitions> question =
          new Question<>("definitions", names, new DefinitionsFormat());
      List<Optional<CDefinitions>> read =
          reader.readAll(
              some,
              _ -> question,
              (object, info) ->
                  CDefinitions.of(
                      info,
                      object.survey().units(info, CompilerSide.C),
                      types,
                      symbols,
                      reader.threadsInside(objects.size())));
      Map<SurveyedObject, CDefinitions> definitions = new LinkedHashMap<>();
      for (int i = 0; i < some.size(); i++) {
        SurveyedObject object = some.get(i);
        read.get(i).ifPresent(one -> definitions.put(object, one));
      }
      return definitions;
    }

    Selection selection() {
      Selection chosen = selection.orElseGet(() -> Selection.ofC(all(), wanted));
      selection = Optional.of(chosen);
      return chosen;
    }

    FoundNames names() {
      Selection chosen = selection();
      Set<String> declared = new TreeSet<>();
      List<FoundNames.Fault> faults = new ArrayList<>();
      for (int i = 0; i < objects.size(); i++) {
        CDefinitions one = all().get(objects.get(i));
        if (one != null) {
          declared.addAll(one.declared());
          for (Diagnostic diagnostic : one.diagnostics()) {
            faults.add(new FoundNames.Fault(i, diagnostic));
          }
        }
      }
      return new FoundNames(chosen.typeNames(), declared, chosen.symbolNames(), faults);
    }

    /** Returns the names, if each object could be read. */
    Optional<FoundNames> namesOfAll() {
      return all().size() == objects.size() ? Optional.of(names()) : Optional.empty();
    }
  }

  /** What C defines of the wanted names. */
  private final class FoundDefinitions implements Found {
    private final Wanted wanted;
    private final FoundNames c;
    private final Definitions definitions;
    private final List<SurveyedObject> all;

    FoundDefinitions(Wanted wanted, FoundNames c, Definitions definitions) {
      this.wanted = wanted;
      this.c = c;
      this.definitions = definitions;
      this.all = new ArrayList<>(objects);
      all.addAll(linked);
    }

    @Override
    public Set<String> types() {
      return c.types();
    }

    @Override
    public Set<String> declared() {
      return c.declared();
    }

    @Override
    public Set<String> symbols() {
      Set<String> names = new HashSet<>(c.symbols());
      objects.forEach(object -> names.addAll(object.survey().named().imports().keySet()));
      linked.forEach(object -> names.addAll(object.survey().named().imports().keySet()));
      return names;
    }

    @Override
    public List<ObjectModel> models(Shared shared) {
      CacheKey key =
          new CacheKey.Builder("shared")
              .with(definitions.key)
              .with(objects.size())
              .with(wanted.also().orElse(""))
              .with(new TreeSet<>(shared.types()))
              .with(new TreeSet<>(shared.definedTypes()))
              .with(new TreeSet<>(shared.symbols()))
              .build();
      Lowerings lowerings = new Lowerings(shared);
      List<LoweredFormat.Lowered> lowered =
          reader
              .summaries()
              .ofAll(
                  all.stream().map(SurveyedObject::source).toList(),
                  new Question<>("models", key, new LoweredFormat(all)),
                  lowerings::ofAll)
              .orElseGet(lowerings::found);
      return lowered.stream()
          .map(one -> reader.noted(all.get(one.object()).source(), one.model()))
          .toList();
    }

    /** Lowers what both sides share. */
    private final class Lowerings {
      private final Shared shared;
      private final List<LoweredFormat.Lowered> models = new ArrayList<>();
      private boolean whole = true;

      Lowerings(Shared shared) {
        this.shared = shared;
      }

      List<LoweredFormat.Lowered> found() {
        return models;
      }

      /**
       * Returns what was lowered, if each object could be read; what could is found in any case.
       */
      Optional<List<LoweredFormat.Lowered>> ofAll() {
        Selection chosen = definitions.selection().with(all, shared);
        List<Integer> concerned = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
          if (chosen.concerns(objects.get(i))) {
            concerned.add(i);
          } else {
            add(i, unitsAlone(objects.get(i)));
          }
        }
        int inside = reader.threadsInside(objects.size());
        List<Optional<List<LoweredFormat.Lowered>>> lowered =
            reader.readAll(
                concerned.stream().map(objects::get).toList(),
                object -> question(object, chosen),
                (object, info) -> placed(lower(info, object, chosen, inside)));
        for (int i = 0; i < concerned.size(); i++) {
          int position = concerned.get(i);
          whole &= lowered.get(i).isPresent();
          lowered.get(i).ifPresent(some -> counted(some, objects.get(position), chosen, position));
        }
        Map<SurveyedObject, List<String>> declarations =
            Selection.declarations(definitions.all(), shared.definedTypes());
        for (int i = 0; i < objects.size(); i++) {
          SurveyedObject object = objects.get(i);
          List<String> names = declarations.get(object);
          if (names != null) {
            ObjectSurvey survey = object.survey();
            add(
                i,
                SideLowering.declarations(
                    object.source().path(), survey.machine(), survey.units(), names));
          }
        }
        for (int i = 0; i < objects.size(); i++) {
          int position = i;
          undescribed(objects.get(i), shared).ifPresent(model -> add(position, model));
        }
        for (int i = objects.size(); i < all.size(); i++) {
          int position = i;
          if (chosen.concerns(all.get(i))) {
            beliefs(all.get(i), chosen).forEach(model -> add(position, model));
          }
        }
        return whole ? Optional.of(models) : Optional.empty();
      }

      private void counted(
          List<LoweredFormat.Lowered> some, SurveyedObject object, Selection chosen, int position) {
        List<CompilerSide> sides = sides(object, chosen);
        for (int i = 0; i < some.size(); i++) {
          add(position, some.get(i).model().counting(units(chosen.types(object, sides.get(i)))));
        }
      }

      private void add(int position, ObjectModel model) {
        models.add(new LoweredFormat.Lowered(position, model));
      }
    }
  }

  private static List<Integer> units(List<TypeEntry> types) {
    return types.stream().map(TypeEntry::units).toList();
  }

  /** Returns the sides of which something becomes a type, the deciding ones first. */
  private static List<CompilerSide> sides(SurveyedObject object, Selection chosen) {
    return DECIDING_FIRST.stream()
        .filter(
            side ->
                !chosen.types(object, side).isEmpty() || !chosen.symbols(object, side).isEmpty())
        .toList();
  }

  /** Names what all objects of a build decide together of the side of a unit. */
  private String sides() {
    boolean clang = objects.stream().anyMatch(one -> one.survey().has(CompilerSide.CLANG));
    return clang ? "Clang beside GCC" : "one C";
  }

  private static List<LoweredFormat.Lowered> placed(List<ObjectModel> models) {
    return models.stream().map(model -> new LoweredFormat.Lowered(0, model)).toList();
  }

  /** Asks for some types and symbols of one object. */
  private static Question<List<LoweredFormat.Lowered>> question(
      SurveyedObject object, Selection chosen) {
    CacheKey.Builder key = new CacheKey.Builder("chosen");
    for (CompilerSide side : DECIDING_FIRST) {
      key.with(side.name());
      // How many units of other objects define a type alike is added to what is remembered.
      chosen.types(object, side).forEach(type -> key.with(SurveyFormat::type, type.withUnits(0)));
      key.with("symbols");
      chosen.symbols(object, side).forEach(symbol -> key.with(SurveyFormat::symbol, symbol));
    }
    return new Question<>("lowered", key.build(), new LoweredFormat(List.of(object)));
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
    return reader
        .summaries()
        .of(
            object.source(),
            question(object, chosen),
            () -> Optional.of(object.source().read(info -> placed(lower(info, object, chosen, 1)))))
        .orElseThrow()
        .stream()
        .map(one -> one.model().withoutUnits())
        .toList();
  }

  private static List<ObjectModel> lower(
      DebugInfo info, SurveyedObject object, Selection chosen, int threads) {
    List<CompilerSide> sides = sides(object, chosen);
    return Workers.map(
        sides,
        threads,
        side ->
            SideLowering.lower(
                info,
                object.source().path(),
                object.survey(),
                chosen.types(object, side),
                chosen.symbols(object, side)));
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
