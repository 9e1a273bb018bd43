package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import org.abiseam.engine.result.Report;

/** Writes the report of a run in one format. */
@FunctionalInterface
interface ReportWriter {

  /** Writes the text of the report, its last line ended. */
  void write(Report run, Presentation presentation, Writer out) throws IOException;
}
