package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.Impact;
import org.abiseam.engine.result.Input;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Verification;

/**
 * What changed between an old build and a new one, for a terminal: the figures that abidiff begins
 * with, then each cause with what it reaches, then the names that came and went.
 */
final class CompareText {
  private static final int SOME = 12;
  private static final int SOME_WAYS = 4;

  private final Report run;
  private final Changes changes;
  private final Paint paint;
  private final Verbosity verbosity;
  private final int columns;
  private final StringBuilder text = new StringBuilder();

  private CompareText(Report run, Changes changes, Presentation how) {
    this.run = run;
    this.changes = changes;
    this.paint = how.paint();
    this.verbosity = how.verbosity();
    this.columns = how.columns();
  }

  /** Lines, each ended; none where nothing changed and nothing else is to be said. */
  static void write(Report run, Presentation how, Writer out) throws IOException {
    CompareText report = new CompareText(run, run.changes().orElseThrow(), how);
    if (how.verbosity() == Verbosity.VERBOSE || how.status().value() != 0 || !report.unchanged()) {
      report.all(how.status(), out);
      ReportText.pass(report.text, report.columns, out);
    }
  }

  private void all(Status status, Writer out) throws IOException {
    if (verbosity != Verbosity.QUIET) {
      summary();
    }
    FindingText findings = new FindingText(run, paint, verbosity, columns, Sources.WITHHELD, text);
    Map<List<Object>, List<String>> versions = versions();
    for (Finding finding : run.verification().findings()) {
      boolean gone = finding.rule() == Rule.SYMBOL_MISSING;
      boolean matters = finding.severity() != Severity.HARMLESS;
      List<String> alike = versions.getOrDefault(alike(finding), List.of());
      boolean first = alike.isEmpty() || alike.getFirst().equals(name(finding));
      if ((verbosity == Verbosity.VERBOSE || matters) && !gone && first) {
        findings.write(finding, alike.isEmpty() ? alike : alike.subList(1, alike.size()));
        ReportText.pass(text, columns, out);
      }
    }
    changes.impacted().ifPresent(this::impacted);
    names(paint.bad("Removed"), changes.removed());
    names("Added", changes.added());
    files(paint.bad("Removed"), changes.files().removed());
    files("Added", changes.files().added());
    text.append(TextReport.rest(run, paint, verbosity));
    if (verbosity == Verbosity.VERBOSE) {
      text.append(TextReport.time(run)).append('\n');
    }
    String sentence = status.sentence();
    text.append(status.value() == 0 ? paint.good(sentence) : paint.bad(sentence)).append('\n');
  }

  /**
   * Lists symbols that left one version for one other, and versions that are gone; nothing where
   * each is to be shown.
   */
  private Map<List<Object>, List<String>> versions() {
    Map<List<Object>, List<String>> versions = new HashMap<>();
    for (Finding finding : run.verification().findings()) {
      if (finding.rule() == Rule.SYMBOL_VERSION && verbosity != Verbosity.VERBOSE) {
        versions.computeIfAbsent(alike(finding), _ -> new ArrayList<>()).add(name(finding));
      }
    }
    return versions;
  }

  /** Names the symbol, or the version itself where it is gone. */
  private static String name(Finding finding) {
    return finding.subject().kind() == Subject.Kind.OBJECT
        ? finding.differences().getFirst().path()
        : finding.subject().name();
  }

  /** Returns all that is said of a finding but the name. */
  private static List<Object> alike(Finding finding) {
    List<Object> said = new ArrayList<>();
    said.add(finding.rule());
    said.add(finding.severity());
    said.add(finding.cause());
    finding.differences().forEach(one -> said.addAll(List.of(one.expected(), one.actual())));
    return said;
  }

