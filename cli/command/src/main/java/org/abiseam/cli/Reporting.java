package org.abiseam.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import org.abiseam.cli.gate.Suppressions;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Presentation;
import org.abiseam.cli.report.ReportFormat;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.result.Report;

/**
 * Writes the reports of a run.
 *
 * @param targets the reports to write
 * @param failOn the lowest level that makes the exit status nonzero
 * @param suppressions findings that do not count; empty where no file was named
 * @param verbosity how much a text report tells
 * @param paint colors of standard output
 * @param out standard output
 */
record Reporting(
    List<ReportTarget> targets,
    Status.FailOn failOn,
    Optional<Suppressions> suppressions,
    Verbosity verbosity,
    Paint paint,
    PrintStream out) {

  /** Takes out what is suppressed and writes the reports; returns the exit status. */
  int write(Report found) {
    Report run = unsuppressed(found);
    return write(run, Status.of(run, failOn));
  }

  /** Takes out what is suppressed. */
  Report unsuppressed(Report found) {
    return suppressions.map(known -> known.apply(found)).orElse(found);
  }

  /** Writes the reports with a status that is already decided. */
  int write(Report run, Status status) {
    for (ReportTarget target : targets) {
      Paint painted = target.file().isPresent() ? Paint.NONE : paint;
      String text =
          target.format().write(run, new Presentation(status, painted, verbosity, Version.TEXT));
      target
          .file()
          .ifPresentOrElse(
              file -> WholeFile.replace("the report", file, text), () -> out.print(text));
    }
    return status.value();
  }

  /** Tells whether an empty text report says all: no other report, no suppression, not verbose. */
  boolean textAlone() {
    return suppressions.isEmpty()
        && verbosity != Verbosity.VERBOSE
        && targets.stream()
            .allMatch(target -> target.format() == ReportFormat.TEXT && target.file().isEmpty());
  }
}
