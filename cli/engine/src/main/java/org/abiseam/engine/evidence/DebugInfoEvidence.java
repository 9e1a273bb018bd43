package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
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
    Set<String> ofRust = new HashSet<>();
    linked.forEach(object -> symbols.addAll(object.survey().named().imports().keySet()));
    for (SurveyedObject object : objects) {
      ObjectSurvey.Named named = object.survey().named();
      for (TypeEntry type : named.types()) {
        types.add(type.cName());
        if (type.side() != CompilerSide.CLANG) {
          ofRust.add(type.cName());
        }
      }
      symbols.addAll(named.imports().keySet());
      symbols.addAll(named.undescribed().keySet());
      defined.addAll(named.undescribed().keySet());
      for (SymbolEntry symbol : named.symbols()) {
        symbols.add(symbol.name());
        if (symbol.side() != CompilerSide.CLANG) {
          ofRust.add(symbol.name());
        }
        if (symbol.defines()) {
          defined.add(symbol.name());
        }
      }
    }
    return new KnownNames(types, symbols, defined, ofRust, target());
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
    FoundNames names = definitions.names();
    for (RunDefinitions.Placed<Diagnostic> fault : names.faults()) {
      reader.log().note(objects.get(fault.object()).source(), fault.value());
    }
    return new FoundDefinitions(names, definitions);
  }

  @Override
  public void learn(Wanted wanted, Predicate<ObjectSource> some) {
    new Definitions(wanted).learn(objects.stream().filter(one -> some.test(one.source())).toList());
  }

  /** Looks up wanted names in the C of each object, when something asks for it. */
  private final class Definitions {
    private final Wanted wanted;
    private Optional<List<RunDefinitions>> found = Optional.empty();
    private Optional<Selection> selection = Optional.empty();

    Definitions(Wanted wanted) {
      this.wanted = wanted;
    }

    List<RunDefinitions> all() {
      List<RunDefinitions> all = found.orElseGet(this::read);
      found = Optional.of(all);
      return all;
    }

    /** Where only one compiler has a part, no definition is compared with another. */
    private List<SurveyedObject> compared(List<SurveyedObject> some) {
      return wanted.isEmpty() ? List.of() : some;
    }

    private List<RunDefinitions> read() {
      Question<CDefinitions> question = question();
      return reader.readRuns(
          new Question<>("run of definitions", question.about(), new RunDefinitions.Form()),
          compared(objects),
          question,
          reading(),
          RunDefinitions::of);
    }

    void learn(List<SurveyedObject> some) {
      Question<CDefinitions> question = question();
      reader.readAll("definitions", compared(some), _ -> question, reading());
    }

    private Question<CDefinitions> question() {
      CacheKey names =
          new CacheKey.Builder("names")
              .with(wanted.types())
              .with(wanted.symbols())
              .with(sides())
              .build();
      return new Question<>("definitions", names, new DefinitionsFormat());
    }

    private BiFunction<SurveyedObject, DebugInfo, CDefinitions> reading() {
      WantedNames types = WantedNames.of(wanted.types());
      WantedNames symbols = WantedNames.of(wanted.symbols());
      int inside = reader.threadsInside(objects.size());
      return (object, info) ->
          CDefinitions.of(
              info, object.survey().units(info, CompilerSide.C), types, symbols, inside);
    }

    Selection selection() {
      Selection chosen = selection.orElseGet(() -> Selection.ofC(objects, all(), wanted));
      selection = Optional.of(chosen);
      return chosen;
    }

    FoundNames names() {
      Selection chosen = selection();
      Set<String> declared = new TreeSet<>();
      List<RunDefinitions.Placed<Diagnostic>> faults = new ArrayList<>();
      int begin = 0;
      for (RunDefinitions run : all()) {
        declared.addAll(run.declared().keySet());
        for (RunDefinitions.Placed<Diagnostic> fault : run.faults()) {
          faults.add(new RunDefinitions.Placed<>(begin + fault.object(), fault.value()));
        }
        begin += run.objects();
      }
      Set<String> types = chosen.typeNames();
      Set<String> symbols = chosen.symbolNames();
      clangs(ObjectSurvey.Named::types, TypeEntry::side, TypeEntry::cName, types);
      clangs(ObjectSurvey.Named::symbols, SymbolEntry::side, SymbolEntry::name, symbols);
      return new FoundNames(types, declared, symbols, faults);
    }

    /** Adds what Clang's C and Rust know: between these two Clang's C is C as any other. */
    private <E> void clangs(
        Function<ObjectSurvey.Named, List<E>> entries,
        Function<E, CompilerSide> side,
        Function<E, String> name,
        Set<String> to) {
      objects.stream()
          .flatMap(object -> entries.apply(object.survey().named()).stream())
          .filter(entry -> side.apply(entry) == CompilerSide.CLANG)
          .map(name)
          .filter(wanted.ofRust()::contains)
          .forEach(to::add);
    }
  }

  /** What C defines of the wanted names. */
  private final class FoundDefinitions implements Found {
    private final FoundNames c;
    private final Definitions definitions;
    private final List<SurveyedObject> all;

    FoundDefinitions(FoundNames c, Definitions definitions) {
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
      return new Lowerings(shared)
          .all().stream()
              .map(one -> reader.noted(all.get(one.object()).source(), one.value()))
              .toList();
    }

    /** Lowers what both sides share. */
    private final class Lowerings {
      private final Shared shared;
      private final List<RunDefinitions.Placed<ObjectModel>> models = new ArrayList<>();

      Lowerings(Shared shared) {
        this.shared = shared;
      }

      /** Returns what was lowered of the objects that could be read. */
      List<RunDefinitions.Placed<ObjectModel>> all() {
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
        List<Optional<List<ObjectModel>>> lowered =
            reader.readAll(
                "lowered",
                concerned.stream().map(objects::get).toList(),
                object -> question(object, chosen),
                (object, info) -> lower(info, object, chosen, inside));
        for (int i = 0; i < concerned.size(); i++) {
          int position = concerned.get(i);
          lowered.get(i).ifPresent(some -> counted(some, objects.get(position), chosen, position));
        }
        Map<SurveyedObject, List<String>> declarations =
            Selection.declarations(objects, definitions.all(), shared.definedTypes());
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
        return models;
      }

      private void counted(
          List<ObjectModel> some, SurveyedObject object, Selection chosen, int position) {
        List<CompilerSide> sides = sides(object, chosen);
        for (int i = 0; i < some.size(); i++) {
          add(position, some.get(i).counting(units(chosen.types(object, sides.get(i)))));
        }
      }

      private void add(int position, ObjectModel model) {
        models.add(new RunDefinitions.Placed<>(position, model));
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

  /** Asks for some types and symbols of one object. */
  private static Question<List<ObjectModel>> question(SurveyedObject object, Selection chosen) {
    CacheKey.Builder key = new CacheKey.Builder("chosen");
    for (CompilerSide side : DECIDING_FIRST) {
      key.with(side.name());
      // How many units of other objects define a type alike is added to what is remembered.
      chosen.types(object, side).forEach(type -> key.with(SurveyFormat::type, type.withUnits(0)));
      key.with("symbols");
      chosen.symbols(object, side).forEach(symbol -> key.with(SurveyFormat::symbol, symbol));
    }
    return new Question<>("lowered", key.build(), new LoweredFormat(object));
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
            () -> Optional.of(object.source().read(info -> lower(info, object, chosen, 1))))
        .orElseThrow()
        .stream()
        .map(ObjectModel::withoutUnits)
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
