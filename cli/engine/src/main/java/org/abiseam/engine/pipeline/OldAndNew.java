package org.abiseam.engine.pipeline;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.index.WantedNames;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.Impact;
import org.abiseam.engine.result.MemberPairs;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.engine.scope.SymbolScope;
import org.abiseam.engine.snapshot.BadSnapshot;
import org.abiseam.engine.snapshot.SnapshotFile;
import org.abiseam.model.Finding;
import org.abiseam.model.Malformed;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Verification;
import org.abiseam.rules.Checker;

/**
 * C of an old build against C of a new one.
 *
 * <p>Most of two builds is the same. Each definition has a fingerprint of what bears on layout,
 * each function one of what travels in its calls, so that only names whose fingerprints differ
 * become types and are compared. A kernel exports some of its functions to modules: where both
 * builds do, only those count.
 */
public final class OldAndNew {
  private final int threads;
  private final Progress progress;
  private final Clock clock;

  private OldAndNew(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
    this.clock = new Clock(progress);
  }

  /**
   * Compares two builds.
   *
   * @param request the old one, the new one and what counts of them
   * @param progress receives the progress
   * @return what changed; empty where one of the two is Rust alone and the other is not
   */
  public static Optional<Report> compare(CompareRequest request, Progress progress) {
    return new OldAndNew(request.threads(), progress).run(request);
  }

  /**
   * Whether an object has something that can be compared.
   *
   * @param path an object
   * @param debugDirectory where separate debug files are looked for
   * @return false where it cannot be read or has no debug info
   */
  public static boolean described(Path path, Optional<Path> debugDirectory) {
    try (Inputs inputs = Inputs.open(List.of(path), debugDirectory)) {
      return !inputs.sources().isEmpty()
          && inputs.sources().stream()
              .allMatch(source -> source.read(info -> !info.units().isEmpty()));
    } catch (Malformed _) {
      // Whoever reads it for the comparison says why it cannot be read.
      return false;
    }
  }

  private Optional<Report> run(CompareRequest builds) {
    Path recent = builds.recent();
    try (Inputs inputs = Inputs.open(List.of(builds.old(), recent), builds.debugDirectory())) {
      Book book = new Book(inputs);
      Build before = new Build(threads, book);
      Build after = new Build(threads, book);
      boolean exports = clock.time("exports", () -> export(List.of(before, after), inputs));
      clock.time("index", () -> read(List.of(before, after), exports, inputs, book));
      if (book.rustAlone(0) != book.rustAlone(1)) {
        return Optional.empty();
      }
      if (exports) {
        before.narrow();
        after.narrow();
      }
      Optional<Scoped> scoped =
          builds.scope().map(some -> clock.time("scope", () -> narrow(some, before, after, book)));
      Changed changed = Changed.of(before, after);
      Set<String> named = new HashSet<>(changed.symbols());
      named.addAll(changed.gone());
      List<List<ObjectModel>> read =
          clock.time(
              "types",
              () ->
                  Workers.map(
                      List.of(
                          new Wanted(before, 0, changed.types(), named),
                          new Wanted(after, 1, changed.types(), changed.symbols())),
                      threads,
                      wanted -> models(wanted, inputs, book)));
      List<ObjectModel> ours = read.getFirst();
      List<ObjectModel> theirs = read.getLast();
      BuildSeam pairs = clock.time("pair", () -> BuildSeam.of(ours, theirs, changed.symbols()));
      Seam seam = pairs.seam();
      Verification checked =
          clock.time("check", () -> Checker.changes(seam, new Renames(before, after)));
      progress.close();
      List<Finding> gone = RemovedSymbols.findings(changed.removed(), ours, recent);
      Verification all = Totals.of(checked, changed, seam, gone);
      List<ObjectModel> models = new ArrayList<>(ours);
      models.addAll(theirs);
      Optional<List<Impact>> impacted =
          builds.impacted()
              ? Optional.of(clock.time("impact", () -> impacts(before, changed, all)))
              : Optional.empty();
      MemberPairs files = MemberPairs.of(InputPlaces.of(inputs, 0), InputPlaces.of(inputs, 1));
      return Optional.of(
          new Report(
              book.inputs(),
              book.sides(),
              models,
              seam,
              all,
              List.of(),
              List.of(),
              inputs.remarks(),
              scoped,
              clock.milliseconds(),
              Optional.of(
                  new Changes(
                      with(changed.removed(), pairs.removed()),
                      with(changed.added(), pairs.added()),
                      files,
                      exports,
                      impacted))));
    }
  }

