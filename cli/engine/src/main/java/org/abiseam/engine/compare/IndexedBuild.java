package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.engine.evidence.BtfEvidence;
import org.abiseam.engine.evidence.CDefinitions;
import org.abiseam.engine.evidence.CompilerSide;
import org.abiseam.engine.evidence.GraphReach;
import org.abiseam.engine.evidence.LinkedObject;
import org.abiseam.engine.evidence.NamesOfC;
import org.abiseam.engine.evidence.ObjectReader;
import org.abiseam.engine.evidence.ObjectSurvey;
import org.abiseam.engine.evidence.ReachableTypes;
import org.abiseam.engine.evidence.SideLowering;
import org.abiseam.engine.evidence.SnapshotTaker;
import org.abiseam.engine.evidence.SymbolEntry;
import org.abiseam.engine.evidence.TypeEntry;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Linkage;
import org.abiseam.model.LinkerInterface;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.rules.psabi.Psabis;

/**
 * Indexes C of one of two builds: every name with fingerprints of what it stands for, and on demand
 * what it is. Snapshots and BTF have no fingerprints, so that everything of them is compared.
 */
final class IndexedBuild {
  private final int input;
  private final ObjectReader reader;
  private final List<Opened> objects = new ArrayList<>();
  private final List<SnapshotFile> snapshots = new ArrayList<>();
  private List<ObjectModel> btf = List.of();
  private final Map<String, LinkedObject> tables = new HashMap<>();
  private boolean lacksTable;
  private final Map<String, Set<Long>> types = new HashMap<>();
  private final Set<String> declared = new HashSet<>();
  private final SortedMap<String, Symbol> symbols = new TreeMap<>();
  private final TreeSet<String> exported = new TreeSet<>();
  private final Set<Long> dialects = new HashSet<>();
  private final SortedMap<String, LinkerInterface.Symbol> linked = new TreeMap<>();
  private final SortedMap<String, Linkage.Library> libraries = new TreeMap<>();

  /** Names of symbols in the older build by those in this one, where they differ. */
  private final Map<String, String> continued = new HashMap<>();

  /**
   * Describes an object with what is known of it.
   *
   * @param types of the definitions, by name
   */
  private record Opened(
      ObjectSource source,
      ObjectSurvey survey,
      CDefinitions definitions,
      Map<String, List<TypeEntry>> types) {
    Opened(ObjectSource source, ObjectSurvey survey, CDefinitions definitions) {
      this(
          source,
          survey,
          definitions,
          definitions.types().stream().collect(Collectors.groupingBy(TypeEntry::name)));
    }
  }

  /** Describes a function or variable that the build gives to the linker. */
  record Symbol(Subject.Kind kind, Set<Long> fingerprints) {
    /** Tells whether debug info of C describes it. */
    boolean described() {
      return !fingerprints.isEmpty();
    }
  }

  /** Begins a build with nothing in it. */
  IndexedBuild(int input, ObjectReader reader) {
    this.input = input;
    this.reader = reader;
  }

  /** Returns its place among the inputs. */
  int input() {
    return input;
  }

  /** Notes what an object exports to modules. */
  void exports(ObjectSource source) {
    reader
        .summaries()
        .of(source, SnapshotTaker.EXPORTS, () -> source.probe(SnapshotTaker::exported))
        .ifPresent(exported::addAll);
  }

  /** Reads the names of an object; of symbols those that count, or all. */
  void read(ObjectSource source, Optional<Set<String>> counting) {
    AtomicBoolean noted = new AtomicBoolean();
    reader
        .read(
            source,
            NamesOfC.question(counting),
            info -> {
              ObjectSurvey survey = ObjectSurvey.ofUnits(info).withClangAsC(false).ofCAlone();
              note(source, survey);
              noted.set(true);
              TypeIndexer indexer =
                  TypeIndexer.ofContents(counting.map(WantedNames::of), reader.threads());
              return NamesOfC.of(info, survey, indexer, counting.isEmpty());
            })
        .ifPresent(
            names -> {
              if (!noted.get()) {
                note(source, names.survey());
              }
              add(source, names);
            });
  }

  private void note(ObjectSource source, ObjectSurvey survey) {
    survey.diagnostics().forEach(diagnostic -> reader.log().note(source, diagnostic));
    reader.log().noteUnits(input, survey.machine(), survey.units());
  }

