package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** SARIF, JUnit and Markdown of the same runs that the other reports are tested with. */
class OtherReportsTest {
  private static JsonNode sarif(Report run) {
    return new JsonMapper().readTree(Runs.report(ReportFormat.SARIF, run)).get("runs").get(0);
  }

  private static Document junit(Report run) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(Runs.report(ReportFormat.JUNIT, run))));
  }

  @Test
  void aSarifResultPointsToTheDeclarationAndToItsRule() {
    JsonNode run = sarif(Runs.disagreeing(Severity.HARMFUL));
    JsonNode result = run.get("results").get(0);
    assertThat(result.get("ruleId").asString()).isEqualTo("layout-offset");
    assertThat(result.get("level").asString()).isEqualTo("error");
    JsonNode rule = run.get("tool").get("driver").get("rules").get(result.get("ruleIndex").asInt());
    assertThat(rule.get("id").asString()).isEqualTo("layout-offset");
    assertThat(rule.get("help").get("markdown").asString()).isNotEmpty();
    JsonNode place = result.get("locations").get(0).get("physicalLocation");
    assertThat(place.get("artifactLocation").get("uri").asString()).doesNotContain("\\");
    assertThat(place.get("region").get("startLine").asInt()).isEqualTo(4711);
    assertThat(result.get("relatedLocations")).hasSize(1);
    assertThat(result.get("partialFingerprints").get("abiseam/v1").asString())
        .matches("[0-9a-f]{16,}");
  }

  @Test
  void whatCannotBeReadIsANotificationAndNoResult() {
    JsonNode run = sarif(Runs.unreadable());
    assertThat(run.get("results")).isEmpty();
    JsonNode invocation = run.get("invocations").get(0);
    assertThat(invocation.get("executionSuccessful").asBoolean()).isFalse();
    assertThat(invocation.get("toolExecutionNotifications").get(0).get("level").asString())
        .isEqualTo("error");
  }

  @Test
  void severitiesAreLevels() {
    assertThat(
            sarif(Runs.disagreeing(Severity.RISKY)).get("results").get(0).get("level").asString())
        .isEqualTo("warning");
    assertThat(
            sarif(Runs.disagreeing(Severity.HARMLESS))
                .get("results")
                .get(0)
                .get("level")
                .asString())
        .isEqualTo("note");
  }

  /** A pipeline that goes on has no failed test. */
  @Test
  void junitHasAFailureOnlyWhereTheExitStatusHasADifference() throws Exception {
    Document harmful = junit(Runs.disagreeing(Severity.HARMFUL));
    assertThat(harmful.getElementsByTagName("failure").getLength()).isEqualTo(1);
    Document risky = junit(Runs.disagreeing(Severity.RISKY));
    assertThat(risky.getElementsByTagName("failure").getLength()).isZero();
    assertThat(risky.getElementsByTagName("skipped").item(0).getAttributes())
        .extracting(it -> it.getNamedItem("message").getNodeValue())
        .asString()
        .startsWith("risky, and no failure: ");
  }

  @Test
  void junitCountsWhatItLists() throws Exception {
    for (Report run : List.of(Runs.agreeing(), Runs.unreadable(), Runs.linesOnly())) {
      Document document = junit(run);
      for (int i = 0; i < document.getElementsByTagName("testsuite").getLength(); i++) {
        Element suite = (Element) document.getElementsByTagName("testsuite").item(i);
        assertThat(suite.getAttribute("tests"))
            .isEqualTo(Integer.toString(suite.getElementsByTagName("testcase").getLength()));
        assertThat(suite.getAttribute("errors"))
            .isEqualTo(Integer.toString(suite.getElementsByTagName("error").getLength()));
      }
    }
    assertThat(junit(Runs.unreadable()).getElementsByTagName("error").getLength()).isEqualTo(1);
  }

  private static Report suppressed() {
    Report run = Runs.disagreeing(Severity.HARMFUL);
    List<Suppressed> known =
        run.verification().findings().stream()
            .map(finding -> new Suppressed(finding, "known since 7.1"))
            .toList();
    return run.judged(List.of(), known, List.of("one suppression met nothing"));
  }

  @Test
  void aSuppressedFindingIsASkippedCaseWithItsReason() throws Exception {
    Document before = junit(Runs.disagreeing(Severity.HARMFUL));
    Document after = junit(suppressed());
    assertThat(before.getElementsByTagName("failure").getLength()).isPositive();
    assertThat(after.getElementsByTagName("failure").getLength()).isZero();
    assertThat(((Element) after.getElementsByTagName("skipped").item(0)).getAttribute("message"))
        .isEqualTo("layout-offset suppressed: known since 7.1");
  }

  @Test
  void whatTheReaderShouldKnowBesidesStandsInSarifAndJunitToo() throws Exception {
    assertThat(
            ((Element) junit(suppressed()).getElementsByTagName("property").item(0))
                .getAttribute("value"))
        .isEqualTo("one suppression met nothing");
    JsonNode notes =
        sarif(suppressed()).get("invocations").get(0).get("toolExecutionNotifications");
    assertThat(notes.get(0).get("message").get("text").asString())
        .isEqualTo("one suppression met nothing");
    assertThat(notes.get(0).get("level").asString()).isEqualTo("note");
  }

  @Test
  void whatNoVerdictRestsOnIsACaseOfTheBuild() throws Exception {
    List<Finding> findings = Runs.disagreeing(Severity.HARMFUL).verification().findings();
    Report run = Runs.agreeing().judged(findings, List.of(), List.of());
    assertThat(junit(run).getElementsByTagName("failure").getLength()).isEqualTo(1);
  }

  @Test
  void markdownCountsWhatItDoesNotShow() {
    assertThat(Runs.report(ReportFormat.MARKDOWN, Runs.disagreeing(Severity.HARMLESS)))
        .contains("\n1 harmless difference not shown (`--format text --verbose` lists them).\n")
        .doesNotContain("layout-offset");
  }

  @Test
  void markdownNamesTheFindingAndCountsWhatIsShared() {
    Report run = Runs.disagreeing(Severity.HARMFUL);
    String text = Runs.report(ReportFormat.MARKDOWN, run);
    assertThat(text)
        .startsWith("## abiseam: ")
        .contains("| types | 3 |", "Compared: 2 of 3 shared types")
        .contains("<b>harmful</b> <code>struct queue</code> layout-offset")
        .contains("| | C | Rust |", "| at | include/linux/queue.h:12, GNU C 14.2.0 |");
  }
}
