package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;

/**
 * Runs {@code abiseam compare A B}: compares what Rust believes with what C does where one of the
 * two is Rust, and an old build with a new one where both are C.
 */
final class CompareCommand extends Subcommand {
  private final CommonOptions common = with(new CommonOptions());
  private final ReportOptions reports = with(new ReportOptions());
  private final InputOptions inputs = with(new InputOptions());
  private final CacheOptions cache = with(new CacheOptions());

  private final Supplier<Boolean> leaf =
      flag("show each change with the types that contain it (default)", "--leaf");

  private final Supplier<Boolean> impacted =
      flag(
          "also show each function and variable that a change reaches, and the path", "--impacted");

  private final Supplier<List<Path>> headers =
      list(
          Path.class,
          "DIR|FILE",
          "public headers of OLD: changes of types that none of them defines are harmless behind"
              + " pointers",
          "--public-headers");

  private final Supplier<List<Path>> files = files(0);

  CompareCommand(Console console) {
    super(
        console,
        "compare",
        "Compares two builds: Rust's view with C's where one is Rust, old with new where both are"
            + " C.");
  }

  @Override
  int run() {
    Reporting reporting = reports.prepare(console, common.paint(console.terminal()));
    if (leaf.get() && impacted.get()) {
      throw new UsageException("--leaf and --impacted exclude each other");
    }
    List<Path> two = inputs.images(files.get());
    if (two.size() != 2) {
      throw new UsageException(
          "compare needs two inputs, the old one and the new one, not " + two.size());
    }
    CompareRequest request =
        new CompareRequest(
            two.getFirst(),
            two.getLast(),
            common.threads(),
            common.debugDirectory(),
            common.bindings(),
            reports.scope(),
            existing(headers.get()),
            impacted.get(),
            cache.settings(console));
    if (reporting.textAlone() && EqualFiles.answer(request)) {
      return 0;
    }
    Progress progress =
        cache.telling(common.progress(console, reports.quiet()), console, reporting.verbosity());
    Report run = Abiseam.compare(request, progress);
    progress.close();
    return reporting.write(run);
  }

  private static List<Path> existing(List<Path> headers) {
    for (Path one : headers) {
      if (!Files.isReadable(one)) {
        throw new UsageException("--public-headers: " + one + ": no such file or folder");
      }
    }
    return headers;
  }
}
