package org.abiseam.cli.report;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Origin;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.View;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The findings as SARIF 2.1.0 (OASIS Standard, 2020-03-27), for code hosts that show them beside
 * the source. A finding is a result at the declaration that the consumer believes in, with the
 * provider's as a related location; what could not be read is a notification.
 */
final class SarifReport {
  private final Map<Rule, Integer> indexes = new EnumMap<>(Rule.class);
  private final SideLabels labels;
  private final Places places;

  private SarifReport(Report run) {
    this.labels = SideLabels.of(run);
    this.places = Places.of(run);
  }

  static void write(Report run, Presentation presentation, Writer out) throws IOException {
    SarifReport report = new SarifReport(run);
    JsonStream.pretty(out, log -> log.object(() -> report.log(run, presentation, log)));
    out.append('\n');
  }

  private void log(Report run, Presentation presentation, JsonStream log) {
    log.fields(
        node ->
            node.put(
                    "$schema",
                    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
                .put("version", "2.1.0"));
    log.arrayOfOne("runs", () -> run(run, presentation, log));
  }

  private void run(Report run, Presentation presentation, JsonStream log) {
    log.fields(
        one -> {
          tool(run, presentation.version(), one.putObject("tool").putObject("driver"));
          invocation(run, presentation.status(), one.putArray("invocations").addObject());
          one.put("columnKind", "utf16CodeUnits");
        });
    FindingText text = FindingText.plain(run);
    log.array(
        "results",
        run.verification().findings().stream(),
        (finding, node) -> result(text, finding, node));
    run.changes()
        .ifPresent(
            changes ->
                log.fields(
                    one ->
                        JsonReport.changes(
                            changes, one.putObject("properties").putObject("compare"))));
  }

  private void tool(Report run, String version, ObjectNode driver) {
    driver.put("name", "abiseam").put("version", version).put("semanticVersion", version);
    rules(run, driver.putArray("rules"));
  }

  private static void invocation(Report run, Status status, ObjectNode invocation) {
    invocation.put("executionSuccessful", !run.incomplete());
    invocation.put("exitCode", status.value());
    ArrayNode notes = invocation.putArray("toolExecutionNotifications");
    run.diagnostics().forEach(diagnostic -> notification(diagnostic, notes.addObject()));
    ReportText.remarks(run)
        .forEach(
            remark ->
                notes.addObject().put("level", "note").putObject("message").put("text", remark));
  }

  /** Rules that fired, in the order of the enumeration. */
  private void rules(Report run, ArrayNode rules) {
    for (Rule rule : Rule.values()) {
      boolean fired =
          run.verification().findings().stream().anyMatch(finding -> finding.rule() == rule);
      if (fired) {
        indexes.put(rule, rules.size());
        String page = RulePages.of(rule).strip();
        ObjectNode node = rules.addObject();
        node.put("id", rule.id()).put("name", rule.id());
        String first = page.split("(?<=\\.)\\s", 2)[0];
        node.putObject("shortDescription").put("text", first.replace('\n', ' '));
        node.putObject("help").put("text", page).put("markdown", page);
      }
    }
  }

  private void result(FindingText text, Finding finding, ObjectNode node) {
    node.put("ruleId", finding.rule().id());
    node.put("ruleIndex", indexes.getOrDefault(finding.rule(), -1));
    node.put("level", level(finding.severity()));
    node.putObject("message").put("text", message(finding, labels));
    boolean declared = places.line(finding, finding.consumer()).isPresent();
    View shown = declared ? finding.consumer() : finding.provider();
    View other = declared ? finding.provider() : finding.consumer();
    ObjectNode location = node.putArray("locations").addObject();
    location(finding, shown, location);
    location
        .putArray("logicalLocations")
        .addObject()
        .put("fullyQualifiedName", finding.subject().name())
        .put("kind", finding.subject().kind().word());
    location(finding, other, node.putArray("relatedLocations").addObject().put("id", 1));
    node.putObject("partialFingerprints").put("abiseam/v1", Fingerprint.of(finding));
    node.putObject("properties")
        .put("severity", finding.severity().word())
        .put("rendered", text.rendered(finding));
  }

  private static String level(Severity severity) {
    return switch (severity) {
      case HARMFUL -> "error";
      case RISKY -> "warning";
      case HARMLESS -> "note";
    };
  }

  /** Returns one sentence for each difference. */
  static String message(Finding finding, SideLabels labels) {
    StringBuilder text =
        new StringBuilder(ReportText.subject(finding.subject(), finding.provider()));
    text.append(": ").append(finding.rule().id()).append('.');
    FindingTitle.sentences(finding, labels)
        .forEach(sentence -> text.append(' ').append(sentence).append('.'));
    for (Difference difference : finding.differences()) {
      text.append(' ').append(difference.path()).append(' ').append(difference.what().word());
      String expected = ReportText.value(difference.what(), difference.expected());
      String actual = ReportText.value(difference.what(), difference.actual());
      text.append(": ").append(labels.values(expected, actual)).append('.');
    }
    return text.append(" Fix: ").append(FindingFix.of(finding, labels)).append('.').toString();
  }

  private void location(Finding finding, View view, ObjectNode node) {
    Origin origin = view.origin();
    ObjectNode physical = node.putObject("physicalLocation");
    Optional<Origin.Line> declared = places.line(finding, view);
    String file = declared.map(Origin.Line::file).orElse(origin.object());
    physical.putObject("artifactLocation").put("uri", uri(file));
    declared
        .filter(line -> line.number() > 0)
        .ifPresent(line -> physical.putObject("region").put("startLine", line.number()));
    String label = labels == SideLabels.BUILDS ? labels.label(finding, view) + ": " : "";
    node.putObject("message")
        .put("text", label + ReportText.compiler(view) + ", " + ReportText.place(origin));
  }

  /** Relative where the file is below the working directory. */
  private static String uri(String file) {
    String path = Places.relative(file);
    return (path.startsWith("/") ? "file://" : "") + encoded(path);
  }

  /** RFC 3986 §2.3: unreserved characters stand for themselves, all others as their UTF-8 bytes. */
  private static String encoded(String path) {
    StringBuilder uri = new StringBuilder();
    for (byte one : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (one & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || "/-._~@+,=()".indexOf(c) >= 0) {
        uri.append(c);
      } else {
        uri.append('%').append(HexFormat.of().withUpperCase().toHexDigits((byte) c));
      }
    }
    return uri.toString();
  }

  private static void notification(Diagnostic diagnostic, ObjectNode node) {
    node.put("level", Report.unread(diagnostic) ? "error" : "warning");
    node.putObject("message").put("text", ReportText.diagnostic(diagnostic));
  }
}
