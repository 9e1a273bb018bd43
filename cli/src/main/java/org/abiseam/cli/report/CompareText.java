package org.abiseam.cli.report;

import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import org.abiseam.cli.pipeline.OldAndNew;
import org.abiseam.cli.pipeline.Scoped;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Verification;

/** What changed between an old build and a new one, for a terminal: cause first, then the lists. */
public final class CompareText {
  private static final int SOME = 12;

  private CompareText() {}

  /**
   * Writes a report.
   *
   * @param result what changed
   * @param paint with colours or without
   * @param verbosity how much is said
   * @return lines, each ended; empty where nothing changed and nothing else is to be said
   */
  public static String of(OldAndNew.Result result, Paint paint, Verbosity verbosity) {
    StringBuilder text = new StringBuilder();
    for (Finding finding : result.verification().findings()) {
      if (verbosity == Verbosity.VERBOSE || finding.severity() != Severity.HARMLESS) {
        FindingText.write(finding, paint, verbosity, text);
      }
    }
    names(text, "Removed", result.removed(), verbosity);
    names(text, "Added", result.added(), verbosity);
    for (Diagnostic diagnostic : result.diagnostics()) {
      text.append("not read: ").append(Words.diagnostic(diagnostic)).append('\n');
    }
    if (text.isEmpty() && verbosity != Verbosity.VERBOSE && unchanged(result)) {
      return "";
    }
    result.scope().ifPresent(scope -> scope(text, scope, verbosity));
    Verification verification = result.verification();
    int changed = verification.coverage().disagree();
    int same = result.unchanged() + verification.coverage().agree();
    text.append("Types in both: ")
        .append(Words.count(same + (long) changed + undetermined(result)));
    text.append("\n  ").append(Words.count(same)).append(" unchanged, ");
    text.append(paint.bold(Words.count(changed) + " changed")).append(", ");
    text.append(Words.count(undetermined(result))).append(" undetermined\n");
    coverage(text, "Functions", verification.functions());
    coverage(text, "Variables", verification.variables());
    if (verbosity == Verbosity.VERBOSE) {
      text.append("Time: ").append(result.stages()).append(" ms\n");
    }
    return text.toString();
  }

  private static void scope(StringBuilder text, Scoped scope, Verbosity verbosity) {
    String outside =
        Words.count(scope.types(), "type") + ", " + Words.count(scope.functions(), "symbol");
    text.append(TextReport.scope(scope, outside, verbosity));
  }

  private static boolean unchanged(OldAndNew.Result result) {
    return result.verification().findings().stream()
            .allMatch(finding -> finding.severity() == Severity.HARMLESS)
        && result.verification().undetermined().isEmpty();
  }

  private static long undetermined(OldAndNew.Result result) {
    Verification.Coverage coverage = result.verification().coverage();
    return coverage.undetermined() + (long) coverage.opaque();
  }

  private static void coverage(StringBuilder text, String things, Verification.Coverage coverage) {
    text.append(things).append(" in both: ").append(Words.count(coverage.shared())).append("\n  ");
    text.append(Words.count(coverage.agree())).append(" unchanged, ");
    text.append(Words.count(coverage.disagree())).append(" changed, ");
    text.append(Words.count(coverage.undetermined())).append(" undetermined\n");
  }

  private static void names(
      StringBuilder text,
      String what,
      Map<Subject.Kind, SortedSet<String>> byKind,
      Verbosity verbosity) {
    byKind.forEach(
        (kind, names) -> {
          if (!names.isEmpty()) {
            String things = kind == Subject.Kind.TYPE ? "type" : "symbol";
            int most = verbosity == Verbosity.VERBOSE ? Integer.MAX_VALUE : SOME;
            text.append(what).append(' ').append(Words.count(names.size(), things)).append(": ");
            text.append(Words.some(List.copyOf(names), most)).append('\n');
          }
        });
  }
}