  private void add(ObjectSource source, NamesOfC names) {
    RunLog log = reader.log();
    ObjectSurvey survey = names.survey();
    CDefinitions found = names.definitions();
    Predicate<String> known = _ -> true;
    if (names.linked().isPresent()) {
      LinkedObject linked = names.linked().get();
      link(linked);
      tables.put(linked.path(), linked);
      known = linked::gives;
    }
    found.diagnostics().forEach(diagnostic -> log.note(source, diagnostic));
    declared.addAll(found.declared());
    for (TypeEntry type : found.types()) {
      types.computeIfAbsent(type.name(), _ -> new HashSet<>(2)).add(type.fingerprint());
    }
    IdentityHashMap<Producer, Long> dialects = new IdentityHashMap<>();
    for (TypeEntry type : found.types()) {
      Producer producer = names.producers().get(type.unit());
      dialects.computeIfAbsent(producer, one -> dialect(survey.machine(), one));
    }
    for (SymbolEntry symbol : found.symbols()) {
      if (symbol.defines() && known.test(symbol.name())) {
        Producer producer = names.producers().get(symbol.unit());
        long dialect = dialects.computeIfAbsent(producer, one -> dialect(survey.machine(), one));
        Subject.Kind kind = symbol.function() ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE;
        symbols
            .computeIfAbsent(symbol.name(), _ -> new Symbol(kind, new HashSet<>(2)))
            .fingerprints()
            .add(symbol.fingerprint() == 0 ? 0 : symbol.fingerprint() * 31 + dialect);
      }
    }
    this.dialects.addAll(dialects.values());
    objects.add(new Opened(source, survey, found));
  }

  private static long dialect(Machine machine, Producer producer) {
    return Psabis.dialect(machine, producer).hashCode();
  }

  /** Notes what the objects of a snapshot export to modules. */
  void exports(SnapshotFile file) {
    file.objects().forEach(part -> exported.addAll(part.exported()));
  }

  /** Reads the names of a snapshot; of symbols all, or those that are exported to modules. */
  void read(SnapshotFile file, boolean exports) {
    snapshots.add(file);
    lacksTable |=
        !exports
            && file.objects().stream()
                .anyMatch(part -> part.evidence() == Evidence.BTF && part.symbols().isEmpty());
    List<LinkedObject> parts = file.objects().stream().map(LinkedObject::of).toList();
    if (!exports) {
      parts.forEach(this::link);
    }
    declared.addAll(file.declared());
    file.definedTypesOfC()
        .forEach(
            (name, count) -> {
              Set<Long> fingerprints = types.computeIfAbsent(name, _ -> new HashSet<>(1));
              LongStream.range(0, count).forEach(fingerprints::add);
            });
    for (Subject.Kind kind : List.of(Subject.Kind.FUNCTION, Subject.Kind.VARIABLE)) {
      for (String name : file.definitionsOfC(kind)) {
        if (exports || parts.stream().anyMatch(part -> part.gives(name))) {
          symbols
              .computeIfAbsent(name, _ -> new Symbol(kind, new HashSet<>(1)))
              .fingerprints()
              .add(0L);
        }
      }
    }
  }

  /** Reads the BTF of objects whose C has no DWARF, when all objects of the build were surveyed. */
  void readBtf() {
    btf = BtfEvidence.everything(surveys(), reader);
    for (ObjectModel model : btf) {
      LinkedObject table = tables.get(model.object());
      lacksTable |= table != null && table.symbols().isEmpty();
      for (Definition definition : model.definitions()) {
        if (isDeclaration(model.types().type(definition.type()))) {
          declared.add(definition.name());
        } else {
          types.computeIfAbsent(definition.name(), _ -> new HashSet<>(1)).add(0L);
        }
      }
      for (Entity entity : model.entities()) {
        String name = entity.definition().name();
        if (entity.role() == Entity.Role.DEFINES && (table == null || table.gives(name))) {
          symbols
              .computeIfAbsent(name, _ -> new Symbol(entity.kind(), new HashSet<>(1)))
              .fingerprints()
              .add(0L);
        }
      }
    }
  }

  private static boolean isDeclaration(Type type) {
    return type instanceof Type.Incomplete
        || (type instanceof Type.Enumeration enumeration && enumeration.values().isEmpty());
  }

  /** Returns names of types that some unit only declares. */
  Set<String> declared() {
    return declared;
  }

  private Map<ObjectSource, ObjectSurvey> surveys() {
    Map<ObjectSource, ObjectSurvey> surveys = new LinkedHashMap<>();
    objects.forEach(one -> surveys.put(one.source(), one.survey()));
    return surveys;
  }

  /**
   * Types by name; 0 stands for a fingerprint that is not known, and small numbers after it for
   * more definitions.
   */
  Map<String, Set<Long>> types() {
    return types;
  }

  /** Returns the ways in which its compilers pass values, one number for each. */
  Set<Long> dialects() {
    return dialects;
  }

