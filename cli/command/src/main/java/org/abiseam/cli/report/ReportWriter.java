package org.abiseam.cli.report;

import org.abiseam.engine.result.Report;

/** Writes the report of a run in one format. */
@FunctionalInterface
interface ReportWriter {

  /** Returns the text of the report, its last line ended. */
  String write(Report run, Presentation presentation);
}
