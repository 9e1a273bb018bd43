package org.abiseam.cli.report;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import org.abiseam.engine.result.Report;

/**
 * Lists the formats of reports. To add one, write its class and add a constant.
 *
 * <p>The writers are lambdas: a method reference would load all their classes, and the JSON library
 * with them, before the first format is chosen.
 */
public enum ReportFormat {
  /** For a terminal. */
  TEXT((run, how, out) -> TextReport.write(run, how, out)),
  /** For programs, {@code abiseam/report/1}. */
  JSON((run, how, out) -> JsonReport.write(run, how, out)),
  /** For code hosts, SARIF 2.1.0. */
  SARIF((run, how, out) -> SarifReport.write(run, how, out)),
  /** For CI servers, JUnit XML. */
  JUNIT((run, how, out) -> JunitReport.write(run, how, out)),
  /** For the comment of a merge request. */
  MARKDOWN((run, how, out) -> MarkdownReport.write(run, how, out)),
  /** For a browser, one file. */
  HTML((run, how, out) -> HtmlReport.write(run, how, out)),
  /** For annotations of GitHub Actions, workflow commands. */
  GITHUB((run, how, out) -> ReviewReports.github(run, how, out)),
  /** For merge requests of GitLab, Code Quality JSON. */
  GITLAB((run, how, out) -> ReviewReports.gitlab(run, how, out));

  @SuppressWarnings("ImmutableEnumChecker") // Each writer is a static method.
  private final ReportWriter writer;

  ReportFormat(ReportWriter writer) {
    this.writer = writer;
  }

  /**
   * Writes the report of a run, its last line ended, piece by piece: it may be larger than memory.
   *
   * @param out is not closed
   * @throws IOException by {@code out} alone
   */
  public void write(Report run, Presentation presentation, Writer out) throws IOException {
    writer.write(run, presentation, out);
  }

  /**
   * Returns the report of a run.
   *
   * @return the text, its last line ended
   */
  public String text(Report run, Presentation presentation) {
    StringWriter text = new StringWriter();
    try {
      write(run, presentation, text);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return text.toString();
  }

  @Override
  public String toString() {
    return EnumWords.of(this);
  }
}
