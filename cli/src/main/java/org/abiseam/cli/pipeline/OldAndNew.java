package org.abiseam.cli.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.cli.scope.SymbolScope;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.index.RustNames;
import org.abiseam.dwarf.index.TypeIndexer;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.elf.Malformed;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Linkage;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeText;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;

/**
 * C of an old build against C of a new one.
 *
 * <p>Most types of two builds are the same. Each definition has a fingerprint of its content, so
 * that only names whose fingerprints differ become types and are compared. Of functions and
 * variables that the linker knows all are compared, which is little work.
 */
public final class OldAndNew {
  /** Units whose names are gathered before what is known of them is forgotten again. */
  private static final int CHUNK = 64;

  private final int threads;
  private final Clock clock;

  /**
   * What changed.
   *
   * @param seam what both have and has changed
   * @param verification findings, provider old, consumer new
   * @param unchanged how many types are the same
   * @param removed names that only the old one has, by kind
   * @param added names that only the new one has, by kind
   * @param diagnostics what could not be read
   * @param scope what a scope of symbols left out, functions and variables as one; empty where
   *     there was none
   * @param stages milliseconds by stage
   */
  public record Result(
      Seam seam,
      Verification verification,
      int unchanged,
      Map<Subject.Kind, SortedSet<String>> removed,
      Map<Subject.Kind, SortedSet<String>> added,
      List<Diagnostic> diagnostics,
      Optional<Scoped> scope,
      Map<String, Long> stages) {}

  /** One of the two builds. */
  private static final class Build {
    final List<Opened> objects = new ArrayList<>();
    final List<Diagnostic> diagnostics = new ArrayList<>();
    final Set<String> types = new TreeSet<>();
    final Set<String> symbols = new TreeSet<>();
  }

  /** An object with what is asked of it. */
  private static final class Opened {
    final Source source;
    final Survey survey;
    Definitions definitions = new Definitions(List.of(), Set.of(), List.of(), List.of());

    Opened(Source source, Survey survey) {
      this.source = source;
      this.survey = survey;
    }
  }

  private OldAndNew(int threads, Progress progress) {
    this.threads = threads;
    this.clock = new Clock(progress);
  }

  /**
   * Compares two builds.
   *
   * @param old an object, archive, module or directory
   * @param recent another
   * @param threads how many threads may work, at least 1
   * @param progress who is told how far it has come
   * @return what changed
   */
  public static Result compare(Path old, Path recent, int threads, Progress progress) {
    return compare(new Builds(old, recent, Optional.empty()), threads, progress);
  }

  /**
   * What is to be compared.
   *
   * @param old an object, archive, module or directory
   * @param recent another
   * @param scope the symbols that count; empty for all
   */
  public record Builds(Path old, Path recent, Optional<SymbolScope> scope) {}

  /**
   * Compares two builds within a scope.
   *
   * @param builds the old one, the new one and what counts of them
   * @param threads how many threads may work, at least 1
   * @param progress who is told how far it has come
   * @return what changed
   */
  public static Result compare(Builds builds, int threads, Progress progress) {
    return new OldAndNew(threads, progress).run(builds.old(), builds.recent(), builds.scope());
  }

  private Result run(Path old, Path recent, Optional<SymbolScope> scope) {
    try (Inputs first = Inputs.open(List.of(old), Optional.empty());
        Inputs second = Inputs.open(List.of(recent), Optional.empty())) {
      Build before = clock.time("names", () -> names(first));
      Build after = clock.time("names", () -> names(second));
      Optional<Scoped> scoped =
          scope.map(some -> clock.time("scope", () -> narrow(some, before, after)));
      Set<String> both = new TreeSet<>(before.types);
      both.retainAll(after.types);
      WantedNames wanted = WantedNames.of(both);
      Set<String> named = new TreeSet<>(before.symbols);
      named.retainAll(after.symbols);
      WantedNames symbols = WantedNames.of(named);
      clock.time("index", () -> index(before, wanted, symbols));
      clock.time("index", () -> index(after, wanted, symbols));
      Set<String> changed = changed(before, after, both);
      Seam seam = clock.time("types", () -> seam(before, after, changed));
      Verification verification = clock.time("check", () -> Checker.check(seam));
      List<Diagnostic> diagnostics = new ArrayList<>(first.diagnostics(0));
      diagnostics.addAll(before.diagnostics);
      diagnostics.addAll(second.diagnostics(0));
      diagnostics.addAll(after.diagnostics);
      return new Result(
          seam,
          verification,
          both.size() - changed.size(),
          onlyIn(before, after),
          onlyIn(after, before),
          diagnostics,
          scoped,
          clock.milliseconds());
    }
  }

