package org.abiseam.cli;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.abiseam.cli.gate.Suppressions;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Presentation;
import org.abiseam.cli.report.ReportFormat;
import org.abiseam.cli.report.Sources;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.result.Report;

/**
 * Writes the reports of a run.
 *
 * @param targets the reports to write
 * @param failOn the lowest level that makes the exit status nonzero
 * @param demand whether something must have been verified
 * @param suppressions findings that do not count; empty where no file was named
 * @param verbosity how much a text report tells
 * @param paint colors of standard output
 * @param project the Cargo project that is built, behind the options that were given for it; empty
 *     for commands that build none
 * @param console gets reports without a file, and what keeps others from being written
 */
record Reporting(
    List<ReportTarget> targets,
    Status.FailOn failOn,
    Status.Demand demand,
    Optional<Suppressions> suppressions,
    Verbosity verbosity,
    Paint paint,
    Optional<String> project,
    Console console) {

  /** Says which Cargo project is built, and with which options, so that a report can name it. */
  Reporting of(String built) {
    return new Reporting(
        targets, failOn, demand, suppressions, verbosity, paint, Optional.of(built), console);
  }

  /** Takes out what is suppressed and writes the reports; returns the exit status. */
  int write(Report found) {
    Report run = unsuppressed(found);
    return write(run, Status.of(run, failOn, demand));
  }

  /** Takes out what is suppressed. */
  Report unsuppressed(Report found) {
    return suppressions.map(known -> known.apply(found)).orElse(found);
  }

  /** Writes the reports with a status that is already decided. */
  int write(Report run, Status status) {
    int unwritten = 0;
    for (ReportTarget target : targets) {
      Paint painted = target.file().isPresent() ? Paint.NONE : paint;
      int columns = target.file().isPresent() ? Presentation.ENDLESS : console.terminal().columns();
      Sources sources = target.file().isPresent() ? Sources.WITHHELD : console.terminal().sources();
      Presentation how =
          new Presentation(status, painted, verbosity, columns, sources, Version.TEXT, project);
      WholeFile.Content text = out -> target.format().write(run, how, out);
      try {
        target
            .file()
            .ifPresentOrElse(
                file -> WholeFile.replace("the report", file, text), () -> console.print(text));
      } catch (UncheckedIOException fault) {
        // The verdict stands, and the other reports are still written.
        console.warn(String.valueOf(fault.getMessage()));
        unwritten = Status.ERROR;
      }
    }
    return status.value() | unwritten;
  }

  /** Tells whether an empty text report says all: no other report, no suppression, not verbose. */
  boolean textAlone() {
    return suppressions.isEmpty()
        && verbosity != Verbosity.VERBOSE
        && targets.stream()
            .allMatch(target -> target.format() == ReportFormat.TEXT && target.file().isEmpty());
  }
}
