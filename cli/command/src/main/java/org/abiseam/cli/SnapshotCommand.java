package org.abiseam.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.report.Status;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Snapshotted;

/** Runs {@code abiseam snapshot FILE... [-o OUT]}. */
final class SnapshotCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final InputOptions inputs = with(new InputOptions());

  private final Supplier<Optional<Path>> output =
      optional(Path.class, "FILE", "output file (default: stdout)", "-o", Outputs.OPTION);

  private final Supplier<List<Path>> files = files(0);

  SnapshotCommand(Console console) {
    super(
        console,
        "snapshot",
        "Writes the types and symbols of objects as text, which every command reads.");
  }

  @Override
  int run() {
    Progress progress = common.progress(console);
    Snapshotted taken = Abiseam.snapshot(common.request(inputs.required(files.get())), progress);
    progress.close();
    console.warn(taken.diagnostics());
    if (taken.objects() == 0) {
      console.warn("no snapshot was written: no object could be read");
      return Status.ERROR;
    }
    output
        .get()
        .ifPresentOrElse(
            file -> WholeFile.replace("the snapshot", file, taken.text()),
            () -> console.out().print(taken.text()));
    return taken.diagnostics().stream().anyMatch(Report::unread) ? Status.ERROR : 0;
  }
}
