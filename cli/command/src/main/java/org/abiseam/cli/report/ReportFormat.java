package org.abiseam.cli.report;

import org.abiseam.engine.result.Report;

/** Lists the formats of reports. To add one, write its class and add a constant. */
public enum ReportFormat {
  /** For a terminal. */
  TEXT(TextReport::of),
  /** For programs, {@code abiseam/report/1}. */
  JSON(JsonReport::of),
  /** For code hosts, SARIF 2.1.0. */
  SARIF(SarifReport::of),
  /** For CI servers, JUnit XML. */
  JUNIT(JunitReport::of),
  /** For the comment of a merge request. */
  MARKDOWN(MarkdownReport::of),
  /** For a browser, one file. */
  HTML(HtmlReport::of),
  /** For annotations of GitHub Actions, workflow commands. */
  GITHUB(ReviewReports::github),
  /** For merge requests of GitLab, Code Quality JSON. */
  GITLAB(ReviewReports::gitlab);

  @SuppressWarnings("ImmutableEnumChecker") // Each writer is a static method.
  private final ReportWriter writer;

  ReportFormat(ReportWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes the report of a run.
   *
   * @param run what happened
   * @param presentation how it is shown
   * @return the text, its last line ended
   */
  public String write(Report run, Presentation presentation) {
    return writer.write(run, presentation);
  }

  @Override
  public String toString() {
    return EnumWords.of(this);
  }
}