  /** Writes the figures, in the words of abidiff. */
  private void summary() {
    Verification verification = run.verification();
    run.scope().ifPresent(this::scope);
    if (changes.exports()) {
      text.append("Of functions and variables only those that the kernel exports are compared.\n");
    }
    if (changes.files().both() > 0) {
      text.append("Files in both: ").append(ReportText.count(changes.files().both())).append('\n');
    }
    line("Functions", Subject.Kind.FUNCTION, verification.functions());
    line("Variables", Subject.Kind.VARIABLE, verification.variables());
    line("Types", Subject.Kind.TYPE, verification.coverage());
    String harmless = ReportText.harmless(run);
    if (!harmless.isEmpty() && verbosity != Verbosity.VERBOSE) {
      text.append(harmless).append(" (--verbose lists them)\n");
    }
    text.append('\n');
    input("old   ", run.inputs().getFirst());
    input("new   ", run.inputs().get(1));
    text.append('\n');
  }

  private void input(String word, Input input) {
    text.append(word).append(paint.bold(input.path())).append("  ").append(input.format());
    if (input.objects() > 1) {
      text.append(", ").append(ReportText.count(input.objects(), "object"));
    }
    List<String> compilers = ReportText.compilers(run, input);
    text.append(compilers.isEmpty() ? "" : ", ").append(String.join(", ", compilers)).append('\n');
  }

  private void scope(Scoped scope) {
    String outside =
        ReportText.count(scope.types(), "type")
            + ", "
            + ReportText.count(scope.functions(), "symbol");
    text.append(TextReport.scope(scope, outside, Verbosity.NORMAL));
  }

  private void line(String things, Subject.Kind kind, Verification.Coverage coverage) {
    text.append(things).append(" changes summary: ");
    text.append(ReportText.count(changes.removed(kind))).append(" Removed, ");
    text.append(paint.bold(ReportText.count(coverage.disagree()) + " Changed")).append(", ");
    text.append(ReportText.count(changes.added(kind))).append(" Added, ");
    text.append(ReportText.count(coverage.agree())).append(" unchanged");
    long open = coverage.undetermined() + (long) coverage.opaque();
    text.append(open == 0 ? "" : ", " + ReportText.count(open) + " undetermined").append('\n');
  }

  private boolean unchanged() {
    return run.verification().findings().stream()
            .allMatch(finding -> finding.severity() == Severity.HARMLESS)
        && changes.none()
        && run.verification().undetermined().isEmpty()
        && run.suppressed().isEmpty()
        && run.remarks().isEmpty()
        && run.diagnostics().isEmpty();
  }

  /** Writes who sees the changes, each by its shortest way, under the change that is nearest. */
  private void impacted(List<Impact> all) {
    text.append(paint.bold(ReportText.impacted(changes)));
    text.append(", each by the shortest path to a change (+ how many other changes reach it)\n");
    Map<String, List<Impact>> byCause = new TreeMap<>();
    all.forEach(one -> byCause.computeIfAbsent(one.cause(), _ -> new ArrayList<>()).add(one));
    byCause.forEach(
        (cause, nearest) -> {
          text.append("  ").append(paint.bold(cause)).append(": ");
          text.append(ReportText.count(nearest.size())).append('\n');
          nearest.stream()
              .sorted(Comparator.comparingInt(one -> one.path().length()))
              .limit(verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME_WAYS)
              .forEach(this::impact);
        });
    text.append('\n');
  }

  private void impact(Impact one) {
    text.append("    ").append(one.symbol().name()).append(": ").append(one.path());
    if (one.causes() > 1) {
      text.append("  (+").append(ReportText.count(one.causes() - 1L)).append(')');
    }
    text.append('\n');
  }

  private int most() {
    return verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME;
  }

  private void files(String what, SortedSet<String> paths) {
    if (!paths.isEmpty()) {
      text.append(what).append(' ').append(ReportText.count(paths.size(), "file")).append(": ");
      text.append(ReportText.some(List.copyOf(paths), most())).append('\n');
    }
  }

  private void names(String what, Map<Subject.Kind, SortedSet<String>> byKind) {
    byKind.forEach(
        (kind, names) -> {
          if (!names.isEmpty()) {
            text.append(what).append(' ').append(ReportText.count(names.size(), kind.word()));
            text.append(": ").append(ReportText.some(List.copyOf(names), most())).append('\n');
          }
        });
  }
}
