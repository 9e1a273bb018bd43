package org.abiseam.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.abiseam.cli.report.HtmlReport;
import org.abiseam.cli.report.JsonReport;
import org.abiseam.cli.report.JunitReport;
import org.abiseam.cli.report.MarkdownReport;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.SarifReport;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.TextReport;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** {@code abiseam check FILE...}. */
final class Check {
  private final Settings settings;
  private final PrintStream out;
  private final PrintStream err;

  Check(Settings settings, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.out = out;
    this.err = err;
  }

  int run() {
    return run(request(settings, Optional.empty()));
  }

  int run(CheckRequest request) {
    return run(request, UnaryOperator.identity());
  }

  /** The same where more is known than objects tell. */
  int run(CheckRequest request, UnaryOperator<Report> deciding) {
    Report found = deciding.apply(Abiseam.check(request, ProgressLine.of(settings, err)));
    return report(settings.suppressions().map(known -> known.apply(found)).orElse(found));
  }

  /** Writes the reports; the exit status. */
  int report(Report run) {
    return report(run, Status.of(run, settings.failOn()));
  }

  /** The same where another one decides on the status. */
  int report(Report run, Status status) {
    for (Settings.Format format : settings.formats()) {
      write(format, text(format, run, status));
    }
    return status.value();
  }

  static CheckRequest request(Settings settings, Optional<String> only) {
    return CheckRequest.of(settings.inputs())
        .withThreads(settings.threads())
        .withDebugDirectory(settings.debugDirectory())
        .withBindings(settings.bindings())
        .withOnly(only)
        .withScope(settings.scope());
  }

  private String text(Settings.Format format, Report run, Status status) {
    Paint paint = format.file().isPresent() ? Paint.NONE : settings.paint();
    return switch (format.kind()) {
      case TEXT -> TextReport.of(run, paint, settings.verbosity(), status);
      case JSON -> JsonReport.of(run, Main.VERSION);
      case SARIF -> SarifReport.of(run, Main.VERSION, status);
      case JUNIT -> JunitReport.of(run);
      case MARKDOWN -> MarkdownReport.of(run, status);
      case HTML -> HtmlReport.of(run, Main.VERSION, status);
    };
  }

  private void write(Settings.Format format, String text) {
    if (format.file().isPresent()) {
      WholeFile.replace("the report", format.file().get(), text);
    } else {
      out.print(text);
    }
  }
}