  /** Leaves of both builds what the scope's symbols reach in either. */
  private Scoped narrow(SymbolScope scope, Build before, Build after) {
    Set<String> known = new TreeSet<>();
    Set<String> reached = new HashSet<>();
    Set<String> types = new HashSet<>(before.types);
    types.addAll(after.types);
    int symbols = 0;
    for (Build build : List.of(before, after)) {
      int all = build.symbols.size();
      build.symbols.removeIf(name -> !scope.covers(name));
      symbols = Math.max(symbols, all - build.symbols.size());
      known.addAll(build.symbols);
      List<Pipeline.Surveyed> objects = new ArrayList<>();
      build.objects.forEach(one -> objects.add(new Pipeline.Surveyed(one.source, one.survey)));
      reached.addAll(
          Reached.of(
                  objects,
                  build.symbols,
                  threads,
                  (_, diagnostic) -> build.diagnostics.add(diagnostic))
              .names(Set.of()));
    }
    int outside = types.size();
    types.retainAll(reached);
    before.types.retainAll(reached);
    after.types.retainAll(reached);
    if (known.isEmpty()) {
      before.diagnostics.add(Scoping.empty(scope));
    }
    return new Scoped(
        scope.label(),
        scope.entries(),
        known.size(),
        List.copyOf(scope.without(known)),
        outside - types.size(),
        symbols,
        0);
  }

  private static Map<Subject.Kind, SortedSet<String>> onlyIn(Build one, Build other) {
    Map<Subject.Kind, SortedSet<String>> only = new TreeMap<>();
    SortedSet<String> types = new TreeSet<>(one.types);
    types.removeAll(other.types);
    only.put(Subject.Kind.TYPE, types);
    SortedSet<String> symbols = new TreeSet<>(one.symbols);
    symbols.removeAll(other.symbols);
    only.put(Subject.Kind.FUNCTION, symbols);
    return only;
  }

  /** Names of C's types, and the symbols that it defines for the linker. */
  private Build names(Inputs inputs) {
    Build build = new Build();
    for (Source source : inputs.sources()) {
      try {
        Survey survey = source.read(info -> names(info, build));
        build.objects.add(new Opened(source, survey));
      } catch (Malformed fault) {
        build.diagnostics.add(fault.diagnostic(source.path(), Optional.empty()));
      }
    }
    return build;
  }

  private Survey names(DebugInfo info, Build build) {
    Survey survey = Survey.of(info, threads).withClangAsC(false);
    List<Unit> units = survey.units(info, Survey.Part.C);
    for (int from = 0; from < units.size(); from += CHUNK) {
      List<Unit> chunk = units.subList(from, Math.min(from + CHUNK, units.size()));
      RustNames.Found found = RustNames.scan(info, chunk, threads);
      found.types().forEach(type -> build.types.add(type.name()));
      for (RustNames.ExportedSymbol symbol : found.symbols()) {
        if (!symbol.declaration()) {
          build.symbols.add(symbol.name());
        }
      }
      build.diagnostics.addAll(found.diagnostics());
    }
    build.diagnostics.addAll(survey.diagnostics());
    return survey;
  }

  private boolean index(Build build, WantedNames wanted, WantedNames symbols) {
    for (Opened one : build.objects) {
      TypeIndexer indexer = new TypeIndexer(wanted, symbols, threads);
      one.definitions = one.source.read(info -> Definitions.of(info, one.survey, indexer));
      build.diagnostics.addAll(one.definitions.diagnostics());
    }
    return true;
  }

  private static Map<String, Set<Long>> fingerprints(Build build) {
    Map<String, Set<Long>> fingerprints = new HashMap<>();
    for (Opened one : build.objects) {
      for (Definitions.CType type : one.definitions.types()) {
        fingerprints.computeIfAbsent(type.name(), _ -> new HashSet<>()).add(type.fingerprint());
      }
    }
    return fingerprints;
  }

