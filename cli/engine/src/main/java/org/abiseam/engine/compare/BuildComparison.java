package org.abiseam.engine.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.engine.check.ScopeFilter;
import org.abiseam.engine.evidence.ObjectReader;
import org.abiseam.engine.input.InputPlaces;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.input.StageTimer;
import org.abiseam.engine.input.Summaries;
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
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Finding;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Subject;
import org.abiseam.model.Verification;
import org.abiseam.model.pairing.Pairing;
import org.abiseam.rules.Checker;

/**
 * Compares C of an old build with C of a new one.
 *
 * <p>Most of two builds is the same. Each definition has a fingerprint of what bears on layout,
 * each function one of what travels in its calls, so that only names whose fingerprints differ
 * become types and are compared. A kernel exports some of its functions to modules: where both
 * builds do, only those count.
 */
public final class BuildComparison {
  private final int threads;
  private final Progress progress;
  private final StageTimer timer;

  private BuildComparison(int threads, Progress progress) {
    this.threads = threads;
    this.progress = progress;
    this.timer = new StageTimer(progress);
  }

  /**
   * Compares two builds.
   *
   * @param request the old one, the new one and what counts of them
   * @return what changed; empty where one of the two is Rust alone and the other is not
   */
  public static Optional<Report> compare(CompareRequest request, Progress progress) {
    Optional<Report> tables = ExportTables.compare(request);
    return tables.isPresent()
        ? tables
        : new BuildComparison(request.threads(), progress).run(request);
  }

  /**
   * Tells whether an object has something that can be compared.
   *
   * @param debugDirectory where separate debug files are looked for
   * @param one whether one object of an archive or package suffices, instead of all
   * @return false where it cannot be read or describes no types of C
   */
  public static boolean isDescribed(Path path, Optional<Path> debugDirectory, boolean one) {
    try (OpenedInputs inputs =
        OpenedInputs.open(List.of(path), debugDirectory, 1, Progress.SILENT)) {
      ObjectReader reader = new ObjectReader(1, inputs.log(), Progress.SILENT);
      Predicate<ObjectSource> described =
          source -> reader.read(source, BuildComparison::describesC).orElse(false);
      return one
          ? inputs.sources().stream().anyMatch(described)
          : !inputs.sources().isEmpty() && inputs.sources().stream().allMatch(described);
    }
  }

  private static boolean describesC(DebugInfo info) {
    return info.units().stream()
        .filter(unit -> !unit.isTypeUnit())
        .map(Unit::description)
        .anyMatch(
            unit ->
                unit.producer().language() == Producer.Language.C
                    && unit.detail() == CompileUnit.Detail.FULL);
  }

  private Optional<Report> run(CompareRequest builds) {
    Path recent = builds.recent();
    try (Summaries summaries = Summaries.open(builds.caching(), progress);
        OpenedInputs inputs =
            OpenedInputs.openBuilds(
                List.of(builds.old(), recent), builds.debugDirectory(), threads, progress)) {
      RunLog log = inputs.log();
      ObjectReader reader = new ObjectReader(threads, log, progress, summaries);
      IndexedBuild before = new IndexedBuild(0, reader);
      IndexedBuild after = new IndexedBuild(1, reader);
      boolean exports = timer.time("exports", () -> export(List.of(before, after), inputs));
      timer.time("index", () -> read(List.of(before, after), exports, inputs));
      if (log.isRustAlone(0) != log.isRustAlone(1)) {
        return Optional.empty();
      }
      if (exports) {
        before.narrow();
        after.narrow();
      }
      after.continuing(before);
      before.addUndescribed(exports);
      after.addUndescribed(exports);
      Optional<Scoped> scoped =
          builds.scope().map(some -> timer.time("scope", () -> narrow(some, before, after, log)));
      FingerprintDiff changed = FingerprintDiff.of(before, after);
      Set<String> byFile = changed.ofSeveralFiles(before, after);
      Set<String> named = new HashSet<>(changed.symbols());
      named.addAll(changed.gone());
      List<List<ObjectModel>> read =
          timer.time(
              "types",
              () ->
                  Workers.map(
                      List.of(
                          new WantedOfBuild(before, changed.types(), named, byFile),
                          new WantedOfBuild(after, changed.types(), changed.symbols(), byFile)),
                      threads,
                      wanted -> models(wanted, log)));
      List<ObjectModel> ours = read.getFirst();
      List<ObjectModel> theirs = read.getLast();
      BuildSeam pairs = timer.time("pair", () -> BuildSeam.of(ours, theirs, changed.symbols()));
      Seam seam = pairs.seam();
      Verification checked =
          timer.time("check", () -> Checker.changes(seam, new Renames(before, after)));
      progress.close();
      List<Finding> gone =
          new ArrayList<>(RemovedSymbols.findings(changed.removed(), ours, before, after, recent));
      PrivateTypes unseen = PrivateTypes.of(builds.publicHeaders(), before, ours);
      OpaqueTypes opaque = opaque(changed, before, after, recent);
      gone.addAll(unseen.graded(opaque.findings()));
      Verification all =
          timer.time(
              "reach",
              () ->
                  ComparisonTotals.of(
                      checked
                          .withFindings(
                              graded(unseen.graded(checked.findings()), before, ours, theirs))
                          .withUndetermined(opaque.open()),
                      changed,
                      seam,
                      gone,
                      SymbolPairs.of(before, after, changed, checked)));
      List<ObjectModel> models = new ArrayList<>(ours);
      models.addAll(theirs);
      Optional<List<Impact>> impacted =
          builds.impacted()
              ? Optional.of(timer.time("impact", () -> impacts(before, changed, all)))
              : Optional.empty();
      List<String> remarks = new ArrayList<>(inputs.remarks());
      remarks.addAll(unseen.remarks());
      MemberPairs files = MemberPairs.of(InputPlaces.of(inputs, 0), InputPlaces.of(inputs, 1));
      return Optional.of(
          new Report(
              log.inputs(),
              log.sides(),
              models,
              seam,
              all,
              List.of(),
              List.of(),
              remarks,
              scoped,
              timer.milliseconds(),
              Optional.of(
                  new Changes(
                      with(changed.removed(), pairs.removed()),
                      with(changed.added(), pairs.added()),
                      files,
                      exports,
                      impacted))));
    }
  }

