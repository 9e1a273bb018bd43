package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.SortedSet;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Scoped;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verification;
import org.abiseam.model.View;

/**
 * The report as the comment of a merge request: the verdict, a table of what was verified, and each
 * finding folded. Code hosts refuse comments beyond a size; the findings that do not fit are
 * counted.
 */
final class MarkdownReport {
  /** Characters; the smallest limit among the large code hosts is 65,536. */
  private static final int LARGEST = 60_000;

  private static final int SOME_NAMES = 20;
  private static final int SOME_DIAGNOSTICS = 10;

  private final StringBuilder text = new StringBuilder();
  private final SideLabels labels;
  private final Places places;

  private MarkdownReport(Report run) {
    this.labels = SideLabels.of(run);
    this.places = Places.of(run);
  }

  static void write(Report run, Presentation presentation, Writer out) throws IOException {
    MarkdownReport report = new MarkdownReport(run);
    report.all(run, presentation);
    out.append(report.text);
  }

  private void all(Report run, Presentation presentation) {
    Verification verification = run.verification();
    text.append("## abiseam: ").append(presentation.status().sentence()).append("\n\n");
    run.changes().ifPresentOrElse(changes -> changed(changes, verification), () -> shared(run));
    run.scope().ifPresent(this::scope);
    int left = 0;
    for (Finding finding : verification.findings()) {
      if (finding.severity() != Severity.HARMLESS && !listed(finding)) {
        String one = finding(finding);
        if (text.length() + one.length() > LARGEST) {
          left++;
        } else {
          text.append(one);
        }
      }
    }
    String harmless = ReportText.harmless(run);
    if (!harmless.isEmpty()) {
      text.append('\n').append(harmless).append(" not shown (");
      text.append(code("--format text --verbose")).append(" lists them).\n");
    }
    unread(run.diagnostics());
    if (left > 0) {
      text.append("\nand ").append(ReportText.count(left)).append(" more that do not fit here.\n");
    }
    if (labels == SideLabels.SIDES) {
      text.append('\n');
      Compared.lines(run).forEach(line -> text.append(escaped(line)).append("  \n"));
      NextStep.of(run, presentation.project())
          .ifPresent(command -> text.append("Next: ").append(code(command)).append('\n'));
    } else {
      open(verification.undetermined());
    }
  }

  private void unread(List<Diagnostic> diagnostics) {
    if (!diagnostics.isEmpty()) {
      text.append("\nNot read:\n\n");
      List<Diagnostic> first =
          diagnostics.subList(0, Math.min(diagnostics.size(), SOME_DIAGNOSTICS));
      first.forEach(
          one -> text.append("- ").append(escaped(ReportText.diagnostic(one))).append('\n'));
      if (first.size() < diagnostics.size()) {
        text.append("- and ").append(ReportText.count(diagnostics.size() - first.size()));
        text.append(" more\n");
      }
    }
  }

  private void open(List<Undetermined> open) {
    if (!open.isEmpty()) {
      long things = open.stream().map(Undetermined::subject).distinct().count();
      text.append("\nNot verified: ").append(ReportText.count(things, "thing")).append(".\n");
    }
  }

  /** A symbol that is gone stands among the removed ones. */
  private boolean listed(Finding finding) {
    return labels == SideLabels.BUILDS && finding.rule() == Rule.SYMBOL_MISSING;
  }

  private void shared(Report run) {
    Verification verification = run.verification();
    text.append(
        "| shared | | agree | disagree | undetermined |\n| --- | ---: | ---: | ---: | ---: |\n");
    row("types", verification.coverage());
    row("functions", verification.functions());
    row("variables", verification.variables());
    row("ABI switches", verification.flags());
    text.append('\n');
  }

  private void changed(Changes changes, Verification verification) {
    text.append("| | removed | changed | added | unchanged | undetermined |\n");
    text.append("| --- | ---: | ---: | ---: | ---: | ---: |\n");
    row(Subject.Kind.FUNCTION, changes, verification.functions());
    row(Subject.Kind.VARIABLE, changes, verification.variables());
    row(Subject.Kind.TYPE, changes, verification.coverage());
    text.append('\n');
    if (changes.impacted().isPresent()) {
      text.append(ReportText.impacted(changes)).append(".\n\n");
    }
    changes.removed().forEach((kind, names) -> names("Removed", kind.word() + "s", names));
    changes.added().forEach((kind, names) -> names("Added", kind.word() + "s", names));
    names("Removed", "files", changes.files().removed());
    names("Added", "files", changes.files().added());
  }

