package org.abiseam.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.result.Report;

/** Runs {@code abiseam check FILE...}. */
final class CheckCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final ReportOptions reports = with(new ReportOptions());
  private final InputOptions inputs = with(new InputOptions());
  private final HeaderOptions headers = with(new HeaderOptions());
  private final MetadataOptions metadata = with(new MetadataOptions());
  private final CacheOptions cache = with(new CacheOptions());

  private final Supplier<List<Path>> files = files(0);

  CheckCommand(Console console) {
    super(
        console,
        "check",
        "Finds the sides of the given objects and verifies the types they share.");
  }

  @Override
  int run() {
    Reporting reporting = reports.prepare(console, common.paint(console.terminal()));
    // The order of the objects means nothing, so that no report depends on it.
    List<Path> objects = inputs.required(files.get()).stream().sorted().toList();
    try (MetadataOptions.Crates crates = metadata.compile(objects)) {
      CheckRequest request =
          common
              .request(crates.files())
              .withNames(crates.names())
              .withScope(reports.scope())
              .withCaching(cache.settings(console));
      try (HeaderOptions.Headers compiled = headers.compile(request.bindings())) {
        List<String> remarks = new ArrayList<>(crates.remarks());
        remarks.addAll(compiled.remarks());
        Report found =
            Abiseam.check(
                compiled.addTo(request),
                cache.telling(
                    common.progress(console, reports.quiet()), console, reporting.verbosity()));
        remarks.addAll(LoneDebugFiles.remarks(objects, found));
        return reporting.write(found.withRemarks(remarks));
      }
    }
  }
}