  private static Map<Subject.Kind, SortedSet<String>> with(
      Map<Subject.Kind, SortedSet<String>> names, SortedSet<String> types) {
    names.computeIfAbsent(Subject.Kind.TYPE, _ -> new TreeSet<>()).addAll(types);
    return names;
  }

  /** Everything of the old build that counts, and what of it the changes reach. */
  private static List<Impact> impacts(Build before, Changed changed, Verification all) {
    Set<String> symbols = new HashSet<>(before.symbols().keySet());
    symbols.removeAll(changed.gone());
    List<ObjectModel> models = before.models(before.types().keySet(), symbols);
    return Impacts.of(models, Impacts.causes(all.findings()));
  }

  /** Leaves of both builds what the scope's symbols reach in either. */
  private Scoped narrow(SymbolScope scope, Build before, Build after, Book book) {
    Set<String> known = new TreeSet<>();
    Set<String> reached = new HashSet<>();
    Set<String> types = new HashSet<>(before.types().keySet());
    types.addAll(after.types().keySet());
    int symbols = 0;
    for (Build build : List.of(before, after)) {
      int all = build.symbols().size();
      build.symbols().keySet().removeIf(name -> !scope.covers(name));
      symbols = Math.max(symbols, all - build.symbols().size());
      known.addAll(build.symbols().keySet());
      reached.addAll(build.reached(threads));
    }
    int outside = types.size();
    types.retainAll(reached);
    before.types().keySet().retainAll(reached);
    after.types().keySet().retainAll(reached);
    if (known.isEmpty()) {
      book.note(0, Scoping.empty(scope));
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

  /** Whether both builds export symbols to modules. */
  private boolean export(List<Build> builds, Inputs inputs) {
    inputs.snapshots().forEach((input, file) -> builds.get(input).exports(file));
    Workers.map(
        List.of(0, 1),
        threads,
        input -> {
          inputs.sources().stream()
              .filter(source -> source.input() == input)
              .forEach(builds.get(input)::exports);
          return true;
        });
    return builds.stream().noneMatch(build -> build.exported().isEmpty());
  }

  /** Reads both side by side: what one does alone the other fills. */
  private boolean read(List<Build> builds, boolean exports, Inputs inputs, Book book) {
    for (Map.Entry<Integer, SnapshotFile> one : inputs.snapshots().entrySet()) {
      book.note(one.getKey(), one.getValue().objects());
      builds.get(one.getKey()).read(one.getValue());
    }
    Workers.map(
        List.of(0, 1),
        threads,
        input -> {
          Build build = builds.get(input);
          Optional<WantedNames> counting =
              exports ? Optional.of(WantedNames.of(build.exported())) : Optional.empty();
          for (Source source : inputs.sources()) {
            if (source.input() == input) {
              build.read(source, counting);
              progress.object(source.path(), inputs.sources().size());
            }
          }
          return true;
        });
    return true;
  }

  /** Names of a build that become types. */
  private record Wanted(Build build, int input, Set<String> types, Set<String> symbols) {}

  /** The boundary of this stage: a snapshot that cannot be understood is a diagnostic. */
  private static List<ObjectModel> models(Wanted wanted, Inputs inputs, Book book) {
    try {
      return wanted.build().models(wanted.types(), wanted.symbols());
    } catch (BadSnapshot fault) {
      book.note(wanted.input(), Inputs.diagnostic(inputs.paths().get(wanted.input()), fault));
      return List.of();
    }
  }
}