  private void row(Subject.Kind kind, Changes changes, Verification.Coverage coverage) {
    text.append(
        "| %ss | %s | %s | %s | %s | %s |\n"
            .formatted(
                kind.word(),
                ReportText.count(changes.removed(kind)),
                ReportText.count(coverage.disagree()),
                ReportText.count(changes.added(kind)),
                ReportText.count(coverage.agree()),
                ReportText.count(coverage.undetermined() + (long) coverage.opaque())));
  }

  private void names(String what, String things, SortedSet<String> names) {
    if (!names.isEmpty()) {
      text.append(what).append(' ').append(things).append(": ");
      text.append(escaped(ReportText.some(List.copyOf(names), SOME_NAMES))).append("\n\n");
    }
  }

  private void scope(Scoped scope) {
    text.append("Symbol scope: ").append(escaped(scope.label()));
    text.append("; not verified, because outside it: ")
        .append(ReportText.outside(scope))
        .append(".\n\n");
  }

  private void row(String name, Verification.Coverage coverage) {
    text.append(
        "| %s | %s | %s | %s | %s |\n"
            .formatted(
                name,
                ReportText.count(coverage.shared()),
                ReportText.count(coverage.agree() + (long) coverage.opaque()),
                ReportText.count(coverage.disagree()),
                ReportText.count(coverage.undetermined())));
  }

  private String finding(Finding finding) {
    StringBuilder one = new StringBuilder("<details><summary><b>");
    one.append(finding.severity().word()).append("</b> <code>");
    one.append(markup(ReportText.subject(finding.subject(), finding.provider())));
    one.append("</code> ").append(finding.rule().id()).append("</summary>\n\n");
    for (String sentence : FindingTitle.sentences(finding, labels)) {
      one.append(escaped(sentence)).append(". ");
    }
    one.append("\n\n");
    View provider = finding.provider();
    View consumer = finding.consumer();
    one.append("| | ").append(escaped(labels.label(finding, provider)));
    one.append(" | ").append(escaped(labels.label(finding, consumer)));
    one.append(" |\n| --- | --- | --- |\n");
    one.append("| at | ").append(where(finding, provider)).append(" | ");
    one.append(where(finding, consumer)).append(" |\n");
    for (Difference difference : finding.differences()) {
      one.append("| ").append(code(difference.path())).append(' ');
      one.append(difference.what().word()).append(" | ");
      one.append(escaped(ReportText.value(difference.what(), difference.expected()))).append(" | ");
      one.append(escaped(ReportText.value(difference.what(), difference.actual()))).append(" |\n");
    }
    if (!finding.reach().isEmpty()) {
      one.append("\nreaches ").append(escaped(ReportText.some(finding.reach(), 8))).append('\n');
    }
    one.append("\n**Fix:** ").append(escaped(FindingFix.of(finding, labels))).append(".\n");
    return one.append("\n</details>\n").toString();
  }

  private String where(Finding finding, View view) {
    return escaped(places.declared(finding, view) + ", " + ReportText.compiler(view));
  }

  /** GFM 4.6: in a block of HTML, up to the next empty line, nothing is Markdown. */
  private static String markup(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;");
  }

  /** GFM 6.1: a backslash takes the meaning from any mark of ASCII. */
  private static String escaped(String text) {
    StringBuilder plain = new StringBuilder(text.length());
    for (char c : markup(text).toCharArray()) {
      if ("\\`*_[]!#|~>".indexOf(c) >= 0) {
        plain.append('\\');
      }
      plain.append(c);
    }
    return plain.toString();
  }

  /**
   * GFM 6.3: within a code span nothing else is Markdown; its fence is longer than any row of
   * backticks in it. GFM 4.10: in a table a bar ends the cell even there.
   */
  private static String code(String text) {
    String fence = "`";
    while (text.contains(fence)) {
      fence += "`";
    }
    String pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
    return fence + pad + text.replace("|", "\\|") + pad + fence;
  }
}
