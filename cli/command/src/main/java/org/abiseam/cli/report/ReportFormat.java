package org.abiseam.cli.report;

import org.abiseam.engine.result.Report;

/**
 * Lists the formats of reports. To add one, write its class and add a constant.
 *
 * <p>The writers are lambdas: a method reference would load all their classes, and the JSON library
 * with them, before the first format is chosen.
 */
public enum ReportFormat {
  /** For a terminal. */
  TEXT((run, how) -> TextReport.of(run, how)),
  /** For programs, {@code abiseam/report/1}. */
  JSON((run, how) -> JsonReport.of(run, how)),
  /** For code hosts, SARIF 2.1.0. */
  SARIF((run, how) -> SarifReport.of(run, how)),
  /** For CI servers, JUnit XML. */
  JUNIT((run, how) -> JunitReport.of(run, how)),
  /** For the comment of a merge request. */
  MARKDOWN((run, how) -> MarkdownReport.of(run, how)),
  /** For a browser, one file. */
  HTML((run, how) -> HtmlReport.of(run, how)),
  /** For annotations of GitHub Actions, workflow commands. */
  GITHUB((run, how) -> ReviewReports.github(run, how)),
  /** For merge requests of GitLab, Code Quality JSON. */
  GITLAB((run, how) -> ReviewReports.gitlab(run, how));

  @SuppressWarnings("ImmutableEnumChecker") // Each writer is a static method.
  private final ReportWriter writer;

  ReportFormat(ReportWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes the report of a run.
   *
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
