package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.rules.psabi.Psabis;

/**
 * C of one of two builds: every name with fingerprints of what it stands for, and on demand what it
 * is. A snapshot has no fingerprints, so that everything of it is looked at.
 */
final class Build {
  private final int threads;
  private final Book book;
  private final List<Opened> objects = new ArrayList<>();
  private final List<SnapshotFile> snapshots = new ArrayList<>();
  private final Map<String, Set<Long>> types = new HashMap<>();
  private final SortedMap<String, Symbol> symbols = new TreeMap<>();
  private final TreeSet<String> exported = new TreeSet<>();

  /** An object with what is known of it. */
  private record Opened(Source source, Survey survey, Definitions definitions) {}

  /** A function or variable that the build gives to the linker. */
  record Symbol(Subject.Kind kind, Set<Long> fingerprints) {}

  Build(int threads, Book book) {
    this.threads = threads;
    this.book = book;
  }

  /** Notes what an object exports to modules. */
  void exports(Source source) {
    try {
      exported.addAll(source.readFile(Taking::exported));
    } catch (Malformed _) {
      // Whoever reads its names says why it cannot be read.
    }
  }

  /** Reads the names of an object; of symbols those that count, or all. */
  void read(Source source, Optional<WantedNames> counting) {
    try {
      source.read(
          info -> {
            read(info, source, counting);
            return true;
          });
    } catch (Malformed fault) {
      book.note(source, fault.diagnostic(source.path(), Optional.empty()));
    }
  }

  private void read(DebugInfo info, Source source, Optional<WantedNames> counting) {
    Survey survey = Survey.ofUnits(info).withClangAsC(false).ofCAlone();
    book.note(source, survey);
    TypeIndexer indexer = TypeIndexer.ofContents(counting, threads);
    Definitions found = Definitions.of(info, survey.units(info, Survey.Part.C), indexer);
    found.diagnostics().forEach(diagnostic -> book.note(source, diagnostic));
    for (Definitions.CType type : found.types()) {
      types.computeIfAbsent(type.name(), _ -> new HashSet<>(2)).add(type.fingerprint());
    }
    IdentityHashMap<Producer, Long> dialects = new IdentityHashMap<>();
    for (Definitions.CSymbol symbol : found.symbols()) {
      if (!symbol.declaration()) {
        Producer producer = info.units().get(symbol.unit()).description().producer();
        long dialect = dialects.computeIfAbsent(producer, one -> dialect(survey.machine(), one));
        Subject.Kind kind = symbol.function() ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE;
        symbols
            .computeIfAbsent(symbol.name(), _ -> new Symbol(kind, new HashSet<>(2)))
            .fingerprints()
            .add(symbol.fingerprint() == 0 ? 0 : symbol.fingerprint() * 31 + dialect);
      }
    }
    objects.add(new Opened(source, survey, found));
  }

  private static long dialect(Machine machine, Producer producer) {
    return Psabis.dialect(machine, producer).hashCode();
  }

  /** Notes what the objects of a snapshot export to modules. */
  void exports(SnapshotFile file) {
    file.objects().forEach(part -> exported.addAll(part.exported()));
  }

  /** Reads the names of a snapshot. */
  void read(SnapshotFile file) {
    snapshots.add(file);
    file.types(false).forEach(name -> types.computeIfAbsent(name, _ -> new HashSet<>(1)).add(0L));
    for (Subject.Kind kind : List.of(Subject.Kind.FUNCTION, Subject.Kind.VARIABLE)) {
      for (String name : file.definitionsOfC(kind)) {
        symbols
            .computeIfAbsent(name, _ -> new Symbol(kind, new HashSet<>(1)))
            .fingerprints()
            .add(0L);
      }
    }
  }

  /** Types by name; 0 stands for a fingerprint that is not known. */
  Map<String, Set<Long>> types() {
    return types;
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

  /** Types that the functions and variables reach; of a snapshot all. */
  Set<String> reached(int threads) {
    List<Pipeline.Surveyed> surveyed = new ArrayList<>();
    objects.forEach(one -> surveyed.add(new Pipeline.Surveyed(one.source(), one.survey())));
    Set<String> reached =
        new HashSet<>(Reached.of(surveyed, symbols.keySet(), threads, book::note).names(Set.of()));
    snapshots.forEach(file -> reached.addAll(file.types(false)));
    return reached;
  }

  /** What names stand for. */
  List<ObjectModel> models(Set<String> wanted, Set<String> named) {
    List<ObjectModel> models = new ArrayList<>();
    for (Opened one : objects) {
      models.add(one.source().read(info -> lower(info, one, wanted, named)));
    }
    for (SnapshotFile file : snapshots) {
      models.addAll(
          file.models(false, wanted::contains, (name, defines) -> defines && named.contains(name)));
    }
    return models;
  }

  private static ObjectModel lower(
      DebugInfo info, Opened one, Set<String> wanted, Set<String> named) {
    Lowering lowering = new Lowering(one.source().path(), one.survey().machine());
    List<Definition> definitions = new ArrayList<>();
    for (Definitions.CType type : one.definitions().types()) {
      if (wanted.contains(type.name())) {
        Unit unit = info.units().get(type.unit());
        definitions.add(lowering.define(unit.die(type.offset()), List.of(), type.units()));
      }
    }
    List<Entity> entities = new ArrayList<>();
    for (Definitions.CSymbol symbol : one.definitions().symbols()) {
      if (!symbol.declaration() && named.contains(symbol.name())) {
        Unit unit = info.units().get(symbol.unit());
        entities.add(
            lowering.symbol(
                unit.die(symbol.offset()), List.of(), symbol.name(), Entity.Role.DEFINES));
      }
    }
    return new ObjectModel(
        one.source().path(),
        one.survey().machine(),
        one.survey().units(),
        lowering.build(),
        definitions,
        entities,
        List.of());
  }
}
