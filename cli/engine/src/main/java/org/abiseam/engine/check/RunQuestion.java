package org.abiseam.engine.check;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.abiseam.engine.cache.CacheKey;
import org.abiseam.engine.cache.FileStamp;
import org.abiseam.engine.cache.ModelFormat;
import org.abiseam.engine.cache.Question;
import org.abiseam.engine.cache.SeamFormat;
import org.abiseam.engine.input.ObjectSource;
import org.abiseam.engine.input.OpenedInputs;
import org.abiseam.engine.input.RunLog;
import org.abiseam.engine.input.Summaries;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.KernelConfiguration;
import org.abiseam.engine.request.RustCrate;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;

/**
 * Asks what a check of some inputs found when they, the options and the program were the same.
 *
 * <p>A report is remembered where all that it depends on is known beforehand: files by their places
 * in the file system, and what the request itself holds. With a snapshot, or with an object or Rust
 * source that names further files, each run judges anew.
 */
final class RunQuestion {
  private RunQuestion() {}

  /**
   * Finds the question.
   *
   * @return empty where no report is remembered
   */
  static Optional<Summaries.Whole<Report>> of(
      CheckRequest request, OpenedInputs opened, OpenedInputs linked, Summaries summaries) {
    boolean plain =
        request.caching().isPresent()
            && request.also().isEmpty()
            && !opened.sources().isEmpty()
            && isWhole(opened)
            && isWhole(linked);
    if (!plain) {
      return Optional.empty();
    }
    List<ObjectSource> sources = new ArrayList<>(opened.sources());
    sources.addAll(linked.sources());
    return about(request, opened, linked)
        .flatMap(
            key -> summaries.whole(sources, new Question<>("report", key, new ReportFormat())));
  }

  /** What could not be opened may be there the next time. */
  private static boolean isWhole(OpenedInputs opened) {
    return opened.snapshots().isEmpty()
        && opened.inputs().stream().allMatch(input -> input.diagnostics().isEmpty());
  }

  /** Tells whether a report holds as long as the inputs are the same: each of them was read. */
  static boolean isWhole(Report report) {
    return report.diagnostics().stream().allMatch(RunQuestion::isStated);
  }

  private static boolean isStated(Diagnostic one) {
    return switch (one.kind()) {
      case DEBUG_INFO_INSUFFICIENT, MEMBERS_WITHOUT_DEBUG_INFO -> true;
      case MALFORMED, UNSUPPORTED, LIMIT, UNREADABLE -> false;
    };
  }

  /**
   * Names all that a judgement depends on, beside the request. A module whose code was changed and
   * whose types were not leads to the same.
   */
  static CacheKey learned(RunLog log, List<ObjectModel> models, Linkage linkage) {
    return new CacheKey.Builder("learned")
        .with((to, all) -> to.all(all, ReportFormat::input), log.inputs())
        .with((to, all) -> to.all(all, ReportFormat::side), log.sides())
        .with((to, all) -> to.all(all, ModelFormat::whole), models)
        .with(SeamFormat::linkage, linkage)
        .with(log.remarks())
        .build();
  }

  private static Optional<CacheKey> about(
      CheckRequest request, OpenedInputs opened, OpenedInputs linked) {
    CacheKey.Builder key = new CacheKey.Builder("run");
    for (OpenedInputs inputs : List.of(opened, linked)) {
      List<Input> all = inputs.inputs();
      key.with(all.size());
      all.forEach(input -> key.with(ReportFormat::input, input));
      key.with(inputs.sources().size());
      inputs.sources().forEach(source -> key.with(source.input()));
      key.with(inputs.remarks());
    }
    key.with(request.debugDirectory().map(Path::toString).orElse(""));
    key.with("flags").with(request.flags().size());
    new TreeMap<>(request.flags()).forEach((file, flags) -> key.with(file).with(flags));
    request.scope().ifPresent(scope -> key.with("scope").with(scope.label()).with(scope.words()));
    request.configuration().ifPresent(one -> add(key, one));
    key.with("bindings").with(request.bindings().conditions());
    for (RustCrate crate : request.bindings().crates()) {
      key.with(crate.id()).with(crate.files().stream().map(Path::toString).toList());
      key.with(crate.dependencies().size());
      new TreeMap<>(crate.dependencies()).forEach((name, id) -> key.with(name).with(id));
    }
    key.with("exports").with(request.exports().map(Path::toString).stream().toList());
    List<Path> text = new ArrayList<>(request.bindings().files());
    request.exports().ifPresent(text::add);
    for (Path file : text) {
      Optional<FileStamp> stamp = FileStamp.of(file);
      if (stamp.isEmpty() || stamp.get().isFresh(Instant.now())) {
        return Optional.empty();
      }
      stamp.get().addTo(key);
    }
    return Optional.of(key.build());
  }

  private static void add(CacheKey.Builder key, KernelConfiguration configuration) {
    key.with("configuration").with(configuration.path().toString()).with(configuration.lines());
    key.with(configuration.diagnostics().stream().map(Diagnostic::toString).toList());
  }
}
