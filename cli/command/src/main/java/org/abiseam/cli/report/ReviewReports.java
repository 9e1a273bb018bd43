package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Severity;
import tools.jackson.databind.node.ObjectNode;

/** Writes findings in the forms in which code hosts show them beside the lines of a change. */
final class ReviewReports {
  private final SideLabels labels;
  private final Places places;

  private ReviewReports(Report run) {
    this.labels = SideLabels.of(run);
    this.places = Places.of(run);
  }

  /** Writes workflow commands of GitHub Actions, which become annotations of a pull request. */
  static void github(Report run, Presentation presentation, Writer out) throws IOException {
    ReviewReports review = new ReviewReports(run);
    for (Finding finding : run.verification().findings()) {
      out.append(review.annotation(finding)).append('\n');
    }
    for (Diagnostic diagnostic : run.diagnostics()) {
      out.append(Report.unread(diagnostic) ? "::error" : "::warning");
      out.append(" title=abiseam not read::");
      out.append(data(ReportText.diagnostic(diagnostic))).append('\n');
    }
    out.append(data(presentation.status().sentence())).append('\n');
  }

  private String annotation(Finding finding) {
    String command =
        switch (finding.severity()) {
          case HARMFUL -> "error";
          case RISKY -> "warning";
          case HARMLESS -> "notice";
        };
    StringBuilder text = new StringBuilder("::").append(command).append(' ');
    declared(finding)
        .ifPresent(
            line ->
                text.append("file=")
                    .append(property(Places.relative(line.file())))
                    .append(line.number() == 0 ? "" : ",line=" + line.number())
                    .append(','));
    text.append("title=").append(property("abiseam " + finding.rule().id()));
    return text.append("::").append(data(sentence(finding))).toString();
  }

  /** Writes the JSON of GitLab's Code Quality report, a subset of Code Climate's. */
  static void gitlab(Report run, Presentation presentation, Writer out) throws IOException {
    ReviewReports review = new ReviewReports(run);
    Stream<Consumer<ObjectNode>> issues =
        Stream.concat(
            run.verification().findings().stream().map(it -> issue -> review.issue(it, issue)),
            run.diagnostics().stream().map(it -> issue -> issue(it, issue)));
    JsonStream.pretty(out, list -> list.array(issues, Consumer::accept));
    out.append('\n');
  }

  private static void issue(Diagnostic diagnostic, ObjectNode issue) {
    issue.put("description", "Not read: " + ReportText.diagnostic(diagnostic));
    issue.put("check_name", "not-read");
    issue.put("fingerprint", Fingerprint.of(diagnostic));
    issue.put("severity", Report.unread(diagnostic) ? "blocker" : "minor");
    place(diagnostic.object(), 1, issue);
  }

  private static void place(String path, int line, ObjectNode issue) {
    ObjectNode location = issue.putObject("location");
    location.put("path", Places.relative(path)).putObject("lines").put("begin", line);
  }

  private void issue(Finding finding, ObjectNode issue) {
    issue.put("description", sentence(finding));
    issue.put("check_name", finding.rule().id());
    issue.put("fingerprint", Fingerprint.of(finding));
    issue.put(
        "severity",
        switch (finding.severity()) {
          case HARMFUL -> "critical";
          case RISKY -> "major";
          case HARMLESS -> "info";
        });
    Optional<Origin.Line> line = declared(finding);
    place(
        line.map(Origin.Line::file).orElse(finding.consumer().origin().object()),
        line.map(it -> Math.max(1, it.number())).orElse(1),
        issue);
  }

  private String sentence(Finding finding) {
    String subject = ReportText.subject(finding.subject(), finding.provider());
    List<String> sentences = FindingTitle.sentences(finding, labels);
    String what =
        sentences.isEmpty()
            ? subject + ": " + finding.rule().id() + "."
            : subject + ": " + String.join(". ", sentences) + ".";
    return finding.severity() == Severity.HARMLESS
        ? what
        : what + " Fix: " + FindingFix.of(finding, labels) + ".";
  }

  /** Returns the line that declares the subject: the consumer's, where it is known. */
  private Optional<Origin.Line> declared(Finding finding) {
    return Stream.of(finding.consumer(), finding.provider())
        .flatMap(view -> places.line(finding, view).stream())
        .findFirst();
  }

  /** Escapes the text of a workflow command; a new line would begin another command. */
  private static String data(String text) {
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A");
  }

  /** Escapes a property of a workflow command. */
  private static String property(String text) {
    return data(text).replace(":", "%3A").replace(",", "%2C");
  }
}
