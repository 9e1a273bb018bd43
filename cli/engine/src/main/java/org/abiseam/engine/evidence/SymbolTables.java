package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.abiseam.dwarf.index.RustTypeScanner;
import org.abiseam.elf.Dynamic;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.elf.code.StackArguments;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.snapshot.Snapshot;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Limits;
import org.abiseam.model.Linkage;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;

/** Reads from symbol tables who defines what the deciding side imports, and what both define. */
final class SymbolTables implements EvidenceSource {
  private static final int STT_TLS = 6;

  private final List<SurveyedObject> objects;
  private final List<Snapshot.Part> snapshots;
  private final Set<String> declared;
  private final ObjectReader reader;

  /**
   * Takes what has symbol tables.
   *
   * @param objects all objects, with those that are linked into others
   * @param declared what sources of Rust declare that they use
   */
  SymbolTables(
      List<SurveyedObject> objects,
      List<Snapshot.Part> snapshots,
      Set<String> declared,
      ObjectReader reader) {
    this.objects = objects;
    this.snapshots = snapshots;
    this.declared = declared;
    this.reader = reader;
  }

  @Override
  public Set<String> symbols(Predicate<String> counts) {
    Set<String> names = new HashSet<>();
    reader
        .readFiles(
            objects,
            (_, file) ->
                file.symbols().stream()
                    .filter(symbol -> !symbol.isLocal())
                    .map(Symbol::name)
                    .filter(counts)
                    .toList())
        .forEach(names::addAll);
    return names;
  }

  /**
   * Marks the functions of Rust whose calls depend on a switch that rustc does not record: those
   * that some code of Rust calls or defines, where no code of Rust tells whether it was given.
   */
  @Override
  public List<ObjectModel> complete(List<ObjectModel> models) {
    Set<Machine.RustSwitch> open = EnumSet.allOf(Machine.RustSwitch.class);
    Set<String> used = new HashSet<>();
    for (SurveyedObject one : objects) {
      ObjectSurvey.Named named = one.survey().named();
      if (named.open().isPresent()) {
        settle(open, one.survey().machine(), named.open().get());
        used.addAll(named.imports().keySet());
        named.symbols().forEach(symbol -> used.add(symbol.name()));
      }
    }
    for (Snapshot.Part part : snapshots) {
      if (part.units().stream().anyMatch(SymbolTables::ofRust)) {
        settle(open, part.machine(), part.machine().open());
        used.addAll(part.imports());
        used.addAll(part.symbols().keySet());
      }
    }
    if (open.contains(Machine.RustSwitch.REGPARM) && takesArgumentsFromTheStack(models)) {
      open.remove(Machine.RustSwitch.REGPARM);
    }
    return models.stream().flatMap(model -> marked(model, open, used)).toList();
  }

  /** Removes what the code of an object tells. */
  private static void settle(
      Set<Machine.RustSwitch> open, Machine machine, Set<Machine.RustSwitch> left) {
    Set<Machine.RustSwitch> told = EnumSet.noneOf(Machine.RustSwitch.class);
    told.addAll(machine.unstated());
    told.removeAll(left);
    open.removeAll(told);
  }

  private static boolean ofRust(CompileUnit unit) {
    return unit.producer().language() == Producer.Language.RUST;
  }

  private boolean takesArgumentsFromTheStack(List<ObjectModel> models) {
    Map<String, Integer> words = StackWords.of(models);
    return !words.isEmpty()
        && reader
            .readFiles(objects, (_, file) -> StackArguments.readByOne(file, words))
            .contains(true);
  }

  /** LLVM IR names its features itself. */
  private static Stream<ObjectModel> marked(
      ObjectModel model, Set<Machine.RustSwitch> open, Set<String> used) {
    ObjectModel plain = model.on(model.machine().withOpen(Set.of()));
    Predicate<Entity> marked =
        entity ->
            used.contains(entity.definition().name())
                && entity.definition().producer().language() == Producer.Language.RUST
                && entity.definition().evidence() != Evidence.LLVM_IR;
    Set<Machine.RustSwitch> here = EnumSet.noneOf(Machine.RustSwitch.class);
    here.addAll(model.machine().unstated());
    here.retainAll(open);
    List<Entity> doubtful =
        here.isEmpty() ? List.of() : model.entities().stream().filter(marked).toList();
    List<Entity> others = model.entities().stream().filter(marked.negate()).toList();
    return doubtful.isEmpty()
        ? Stream.of(plain)
        : Stream.of(
            plain.withEntities(others),
            plain.onlyEntities(doubtful).on(model.machine().withOpen(here)));
  }

  /**
   * Reads the tables where an object imports something, is still to be linked, or has variables
   * that others may write; otherwise no symbol can be missing or be there twice.
   */
  @Override
  public Linkage complete(Linkage linkage) {
    Optional<Set<String>> crossing = crossing();
    if (crossing.isEmpty()) {
      return linkage;
    }
    List<Linkage.Tables> tables = new ArrayList<>(linkage.objects());
    tables.addAll(tables(crossing.get()));
    for (Snapshot.Part part : snapshots) {
      SortedMap<String, Linkage.Definition> defined = new TreeMap<>(part.symbols());
      defined.keySet().retainAll(crossing.get());
      tables.add(
          new Linkage.Tables(
              part.path(),
              part.form(),
              TableRead.importer(part.units()),
              part.imports(),
              new TreeMap<>(),
              new TreeMap<>(),
              new TreeSet<>(),
              defined,
              new TreeMap<>(),
              new TreeMap<>(),
              Linkage.Loading.NONE,
              part.release()));
    }
    return new Linkage(tables);
  }

