package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Severity;
import org.abiseam.model.View;
import tools.jackson.databind.node.ObjectNode;

/** Writes findings in the forms in which code hosts show them beside the lines of a change. */
final class ReviewReports {
  private ReviewReports() {}

  /** Writes workflow commands of GitHub Actions, which become annotations of a pull request. */
  static void github(Report run, Presentation presentation, Writer out) throws IOException {
    SideLabels labels = SideLabels.of(run);
    for (Finding finding : run.verification().findings()) {
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
                      .append(property(line.file()))
                      .append(line.number() == 0 ? "" : ",line=" + line.number())
                      .append(','));
      text.append("title=").append(property("abiseam " + finding.rule().id()));
      text.append("::").append(data(sentence(finding, labels))).append('\n');
      out.append(text);
    }
    out.append(data(presentation.status().sentence())).append('\n');
  }

  /** Writes the JSON of GitLab's Code Quality report, a subset of Code Climate's. */
  static void gitlab(Report run, Presentation presentation, Writer out) throws IOException {
    SideLabels labels = SideLabels.of(run);
    JsonStream.pretty(
        out,
        issues ->
            issues.array(
                run.verification().findings().stream(),
                (finding, issue) -> issue(finding, labels, issue)));
    out.append('\n');
  }

  private static void issue(Finding finding, SideLabels labels, ObjectNode issue) {
    issue.put("description", sentence(finding, labels));
    issue.put("check_name", finding.rule().id());
    issue.put("fingerprint", Fingerprint.of(finding));
    issue.put(
        "severity",
        switch (finding.severity()) {
          case HARMFUL -> "critical";
          case RISKY -> "major";
          case HARMLESS -> "info";
        });
    ObjectNode location = issue.putObject("location");
    location.put(
        "path",
        declared(finding).map(Origin.Line::file).orElse(finding.consumer().origin().object()));
    location
        .putObject("lines")
        .put("begin", declared(finding).map(line -> Math.max(1, line.number())).orElse(1));
  }

  private static String sentence(Finding finding, SideLabels labels) {
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
  private static Optional<Origin.Line> declared(Finding finding) {
    return Stream.of(finding.consumer(), finding.provider())
        .map(View::origin)
        .flatMap(origin -> origin.declared().stream())
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
