package org.abiseam.fleet;

import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.abiseam.cli.Version;
import org.abiseam.cli.gate.Decision;
import org.abiseam.cli.gate.Policy;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Presentation;
import org.abiseam.cli.report.ReportFormat;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.Caching;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.ObjectListener;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Malformed;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * Does the work of one task, on whatever machine it runs: checks a build as {@code gate} does, or
 * compares the images of two builds as {@code compare} does.
 *
 * @param configuration of the file systems that inputs come from
 * @param threads how many threads a task uses, at least 1
 * @param imports whether to list what each object imports
 * @param reports whether to write the reports of each build
 * @param cache the folder in which all workers keep summaries of objects; null for none
 */
record BuildWorker(
    SerializableConfiguration configuration,
    int threads,
    boolean imports,
    boolean reports,
    @Nullable String cache)
    implements Serializable {
  private static final Policy EVERYTHING =
      new Policy(null, null, null, null, null, null, null, null, null, null, null);

  /** How large the cache of a fleet grows: 16 GiB, some hundred kernels. */
  private static final long CACHE_BYTES = 1L << 34;

  /** Faults that may be gone in another run over the same files. */
  private static final Set<Diagnostic.Kind> PASSING =
      EnumSet.of(Diagnostic.Kind.UNREADABLE, Diagnostic.Kind.LIMIT);

  /**
   * Learns of some local objects of a build what its check will ask, each by itself first.
   *
   * @return how many answers were new
   */
  int survey(BuildTask task, List<String> some) {
    CheckRequest whole =
        CheckRequest.of(task.inputs().stream().map(Path::of).toList())
            .withThreads(threads)
            .withBindings(task.bindings().stream().map(Path::of).toList())
            .withCaching(caching());
    int learned = 0;
    for (String one : some) {
      CheckRequest alone =
          CheckRequest.of(List.of(Path.of(one))).withThreads(threads).withCaching(caching());
      learned += Abiseam.survey(alone, Set.of(Path.of(one)), Progress.SILENT).learned();
    }
    Set<Path> own = some.stream().map(Path::of).collect(Collectors.toSet());
    return learned + Abiseam.survey(whole, own, Progress.SILENT).learned();
  }

  /** Checks a build. */
  Outcome check(BuildTask task) {
    try (WorkFolder folder = WorkFolder.create()) {
      RemoteFiles files = new RemoteFiles(configuration.value());
      List<Path> inputs = files.local(task.inputs(), folder.path());
      Optional<Path> file =
          Optional.ofNullable(task.policy())
              .map(one -> files.local(List.of(one), folder.path()).getFirst());
      Policy policy = file.map(Policy::read).orElse(EVERYTHING);
      Path base = file.map(Policy::base).orElse(Path.of(""));
      List<Path> bindings = new ArrayList<>(files.local(task.bindings(), folder.path()));
      bindings.addAll(policy.bindings(base));
      CheckRequest request =
          CheckRequest.of(inputs)
              .withThreads(threads)
              .withBindings(bindings)
              .withCaching(caching())
              .withScope(policy.scope(base));
      Listing listing = new Listing(task.name(), imports);
      Report found = Abiseam.check(request, Progress.SILENT, listing);
      Decision.Verdict verdict =
          Decision.begin(policy, file.orElse(Path.of("policy")), policy.weighed(found)).verdict();
      EnumMap<Table, List<Row>> rows = Rows.ofCheck(task.name(), verdict.report());
      Status status = verdict.status();
      Map<String, String> reports = reports("builds/" + task.name(), verdict.report(), status);
      BuildTask known = listing.alone && isKnownByItsFiles(found) ? task : task.knownBy(null);
      rows.put(Table.BUILDS, List.of(Rows.checked(known, status, verdict.sentence(), reports)));
      rows.put(Table.IMPORTS, listing.rows);
      return new Outcome(rows, reports, status.value());
    }
  }

  /** Compares two builds whose modules are shared. */
  Outcome compare(BuildTask old, BuildTask recent) {
    try (WorkFolder folder = WorkFolder.create()) {
      RemoteFiles files = new RemoteFiles(configuration.value());
      List<Path> images =
          files.local(List.of(old.inputs().getFirst(), recent.inputs().getFirst()), folder.path());
      CompareRequest request =
          new CompareRequest(
              images.getFirst(),
              images.getLast(),
              threads,
              Optional.empty(),
              List.of(),
              Optional.empty(),
              List.of(),
              true,
              caching());
      Report report = Abiseam.compare(request, Progress.SILENT);
      Status status = Status.of(report, Status.FailOn.HARMFUL);
      Map<String, String> reports =
          reports("comparisons/" + old.name() + "--" + recent.name(), report, status);
      EnumMap<Table, List<Row>> rows = Rows.ofCompare(old.name(), recent.name(), report);
      rows.put(
          Table.COMPARISONS,
          List.of(Rows.compared(old.name(), recent.name(), status.value(), false, reports)));
      return new Outcome(rows, reports, status.value());
    }
  }

  private Optional<Caching> caching() {
    return Optional.ofNullable(cache).map(it -> new Caching(Path.of(it), true, CACHE_BYTES));
  }

  private Map<String, String> reports(String folder, Report report, Status status) {
    Presentation how = new Presentation(status, Paint.NONE, Verbosity.NORMAL, Version.TEXT);
    Map<String, String> texts = new TreeMap<>();
    if (reports) {
      texts.put(folder + "/report.txt", ReportFormat.TEXT.text(report, how));
      texts.put(folder + "/report.json", ReportFormat.JSON.text(report, how));
      texts.put(folder + "/report.html", ReportFormat.HTML.text(report, how));
    }
    return texts;
  }

  /** A thin archive names other files; what could not be read may be there the next time. */
  private static boolean isKnownByItsFiles(Report found) {
    return found.inputs().stream()
        .allMatch(
            one ->
                one.kind() != Input.Kind.UNREADABLE
                    && !one.format().equals("thin-archive")
                    && one.diagnostics().stream()
                        .map(Diagnostic::kind)
                        .noneMatch(PASSING::contains));
  }

  /** Lists the imports of each object; what cannot be read is a diagnostic of the check. */
  private static final class Listing implements ObjectListener {
    private final String build;
    private final boolean listed;
    private final List<Row> rows = new ArrayList<>();
    private boolean alone = true;

    Listing(String build, boolean listed) {
      this.build = build;
      this.listed = listed;
    }

    @Override
    public void object(String path, boolean whole, Supplier<SortedSet<String>> imports) {
      alone &= whole;
      if (listed) {
        try {
          SortedSet<String> names = imports.get();
          if (!names.isEmpty()) {
            rows.add(Rows.imports(build, path, List.copyOf(names)));
          }
        } catch (Malformed _) {
          // The check has said it.
        }
      }
    }
  }
}
