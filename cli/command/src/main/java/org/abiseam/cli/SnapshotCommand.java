package org.abiseam.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import org.abiseam.cli.report.ReportText;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Snapshotted;
import org.abiseam.model.Diagnostic;

/** {@code abiseam snapshot FILE... [-o OUT]}: what objects know, as text. */
final class SnapshotCommand {
  private final Settings settings;
  private final Optional<Path> output;
  private final PrintStream out;
  private final PrintStream err;

  SnapshotCommand(Settings settings, Optional<Path> output, PrintStream out, PrintStream err) {
    this.settings = settings;
    this.output = output;
    this.out = out;
    this.err = err;
  }

  int run() {
    Progress progress = ProgressLine.of(settings, err);
    CheckRequest request =
        CheckRequest.of(settings.inputs())
            .withThreads(settings.threads())
            .withDebugDirectory(settings.debugDirectory());
    Snapshotted taken = Abiseam.snapshot(request, progress);
    progress.close();
    for (Diagnostic diagnostic : taken.diagnostics()) {
      err.println("abiseam: " + ReportText.diagnostic(diagnostic));
    }
    if (taken.objects() == 0) {
      err.println("abiseam: no snapshot was written: no object could be read");
      return Status.ERROR;
    }
    String text = taken.text();
    output.ifPresentOrElse(file -> write(file, text), () -> out.print(text));
    return taken.diagnostics().stream().anyMatch(Report::unread) ? Status.ERROR : 0;
  }

  /** Whoever reads the file sees the old snapshot or the new one. */
  private static void write(Path file, String text) {
    try {
      Path temporary =
          file.resolveSibling("." + file.getFileName() + "." + ProcessHandle.current().pid());
      try {
        Files.writeString(temporary, text);
        Files.move(
            temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
    } catch (IOException fault) {
      throw new UncheckedIOException("the snapshot " + file + " cannot be written", fault);
    }
  }
}