  /** Tells whether BTF without a symbol table says which functions and variables there are. */
  boolean lacksTable() {
    return lacksTable;
  }

  /** Tells whether no types are known because an input could not be read or has no debug info. */
  boolean isUntyped() {
    return types.isEmpty() && reader.log().isUnread(input);
  }

  /** Adds what an object gives to the linker. */
  private synchronized void link(LinkedObject object) {
    object.library().ifPresent(library -> libraries.put(object.path(), library));
    object.symbols().forEach((name, symbol) -> linked.merge(name, symbol, IndexedBuild::stronger));
  }

  private static LinkerInterface.Symbol stronger(
      LinkerInterface.Symbol one, LinkerInterface.Symbol other) {
    return other.definition().binding().compareTo(one.definition().binding()) < 0 ? other : one;
  }

  /** Returns what the build gives to the linker; nothing for a kernel that exports symbols. */
  LinkerInterface linkerInterface() {
    return new LinkerInterface(linked, libraries);
  }

  /** Takes the names of an older build for symbols of the same version. */
  void continuing(IndexedBuild old) {
    continued.putAll(linkerInterface().continued(old.linkerInterface()));
    SortedMap<String, LinkerInterface.Symbol> renamed =
        linkerInterface().renamed(continued).symbols();
    linked.clear();
    linked.putAll(renamed);
    Map<String, Symbol> moved = new HashMap<>();
    continued.forEach(
        (name, before) ->
            Optional.ofNullable(symbols.remove(name)).ifPresent(it -> moved.put(before, it)));
    symbols.putAll(moved);
  }

  /** Adds what the linker knows and no debug info of C describes; it has no fingerprint. */
  void addUndescribed(boolean exports) {
    linked.forEach(
        (name, symbol) ->
            symbols.computeIfAbsent(name, _ -> new Symbol(symbol.kind(), new HashSet<>(0))));
    if (exports) {
      exported.forEach(
          name ->
              symbols.computeIfAbsent(
                  name, _ -> new Symbol(Subject.Kind.FUNCTION, new HashSet<>(0))));
    }
  }

  /** Tells whether debug info of C describes a symbol. */
  boolean isDescribed(String name) {
    return Optional.ofNullable(symbols.get(name)).filter(Symbol::described).isPresent();
  }

  /** Tells whether debug info of Rust may describe a symbol: the object that gives it has such. */
  boolean isOfRust(String name) {
    String object = objectOf(name);
    return objects.stream()
            .anyMatch(
                one ->
                    one.source().path().equals(object)
                        && one.survey().units().stream().anyMatch(IndexedBuild::isRust))
        || snapshots.stream().anyMatch(file -> file.symbols(true, true).contains(name));
  }

  /** Returns who compiled C: Clang if it compiled any, because it describes least. */
  Optional<Producer> compilerOfC() {
    return Stream.concat(
            objects.stream().map(one -> one.survey().units()),
            snapshots.stream().flatMap(file -> file.objects().stream()).map(Snapshot.Part::units))
        .flatMap(List::stream)
        .filter(unit -> !isRust(unit))
        .map(CompileUnit::producer)
        .min(Comparator.comparing(one -> one.compiler() != Producer.Compiler.CLANG));
  }

  private static boolean isRust(CompileUnit unit) {
    return unit.producer().language() == Producer.Language.RUST;
  }

  /** Names the object that gives a symbol to the linker; the build where that is not known. */
  String objectOf(String name) {
    return Optional.ofNullable(linked.get(name))
        .map(LinkerInterface.Symbol::object)
        .orElseGet(() -> reader.log().path(input));
  }

  /** Functions and variables by name. */
  SortedMap<String, Symbol> symbols() {
    return symbols;
  }

  /** Symbols that a kernel exports to modules; empty for anything else. */
  Set<String> exported() {
    return exported;
  }

  /** Narrows functions and variables to those that are exported. */
  void narrow() {
    symbols.keySet().retainAll(exported);
  }

  /** Finds the types that the functions and variables reach, by value or behind pointers. */
  Set<String> reached() {
    Set<String> own = ownNames(symbols.keySet());
    ReachableTypes dwarf = ReachableTypes.of(reader);
    objects.forEach(one -> dwarf.add(one.source(), one.survey(), one.definitions(), own));
    Set<String> reached = new HashSet<>(dwarf.types(Set.of()));
    GraphReach graphs = new GraphReach();
    follow(Set.of(), own, graphs);
    // Behind a pointer BTF and a snapshot have a name, whose definition is another way.
    Set<String> done = new HashSet<>();
    while (!done.containsAll(graphs.names())) {
      Set<String> next = new HashSet<>(graphs.names());
      next.removeAll(done);
      done.addAll(next);
      follow(next, Set.of(), graphs);
    }
    reached.addAll(graphs.names());
    return reached;
  }

