package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.Test;

/** Every report of the same input is the same, however many threads made it. */
class StableReportsTest {
  private static List<Path> objects() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../fixtures/prebuilt"))) {
      return files
          .filter(file -> file.toString().contains("x86_64-dwarf5"))
          .filter(file -> file.toString().endsWith(".o"))
          .sorted()
          .toList();
    }
  }

  /** All that is said, but for the time it took. */
  private static Map<String, String> reports(int threads) throws IOException {
    CheckRequest request = CheckRequest.of(objects()).withThreads(threads);
    Report timed = Abiseam.check(request, Progress.SILENT);
    Report run =
        new Report(
            timed.inputs(),
            timed.sides(),
            timed.models(),
            timed.seam(),
            timed.verification(),
            timed.callers(),
            timed.suppressed(),
            timed.remarks(),
            timed.scope(),
            Map.of(),
            timed.changes());
    Status status = Status.of(run, Status.FailOn.HARMFUL);
    return Map.of(
        "text", TextReport.of(run, Paint.NONE, Verbosity.VERBOSE, status),
        "json", JsonReport.of(run, "0.1.0"),
        "sarif", SarifReport.of(run, "0.1.0", status),
        "junit", JunitReport.of(run),
        "markdown", MarkdownReport.of(run, status),
        "html", HtmlReport.of(run, "0.1.0", status));
  }

  @Test
  void theNumberOfThreadsAndTheRunDoNotShow() throws IOException {
    Map<String, String> alone = reports(1);
    assertThat(alone.get("json")).contains("\"layout-offset\"", "\"layout-bitfield\"");
    for (int threads : new int[] {1, 2, 4}) {
      assertThat(reports(threads)).isEqualTo(alone);
    }
  }
}