  /** Names of which each side has a definition that the other has not. */
  private static Set<String> changed(Build before, Build after, Set<String> both) {
    Map<String, Set<Long>> old = fingerprints(before);
    Map<String, Set<Long>> recent = fingerprints(after);
    Set<String> changed = new TreeSet<>();
    for (String name : both) {
      Set<Long> one = old.getOrDefault(name, Set.of());
      Set<Long> other = recent.getOrDefault(name, Set.of());
      if (!one.isEmpty() && !other.isEmpty() && !one.containsAll(other)) {
        changed.add(name);
      }
    }
    return changed;
  }

  private Seam seam(Build before, Build after, Set<String> changed) {
    Map<String, List<View>> oldTypes = new TreeMap<>();
    Map<String, List<View>> newTypes = new TreeMap<>();
    Map<String, List<Entity>> oldSymbols = new TreeMap<>();
    Map<String, List<Entity>> newSymbols = new TreeMap<>();
    Map<Entity, View.Typed> views = new HashMap<>();
    lower(before, changed, oldTypes, oldSymbols, views);
    lower(after, changed, newTypes, newSymbols, views);
    List<Seam.SharedType> types = new ArrayList<>();
    oldTypes.forEach(
        (name, old) -> {
          List<View> recent = newTypes.get(name);
          if (recent != null) {
            types.add(new Seam.SharedType(name, old, recent));
          }
        });
    List<Seam.SharedSymbol> symbols = new ArrayList<>();
    oldSymbols.forEach(
        (name, old) -> {
          List<Entity> recent = newSymbols.get(name);
          if (recent != null) {
            symbols.add(
                new Seam.SharedSymbol(
                    old.getFirst().kind(), name, views(old, views), views(recent, views)));
          }
        });
    return new Seam(types, symbols, List.of(), List.of(), Linkage.NOTHING);
  }

  /** Distinct ones: a name that a hundred units define alike is one view. */
  private static List<View> views(List<Entity> entities, Map<Entity, View.Typed> views) {
    List<View> result = new ArrayList<>();
    Set<String> texts = new HashSet<>();
    for (Entity entity : entities) {
      View.Typed view = views.get(entity);
      if (view != null && texts.add(TypeText.of(view.types(), view.definition().type()))) {
        result.add(view);
      }
    }
    return result;
  }

  private void lower(
      Build build,
      Set<String> changed,
      Map<String, List<View>> types,
      Map<String, List<Entity>> symbols,
      Map<Entity, View.Typed> views) {
    for (Opened one : build.objects) {
      one.source.read(
          info -> {
            lower(info, one, changed, types, symbols, views);
            return true;
          });
    }
  }

  private static void lower(
      DebugInfo info,
      Opened one,
      Set<String> changed,
      Map<String, List<View>> types,
      Map<String, List<Entity>> symbols,
      Map<Entity, View.Typed> views) {
    Lowering lowering = new Lowering(one.source.path(), one.survey.machine());
    List<Definition> definitions = new ArrayList<>();
    for (Definitions.CType type : one.definitions.types()) {
      if (changed.contains(type.name())) {
        Die die = info.units().get(type.unit()).die(type.offset());
        definitions.add(lowering.define(die, List.of(), type.units()));
      }
    }
    List<Entity> entities = new ArrayList<>();
    for (Definitions.CSymbol symbol : one.definitions.symbols()) {
      if (!symbol.declaration()) {
        Die die = info.units().get(symbol.unit()).die(symbol.offset());
        entities.add(lowering.symbol(die, List.of(), symbol.name(), Entity.Role.DEFINES));
      }
    }
    TypeGraph graph = lowering.build();
    for (Definition definition : definitions) {
      View.Typed view = new View.Typed(one.survey.machine(), graph, definition);
      if (!(graph.type(graph.resolved(definition.type())) instanceof Type.Incomplete)) {
        types.computeIfAbsent(definition.name(), _ -> new ArrayList<>()).add(view);
      }
    }
    for (Entity entity : entities) {
      symbols.computeIfAbsent(entity.definition().name(), _ -> new ArrayList<>()).add(entity);
      views.put(entity, new View.Typed(one.survey.machine(), graph, entity.definition()));
    }
  }
}