  /** Grades what changed, and adds how both builds were compiled. */
  private static List<Finding> graded(
      List<Finding> found, IndexedBuild before, List<ObjectModel> ours, List<ObjectModel> theirs) {
    List<Finding> all =
        new ArrayList<>(Checker.compiled(Pairing.batches(ours), Pairing.batches(theirs)));
    all.addAll(Unreached.graded(found, before));
    return all;
  }

  /** A type that is still declared is not removed. */
  private static OpaqueTypes opaque(
      FingerprintDiff changed, IndexedBuild before, IndexedBuild after, Path recent) {
    SortedSet<String> removed = changed.removed().getOrDefault(Subject.Kind.TYPE, new TreeSet<>());
    OpaqueTypes opaque = OpaqueTypes.of(removed, before, after, recent.toString());
    opaque.findings().forEach(one -> removed.remove(one.subject().name()));
    opaque.open().forEach(one -> removed.remove(one.subject().name()));
    return opaque;
  }

  private static Map<Subject.Kind, SortedSet<String>> with(
      Map<Subject.Kind, SortedSet<String>> names, SortedSet<String> types) {
    names.computeIfAbsent(Subject.Kind.TYPE, _ -> new TreeSet<>()).addAll(types);
    return names;
  }

  /** Everything of the old build that counts, and what of it the changes reach. */
  private static List<Impact> impacts(
      IndexedBuild before, FingerprintDiff changed, Verification all) {
    Set<String> symbols = new HashSet<>(before.symbols().keySet());
    symbols.removeAll(changed.gone());
    List<ObjectModel> models = before.models(before.types().keySet(), symbols);
    return Impacts.of(models, Impacts.causes(all.findings()));
  }

  /** Leaves of both builds what the scope's symbols reach in either. */
  private Scoped narrow(SymbolScope scope, IndexedBuild before, IndexedBuild after, RunLog log) {
    Set<String> known = new TreeSet<>();
    Set<String> reached = new HashSet<>();
    Set<String> types = new HashSet<>(before.types().keySet());
    types.addAll(after.types().keySet());
    int symbols = 0;
    for (IndexedBuild build : List.of(before, after)) {
      int all = build.symbols().size();
      build.symbols().keySet().removeIf(name -> !scope.covers(name));
      symbols = Math.max(symbols, all - build.symbols().size());
      known.addAll(build.symbols().keySet());
      reached.addAll(build.reached());
    }
    int outside = types.size();
    types.retainAll(reached);
    before.types().keySet().retainAll(reached);
    after.types().keySet().retainAll(reached);
    if (known.isEmpty()) {
      log.note(0, scope.label(), ScopeFilter.empty(scope));
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

  /** Tells whether both builds export symbols to modules. */
  private boolean export(List<IndexedBuild> builds, OpenedInputs inputs) {
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
  private boolean read(List<IndexedBuild> builds, boolean exports, OpenedInputs inputs) {
    for (Map.Entry<Integer, SnapshotFile> one : inputs.snapshots().entrySet()) {
      builds.get(one.getKey()).read(one.getValue(), exports);
    }
    Workers.map(
        List.of(0, 1),
        threads,
        input -> {
          IndexedBuild build = builds.get(input);
          Optional<Set<String>> counting =
              exports ? Optional.of(build.exported()) : Optional.empty();
          for (ObjectSource source : inputs.sources()) {
            if (source.input() == input) {
              build.read(source, counting);
              progress.object(source.path(), inputs.sources().size());
            }
          }
          build.readBtf();
          return true;
        });
    return true;
  }

  /** Names of a build that become types. */
  private record WantedOfBuild(
      IndexedBuild build, Set<String> types, Set<String> symbols, Set<String> byFile) {}

  /** The boundary of this stage: a snapshot that cannot be understood is a diagnostic. */
  private static List<ObjectModel> models(WantedOfBuild wanted, RunLog log) {
    try {
      return wanted.build().models(wanted.types(), wanted.symbols(), wanted.byFile());
    } catch (BadSnapshot fault) {
      int input = wanted.build().input();
      log.note(input, log.path(input), OpenedInputs.diagnostic(log.path(input), fault));
      return List.of();
    }
  }
}
