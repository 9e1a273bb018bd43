package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class JsonReportTest {
  private static final List<Report> RUNS =
      List.of(
          Runs.agreeing(),
          Runs.disagreeing(Severity.HARMFUL),
          Runs.disagreeing(Severity.HARMLESS),
          Runs.undetermined(),
          Runs.unreadable(),
          Runs.linesOnly());

  private static Schema schema() throws IOException {
    try (InputStream stream = JsonReport.class.getResourceAsStream("report-1.schema.json")) {
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12).getSchema(text);
    }
  }

  private static JsonNode json(Report run) {
    return new JsonMapper().readTree(Runs.report(ReportFormat.JSON, run));
  }

  @Test
  void everyReportKeepsToTheSchema() throws IOException {
    for (Report run : RUNS) {
      assertThat(schema().validate(Runs.report(ReportFormat.JSON, run), InputFormat.JSON))
          .isEmpty();
    }
  }

  @Test
  void theSchemaRefusesAReportWithoutCoverage() throws IOException {
    String broken =
        Runs.report(ReportFormat.JSON, Runs.agreeing()).replace("\"coverage\"", "\"covered\"");
    assertThat(schema().validate(broken, InputFormat.JSON)).isNotEmpty();
  }

  @Test
  void aFindingCarriesBothViewsAndOffsetsInBits() {
    JsonNode finding = json(Runs.disagreeing(Severity.HARMFUL)).get("findings").get(0);
    assertThat(finding.get("rule").asString()).isEqualTo("layout-offset");
    assertThat(finding.get("severity").asString()).isEqualTo("harmful");
    assertThat(finding.get("views").get(0).get("side").asString()).isEqualTo("gcc-14.2.0-c");
    assertThat(finding.get("views").get(1).get("origin").get("line").asInt()).isEqualTo(4711);
    JsonNode difference = finding.get("differences").get(0);
    assertThat(difference.get("path").asString()).isEqualTo("queue.depth");
    assertThat(difference.get("expected").asLong()).isEqualTo(64);
    assertThat(difference.get("actual").asLong()).isEqualTo(32);
  }

  @Test
  void theFingerprintIsTheSameOnEveryMachine() {
    assertThat(Fingerprint.of(Runs.finding(Severity.HARMFUL)))
        .isEqualTo("526ec32e86437066")
        .isEqualTo(Fingerprint.of(Runs.finding(Severity.RISKY)));
  }

  @Test
  void typesFunctionsAndVariablesAreCountedEach() {
    JsonNode coverage = json(Runs.agreeing()).get("coverage");
    assertThat(coverage.get("types").get("agree").asInt()).isEqualTo(2);
    assertThat(coverage.get("functions").get("examined").asBoolean()).isTrue();
    assertThat(coverage.get("functions").get("shared").asInt()).isZero();
    assertThat(coverage.get("variables").get("shared").asInt()).isZero();
  }
}
