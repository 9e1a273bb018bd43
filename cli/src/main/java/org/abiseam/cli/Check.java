package org.abiseam.cli;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.abiseam.cli.pipeline.Pipeline;
import org.abiseam.cli.pipeline.Run;
import org.abiseam.cli.report.HtmlReport;
import org.abiseam.cli.report.JsonReport;
import org.abiseam.cli.report.JunitReport;
import org.abiseam.cli.report.MarkdownReport;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.SarifReport;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.TextReport;

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

  int run(Pipeline.Request request) {
    return run(request, UnaryOperator.identity());
  }

  /** The same where more is known than objects tell. */
  int run(Pipeline.Request request, UnaryOperator<Run> deciding) {
    Run found = deciding.apply(new Pipeline(request, ProgressLine.of(settings, err)).run());
    return report(settings.suppressions().map(known -> known.apply(found)).orElse(found));
  }

  /** Writes the reports; the exit status. */
  int report(Run run) {
    return report(run, Status.of(run, settings.failOn()));
  }

  /** The same where another one decides on the status. */
  int report(Run run, Status status) {
    for (Settings.Format format : settings.formats()) {
      write(format, text(format, run, status));
    }
    return status.value();
  }

  static Pipeline.Request request(Settings settings, Optional<String> only) {
    return new Pipeline.Request(
            settings.inputs(),
            settings.threads(),
            settings.debugDirectory(),
            settings.bindings(),
            only)
        .within(settings.scope());
  }

  private String text(Settings.Format format, Run run, Status status) {
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
