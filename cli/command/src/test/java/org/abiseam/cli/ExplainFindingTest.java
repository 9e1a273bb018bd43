package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainFindingTest extends CommandLineForTests {
  private static final String SEAMS = "../fixtures/seams/prebuilt/";
  private static final String DRIFT = "109fca7a36b2704d";

  @TempDir Path folder;

  /** Writes a report of two findings; returns the text of {@code check --verbose}. */
  private String check(Path json, Path sarif) {
    run(
        "check",
        SEAMS + "struct-changed/core.o",
        SEAMS + "agree/driver.o",
        SEAMS + "agree/glue.o",
        prebuilt("layout-size", "provider.o"),
        prebuilt("layout-size", "consumer.o"),
        "--verbose",
        "--format",
        "text",
        "--format",
        "json:" + json,
        "--format",
        "sarif:" + sarif);
    return out;
  }

  @Test
  void aFindingOpensAgainAsCheckShowedIt() {
    Path json = folder.resolve("report.json");
    Path sarif = folder.resolve("report.sarif");
    String text = check(json, sarif);
    for (Path report : new Path[] {json, sarif}) {
      for (String asked : new String[] {DRIFT, "109FC", "device"}) {
        assertThat(run("explain", asked, report.toString())).isZero();
        assertThat(out).startsWith("HARMFUL  struct device  layout-drift\n").contains("  suppress");
        assertThat(text).contains(out);
      }
    }
  }

  @Test
  void whatIsUnknownOrAmbiguousIsListed() {
    Path json = folder.resolve("report.json");
    check(json, folder.resolve("report.sarif"));
    assertThat(run("explain", "0000", json.toString())).isEqualTo(1);
    assertThat(err)
        .contains("report.json: has no finding '0000'; it has ")
        .contains("  " + DRIFT + "  device  layout-drift\n");
    assertThat(run("explain", "", json.toString())).isNotZero();
    assertThat(out).isEmpty();
  }

  @Test
  void aPrefixOfTwoFingerprintsAsksForMoreDigits() throws IOException {
    Path report = folder.resolve("two.json");
    Files.writeString(
        report,
        """
        {"schema": "abiseam/report/1", "findings": [
          {"rule": "layout-size", "subject": {"name": "a"}, "fingerprint": "10aa", "rendered": "A\\n",
           "suppressed": {"reason": "known"}},
          {"rule": "layout-size", "subject": {"name": "b"}, "fingerprint": "10ab"}]}
        """);
    assertThat(run("explain", "10", report.toString())).isEqualTo(1);
    assertThat(err).contains("'10' begins 2 fingerprints; give more digits:", "10ab  b");
    assertThat(run("explain", "10aa", report.toString())).isZero();
    assertThat(out).isEqualTo("SUPPRESSED  known\nA\n");
    assertThat(run("explain", "10ab", report.toString())).isEqualTo(1);
    assertThat(err).contains("has no text of finding 10ab", "write it again");
  }

  @Test
  void whatIsNoReportIsSaid() throws IOException {
    Path file = folder.resolve("other.json");
    Files.writeString(file, "{\"compilerOptions\": {\"paths\": []}}");
    assertThat(run("explain", DRIFT, file.toString())).isEqualTo(1);
    assertThat(err).contains("other.json: is JSON but no report of abiseam; --format json:FILE");
    Files.writeString(file, "{\"schema\": \"abiseam/report/1\", \"findings\": [{\"rule\"");
    assertThat(run("explain", DRIFT, file.toString())).isEqualTo(1);
    assertThat(err).contains("other.json: is no complete JSON");
    Files.writeString(file, "{\"findings\": []}");
    assertThat(run("explain", DRIFT, file.toString())).isEqualTo(1);
    assertThat(err).contains("other.json: has no finding\n");
    assertThat(run("explain", DRIFT)).isEqualTo(3);
    assertThat(err).contains("to open a finding again, name a report in JSON or SARIF");
  }
}