  /** Follows what types and symbols of BTF and of snapshots lead to. */
  private void follow(Set<String> wanted, Set<String> named, GraphReach graphs) {
    btf.forEach(model -> follow(chosen(model, wanted, named), graphs));
    for (SnapshotFile file : snapshots) {
      file.models(false, wanted::contains, (name, defines) -> defines && named.contains(name))
          .forEach(model -> follow(model, graphs));
    }
  }

  private static void follow(ObjectModel model, GraphReach graphs) {
    model.entities().forEach(one -> graphs.from(model.types(), one.definition().type()));
    model.definitions().forEach(one -> graphs.from(model.types(), one.type()));
  }

  /** Returns the names that the symbols have in this build. */
  private Set<String> ownNames(Set<String> named) {
    Set<String> own = new HashSet<>(named);
    own.removeAll(continued.keySet());
    continued.forEach(
        (name, before) -> {
          if (named.contains(before)) {
            own.add(name);
          }
        });
    return own;
  }

  /** Returns what names stand for, one definition for each content. */
  List<ObjectModel> models(Set<String> wanted, Set<String> named) {
    return models(wanted, named, Set.of());
  }

  /**
   * Returns what names stand for.
   *
   * @param byFile those of the types that several files may define, so that each file counts
   */
  List<ObjectModel> models(Set<String> wanted, Set<String> named, Set<String> byFile) {
    if (continued.isEmpty()) {
      return ownModels(wanted, named, byFile);
    }
    return ownModels(wanted, ownNames(named), byFile).stream().map(this::renamed).toList();
  }

  private ObjectModel renamed(ObjectModel model) {
    return model.withEntities(
        model.entities().stream()
            .map(
                entity ->
                    entity.named(
                        continued.getOrDefault(
                            entity.definition().name(), entity.definition().name())))
            .toList());
  }

  private List<ObjectModel> ownModels(Set<String> wanted, Set<String> named, Set<String> byFile) {
    List<ObjectModel> models = new ArrayList<>();
    for (Opened one : objects) {
      Set<String> here = new TreeSet<>(byFile);
      here.retainAll(one.types().keySet());
      Chosen chosen = chosen(one, wanted, named, here);
      reader
          .read(
              one.source(),
              SideLowering.question(one.survey(), chosen.types(), chosen.symbols(), here),
              info -> lower(info, one, chosen, here))
          .ifPresent(model -> models.add(reader.noted(one.source(), model)));
    }
    btf.forEach(model -> models.add(chosen(model, wanted, named)));
    for (SnapshotFile file : snapshots) {
      models.addAll(
          file.models(false, wanted::contains, (name, defines) -> defines && named.contains(name)));
    }
    return models;
  }

  private static ObjectModel chosen(ObjectModel model, Set<String> wanted, Set<String> named) {
    return new ObjectModel(
        model.object(),
        model.machine(),
        model.units(),
        model.types(),
        model.definitions().stream().filter(one -> wanted.contains(one.name())).toList(),
        model.entities().stream()
            .filter(one -> one.role() == Entity.Role.DEFINES)
            .filter(one -> named.contains(one.definition().name()))
            .toList(),
        model.diagnostics());
  }

  /** Names what of an object becomes types. */
  private record Chosen(List<TypeEntry> types, List<SymbolEntry> symbols) {}

  private static Chosen chosen(
      Opened one, Set<String> wanted, Set<String> named, Set<String> byFile) {
    return new Chosen(
        wanted.stream()
            .filter(name -> !byFile.contains(name))
            .sorted()
            .flatMap(name -> one.types().getOrDefault(name, List.of()).stream())
            .toList(),
        named.isEmpty()
            ? List.of()
            : one.definitions().symbols().stream()
                .filter(symbol -> symbol.defines() && named.contains(symbol.name()))
                .toList());
  }

  private ObjectModel lower(DebugInfo info, Opened one, Chosen chosen, Set<String> byFile) {
    List<TypeEntry> entries = new ArrayList<>(chosen.types());
    if (!byFile.isEmpty()) {
      TypeIndexer indexer =
          new TypeIndexer(WantedNames.of(byFile), WantedNames.of(Set.of()), reader.threads());
      List<Unit> units = one.survey().units(info, CompilerSide.C);
      entries.addAll(CDefinitions.of(info, units, indexer).types());
    }
    return SideLowering.lower(info, one.source().path(), one.survey(), entries, chosen.symbols());
  }
}
