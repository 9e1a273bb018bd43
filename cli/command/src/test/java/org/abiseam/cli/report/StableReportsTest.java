package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    Map<String, String> reports = new TreeMap<>();
    for (ReportFormat format : ReportFormat.values()) {
      reports.put(format.toString(), Runs.report(format, run));
    }
    reports.put("text", Runs.text(run, Paint.NONE, Verbosity.VERBOSE));
    return reports;
  }

  /** Digits of another script, an i without its dot, another day. */
  @ParameterizedTest
  @CsvSource({"ar-EG, Asia/Tokyo", "tr-TR, America/New_York", "fa-IR, UTC"})
  void theLocaleAndTheTimeZoneDoNotShow(String locale, String zone) throws IOException {
    Map<String, String> usual = reports(1);
    Locale before = Locale.getDefault();
    TimeZone home = TimeZone.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag(locale));
      TimeZone.setDefault(TimeZone.getTimeZone(zone));
      assertThat(reports(2)).isEqualTo(usual);
    } finally {
      Locale.setDefault(before);
      TimeZone.setDefault(home);
    }
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