  /** What one rustc compiled is no matter of the seam; what several did is. */
  private boolean severalRustc() {
    return objects.stream()
            .flatMap(one -> one.survey().units().stream())
            .map(CompileUnit::producer)
            .filter(producer -> producer.compiler() == Producer.Compiler.RUSTC)
            .map(Producer::text)
            .distinct()
            .limit(2)
            .count()
        > 1;
  }

  /** Names of Rust that an object takes from elsewhere. */
  private static SortedSet<String> mangled(ObjectFile object) {
    SortedSet<String> names = new TreeSet<>();
    for (Symbol symbol : object.symbols()) {
      boolean undefined = !symbol.isDefined() && !symbol.isLocal();
      if (undefined && RustTypeScanner.mangled(symbol.name())) {
        names.add(symbol.name());
      }
    }
    return names;
  }

  /** Finds the names that cross sides; empty where nothing imports any. */
  private Optional<Set<String>> crossing() {
    Set<String> crossing = new HashSet<>(declared);
    boolean open = !declared.isEmpty();
    boolean alone = objects.size() + snapshots.size() == 1;
    for (SurveyedObject one : objects) {
      ObjectSurvey.Named named = one.survey().named();
      crossing.addAll(named.imports().keySet());
      List<SymbolEntry> defined = named.symbols().stream().filter(SymbolEntry::defines).toList();
      defined.forEach(symbol -> crossing.add(symbol.name()));
      boolean variables = !defined.stream().allMatch(SymbolEntry::function);
      open |= !named.imports().isEmpty() || (variables && !alone);
    }
    for (Snapshot.Part part : snapshots) {
      crossing.addAll(part.imports());
      SortedMap<String, Linkage.Definition> constants = new TreeMap<>(part.symbols());
      constants.values().removeIf(symbol -> !symbol.readOnly());
      crossing.addAll(constants.keySet());
      open |= !part.imports().isEmpty() || (!constants.isEmpty() && !alone);
    }
    if (!open) {
      return Optional.empty();
    }
    if (severalRustc()) {
      reader
          .readFiles(objects, TableRead.MANGLED, (_, file) -> mangled(file))
          .forEach(read -> read.ifPresent(crossing::addAll));
    }
    return Optional.of(crossing);
  }

  @Override
  public void learn(Wanted wanted, Predicate<ObjectSource> some) {
    List<SurveyedObject> chosen = objects.stream().filter(one -> some.test(one.source())).toList();
    crossing().ifPresent(names -> read(chosen, names, key(names)));
  }

  private CacheKey key(Set<String> crossing) {
    return new CacheKey.Builder("crossing")
        .with(new TreeSet<>(crossing))
        .with(severalRustc() ? "several rustc" : "one rustc")
        .build();
  }

  private List<Optional<TableRead>> read(
      List<SurveyedObject> some, Set<String> crossing, CacheKey key) {
    boolean several = severalRustc();
    return reader.readFiles(
        some,
        new Question<>("table", key, new TableRead.Form()),
        (_, file) -> table(file, crossing, several));
  }

  private List<Linkage.Tables> tables(Set<String> crossing) {
    List<Optional<TableRead>> all = read(objects, crossing, key(crossing));
    List<Linkage.Tables> tables = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      SurveyedObject one = objects.get(i);
      all.get(i)
          .ifPresent(
              table -> {
                table.faults().forEach(fault -> reader.log().note(one.source(), fault));
                tables.add(table.of(one.survey()));
              });
    }
    return tables;
  }

  private static TableRead table(ObjectFile object, Set<String> crossing, boolean several) {
    SortedMap<String, Linkage.Definition> defined = new TreeMap<>();
    SortedMap<String, Boolean> references = new TreeMap<>();
    TypeIdTable typeIds = new TypeIdTable(object, crossing);
    KernelTables kernel = new KernelTables(object, crossing);
    List<String> prefixes = new ArrayList<>(TypeIdTable.prefixes());
    prefixes.addAll(KernelTables.prefixes());
    for (Symbol symbol : object.symbols(crossing, prefixes)) {
      boolean global = !symbol.isLocal();
      boolean crosses = global && crossing.contains(symbol.name());
      if (crosses && !symbol.isDefined()) {
        references.put(symbol.name(), symbol.type() == STT_TLS);
      } else if (crosses) {
        defined.put(
            symbol.name(),
            ExportedSymbols.definition(
                object, new Dynamic.Export(symbol, Optional.empty(), false)));
      }
      kernel.add(symbol);
      typeIds.add(symbol);
    }
    Linkage.Loading loading = kernel.loading();
    int most = object.limits().count(Limits.Limit.DIAGNOSTICS);
    List<Diagnostic> faults =
        kernel.faults().stream()
            .limit(most)
            .map(fault -> fault.diagnostic(object.path(), Optional.empty()))
            .toList();
    Linkage.Tables table =
        new Linkage.Tables(
            object.path(),
            form(object),
            Optional.empty(),
            new TreeSet<>(),
            new TreeMap<>(),
            references,
            several ? mangled(object) : new TreeSet<>(),
            defined,
            typeIds.ids(),
            object.marks(),
            loading,
            KernelRelease.of(object));
    return new TableRead(table, faults);
  }

  static Linkage.Form form(ObjectFile object) {
    if (!object.relocatable()) {
      // A file of BTF alone has no symbols that could be missing.
      return object.headers().isEmpty() ? Linkage.Form.RELOCATABLE : Linkage.Form.IMAGE;
    }
    return object.section(".modinfo").isPresent() ? Linkage.Form.MODULE : Linkage.Form.RELOCATABLE;
  }
}
