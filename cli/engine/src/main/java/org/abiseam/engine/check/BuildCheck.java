package org.abiseam.engine.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.engine.evidence.EvidenceSource;
import org.abiseam.engine.evidence.EvidenceSources;
import org.abiseam.engine.evidence.Found;
import org.abiseam.engine.evidence.KnownNames;
import org.abiseam.engine.evidence.ObjectReader;
import org.abiseam.engine.evidence.Shared;
import org.abiseam.engine.evidence.Target;
import org.abiseam.engine.evidence.Wanted;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.input.StageTimer;
import org.abiseam.engine.input.Summaries;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.ObjectListener;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Caller;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Verification;
import org.abiseam.model.pairing.Pairing;
import org.abiseam.rules.Checker;

/**
 * Checks one build. The stages are values, each made of the one before it:
 *
 * <pre>
 *   Opened → Surveyed → Wanted → Lowered → Judged
 *   files    sources,   names    models,   seam,
 *            names               linkage   verdicts
 * </pre>
 *
 * <p>No stage knows a format: formats are behind {@link EvidenceSource}.
 */
public final class BuildCheck {
  /** Section index of a symbol that another object defines: {@code SHN_UNDEF}. */
  private static final int UNDEFINED = 0;

  private final CheckRequest request;
  private final Progress progress;
  private final StageTimer timer;

  private BuildCheck(CheckRequest request, Progress progress) {
    this.request = request;
    this.progress = progress;
    this.timer = new StageTimer(progress);
  }

  /** Holds all sources of evidence and the names that they know. */
  private record Surveyed(List<EvidenceSource> sources, List<KnownNames> names) {
    Surveyed(List<EvidenceSource> sources) {
      this(sources, sources.stream().map(EvidenceSource::names).toList());
    }

    Optional<Target> target() {
      return names.stream().flatMap(one -> one.target().stream()).findFirst();
    }
  }

  /** Holds what the sources say about the names that both sides share. */
  private record Lowered(List<ObjectModel> models, Linkage linkage) {}

  /** Holds what both sides share, and the verdicts. */
  private record Judged(Seam seam, Verification verification, Optional<Scoped> scope) {}

  /** Runs all stages. */
  public static Report run(CheckRequest request, Progress progress, ObjectListener listener) {
    return new BuildCheck(request, progress).run(listener);
  }

  private Report run(ObjectListener listener) {
    try (Summaries summaries = Summaries.open(request.caching(), progress);
        OpenedInputs opened =
            timer.time(
                "open",
                () ->
                    OpenedInputs.open(
                        request.paths(),
                        request.names(),
                        request.debugDirectory(),
                        request.threads(),
                        progress));
        OpenedInputs linked =
            OpenedInputs.open(
                request.linked(), request.debugDirectory(), request.threads(), progress)) {
      Optional<Summaries.Whole<Report>> whole = RunQuestion.of(request, opened, linked, summaries);
      Optional<Report> before = whole.flatMap(one -> timer.time("report", one::byPlace));
      Report report = before.orElseGet(() -> judged(opened, linked, summaries, whole));
      progress.close();
      for (ObjectSource source : opened.sources()) {
        listener.object(
            source.path(), !source.needsOthers(), () -> source.readFile(BuildCheck::imports));
      }
      return report.timed(timer.milliseconds());
    }
  }

  private Report judged(
      OpenedInputs opened,
      OpenedInputs linked,
      Summaries summaries,
      Optional<Summaries.Whole<Report>> whole) {
    RunLog log = opened.log();
    ObjectReader reader = new ObjectReader(request.threads(), log, progress, summaries);
    Surveyed surveyed = new Surveyed(EvidenceSources.of(request, opened, linked, reader, timer));
    Wanted wanted = Wanted.of(surveyed.names(), request.also());
    Lowered lowered = lower(surveyed, wanted);
    Optional<Report> before =
        whole.flatMap(one -> timer.time("report", () -> before(one, lowered, log)));
    if (before.isPresent()) {
      return before.get();
    }
    Judged judged = judge(surveyed, lowered, log);
    List<String> remarks = new ArrayList<>(opened.remarks());
    remarks.addAll(Namesakes.remarks(judged.verification()));
    surveyed
        .sources()
        .forEach(source -> remarks.addAll(source.remarks(lowered.models(), judged.seam())));
    remarks.addAll(log.remarks());
    Report report =
        new Report(
            log.inputs(),
            log.sides(),
            lowered.models(),
            judged.seam(),
            judged.verification(),
            Caller.of(lowered.models(), judged.seam().linkage(), judged.verification().symbols()),
            List.of(),
            remarks,
            judged.scope(),
            Map.of(),
            Optional.empty());
    if (RunQuestion.isWhole(report)
        && surveyed.sources().stream().noneMatch(EvidenceSource::needsOthers)) {
      whole.ifPresent(one -> one.keep(report));
    }
    return report;
  }

  /** Narrowing to a scope reads more of the objects than was lowered. */
  private Optional<Report> before(Summaries.Whole<Report> whole, Lowered lowered, RunLog log) {
    return request.scope().isPresent()
        ? whole.byContent()
        : whole.byLearned(RunQuestion.learned(log, lowered.models(), lowered.linkage()));
  }

  private static SortedSet<String> imports(ObjectFile file) {
    return file.symbols().stream()
        .filter(symbol -> symbol.section() == UNDEFINED && !symbol.name().isEmpty())
        .map(Symbol::name)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Lowered lower(Surveyed surveyed, Wanted wanted) {
    List<EvidenceSource> sources = surveyed.sources();
    List<Found> found =
        timer.time("index", () -> sources.stream().map(source -> source.find(wanted)).toList());
    Shared shared = Shared.of(found, wanted, surveyed.target());
    List<ObjectModel> models =
        timer.time(
            "types",
            () -> {
              List<ObjectModel> all = new ArrayList<>();
              for (int i = 0; i < sources.size(); i++) {
                for (ObjectModel model : found.get(i).models(shared)) {
                  all.add(completed(model, sources.get(i), sources));
                }
              }
              for (EvidenceSource source : sources) {
                all = source.complete(all);
              }
              return all;
            });
    Linkage linkage =
        timer.time(
            "symbols",
            () -> {
              Linkage all = Linkage.NOTHING;
              for (EvidenceSource source : sources) {
                all = source.complete(all);
              }
              return all;
            });
    return new Lowered(List.copyOf(models), linkage);
  }

  /** Adds to what one source says what the others know of it. */
  private static ObjectModel completed(
      ObjectModel model, EvidenceSource own, List<EvidenceSource> sources) {
    ObjectModel completed = model;
    for (EvidenceSource source : sources) {
      if (source != own) {
        completed = source.complete(completed);
      }
    }
    return completed;
  }

  private Judged judge(Surveyed surveyed, Lowered lowered, RunLog log) {
    Seam all =
        timer.time(
            "pair",
            () -> {
              Seam seam = Pairing.pair(lowered.models(), lowered.linkage());
              for (EvidenceSource source : surveyed.sources()) {
                seam = source.complete(seam);
              }
              return seam;
            });
    Optional<ScopeFilter.Result> scoped =
        request
            .scope()
            .map(
                scope ->
                    timer.time(
                        "scope",
                        () ->
                            new ScopeFilter(scope, surveyed.sources(), log)
                                .narrow(lowered.models(), all)));
    Seam seam = scoped.map(ScopeFilter.Result::seam).orElse(all);
    Verification verification = timer.time("check", () -> Checker.check(seam));
    return new Judged(seam, verification, scoped.map(ScopeFilter.Result::scoped));
  }
}
