package org.abiseam.cli.report;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.cli.pipeline.OldAndNew;
import org.abiseam.cli.pipeline.Scoped;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Verification;

/**
 * What changed between an old build and a new one, for a terminal: the figures that abidiff begins
 * with, then each cause with what it reaches, then the names that came and went.
 */
public final class CompareText {
  private static final int SOME = 12;

  private CompareText() {}

  /**
   * Writes a report.
   *
   * @param result what changed
   * @param paint with colours or without
   * @param verbosity how much is said
   * @param status the exit status and its meaning
   * @return lines, each ended; empty where nothing changed and nothing else is to be said
   */
  public static String of(
      OldAndNew.Result result, Paint paint, Verbosity verbosity, Status status) {
    if (verbosity != Verbosity.VERBOSE && unchanged(result)) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    if (verbosity != Verbosity.QUIET) {
      summary(result, paint, text);
    }
    for (Finding finding : result.verification().findings()) {
      boolean gone = finding.rule() == Rule.SYMBOL_MISSING;
      boolean matters = finding.severity() != Severity.HARMLESS;
      if ((verbosity == Verbosity.VERBOSE || matters) && !gone) {
        FindingText.write(finding, paint, verbosity, text);
      }
    }
    names(text, paint.bad("Removed"), result.removed(), verbosity);
    names(text, "Added", result.added(), verbosity);
    files(text, paint.bad("Removed"), result.files().removed(), verbosity);
    files(text, "Added", result.files().added(), verbosity);
    for (Diagnostic diagnostic : result.run().diagnostics()) {
      text.append("not read: ").append(Words.diagnostic(diagnostic)).append('\n');
    }
    if (verbosity == Verbosity.VERBOSE) {
      text.append("Time: ").append(result.run().stages()).append(" ms\n");
    }
    String sentence = status.changes();
    text.append(status.value() == 0 ? paint.good(sentence) : paint.bad(sentence)).append('\n');
    return text.toString();
  }

  /** The figures, in the words of abidiff. */
  private static void summary(OldAndNew.Result result, Paint paint, StringBuilder text) {
    Verification verification = result.verification();
    result.run().scope().ifPresent(scope -> scope(text, scope));
    if (result.exports()) {
      text.append("Of functions and variables only those that the kernel exports are compared.\n");
    }
    if (result.files().both() > 0) {
      text.append("Files in both: ").append(Words.count(result.files().both())).append('\n');
    }
    line(text, paint, "Functions", Subject.Kind.FUNCTION, verification.functions(), result);
    line(text, paint, "Variables", Subject.Kind.VARIABLE, verification.variables(), result);
    line(text, paint, "Types", Subject.Kind.TYPE, verification.coverage(), result);
    long harmless =
        verification.findings().stream()
            .filter(finding -> finding.severity() == Severity.HARMLESS)
            .count();
    if (harmless > 0) {
      text.append(Words.count(harmless, "harmless change")).append(" (--verbose lists them)\n");
    }
    text.append('\n');
  }

  private static void scope(StringBuilder text, Scoped scope) {
    String outside =
        Words.count(scope.types(), "type") + ", " + Words.count(scope.functions(), "symbol");
    text.append(TextReport.scope(scope, outside, Verbosity.NORMAL));
  }

  private static void line(
      StringBuilder text,
      Paint paint,
      String things,
      Subject.Kind kind,
      Verification.Coverage coverage,
      OldAndNew.Result result) {
    int removed = result.removed().getOrDefault(kind, new TreeSet<>()).size();
    int added = result.added().getOrDefault(kind, new TreeSet<>()).size();
    text.append(things).append(" changes summary: ");
    text.append(Words.count(removed)).append(" Removed, ");
    text.append(paint.bold(Words.count(coverage.disagree()) + " Changed")).append(", ");
    text.append(Words.count(added)).append(" Added, ");
    text.append(Words.count(coverage.agree())).append(" unchanged");
    long open = coverage.undetermined() + (long) coverage.opaque();
    text.append(open == 0 ? "" : ", " + Words.count(open) + " undetermined").append('\n');
  }

  private static boolean unchanged(OldAndNew.Result result) {
    boolean moved =
        result.verification().findings().stream()
            .anyMatch(finding -> finding.severity() != Severity.HARMLESS);
    boolean names =
        result.removed().values().stream().anyMatch(set -> !set.isEmpty())
            || result.added().values().stream().anyMatch(set -> !set.isEmpty())
            || !result.files().removed().isEmpty()
            || !result.files().added().isEmpty();
    return !moved
        && !names
        && result.verification().undetermined().isEmpty()
        && result.run().diagnostics().isEmpty();
  }

  private static void files(
      StringBuilder text, String what, SortedSet<String> paths, Verbosity verbosity) {
    if (!paths.isEmpty()) {
      int most = verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME;
      text.append(what).append(' ').append(Words.count(paths.size(), "file")).append(": ");
      text.append(Words.some(List.copyOf(paths), most)).append('\n');
    }
  }

  private static void names(
      StringBuilder text,
      String what,
      Map<Subject.Kind, SortedSet<String>> byKind,
      Verbosity verbosity) {
    byKind.forEach(
        (kind, names) -> {
          if (!names.isEmpty()) {
            int most = verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME;
            text.append(what).append(' ').append(Words.count(names.size(), kind.word()));
            text.append(": ").append(Words.some(List.copyOf(names), most)).append('\n');
          }
        });
  }
}
