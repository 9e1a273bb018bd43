package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Suppressed;
import org.abiseam.model.Finding;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Each report that has a schema keeps to it: for runs made by hand, for names that nobody chose
 * well, and for every prebuilt fixture. Our own schema is made strict first, so that it describes
 * every field there is.
 */
class SchemasTest {
  private static final String NASTY = "a\u0001\"<&>]]>\\\ud83d\ude00\n\ttab €";

  private static List<Report> runs = List.of();

  @BeforeAll
  static void all(@TempDir Path directory) throws IOException {
    List<Report> all = new ArrayList<>();
    all.add(CompareReportsTest.builds(directory));
    for (Severity severity : Severity.values()) {
      all.add(Runs.disagreeing(severity));
    }
    all.addAll(List.of(Runs.agreeing(), Runs.undetermined(), Runs.unreadable(), Runs.linesOnly()));
    all.addAll(List.of(ManyRuns.calls(), ManyRuns.bitFields(), ManyRuns.named(NASTY)));
    Finding known = Runs.finding(Severity.HARMFUL);
    all.add(
        Runs.agreeing()
            .judged(List.of(), List.of(new Suppressed(known, "known")), List.of("it has expired")));
    try (Stream<Path> cases = Files.list(Path.of("../fixtures/prebuilt"))) {
      for (Path one : cases.filter(Files::isDirectory).sorted().toList()) {
        all.addAll(builds(one));
      }
    }
    assertThat(all).hasSizeGreaterThan(150);
    runs = all;
  }

  private static List<Report> builds(Path directory) throws IOException {
    List<Report> found = new ArrayList<>();
    Path bindings = Path.of("../fixtures/cases", directory.getFileName().toString(), "bindings.rs");
    try (Stream<Path> builds = Files.list(directory)) {
      for (Path build : builds.sorted().toList()) {
        CheckRequest request =
            CheckRequest.of(List.of(build))
                .withThreads(1)
                .withBindings(Files.exists(bindings) ? List.of(bindings) : List.of());
        found.add(Abiseam.check(request, Progress.SILENT));
      }
    }
    return found;
  }

  // JSON.

  private static String resource(Class<?> near, String name) throws IOException {
    try (InputStream stream = near.getResourceAsStream(name)) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode object) {
      if (object.path("properties") instanceof ObjectNode) {
        object.put("additionalProperties", false);
      }
      // A property named "properties" would be taken for the keyword; the schema has none.
      object.values().forEach(SchemasTest::close);
    } else {
      node.forEach(SchemasTest::close);
    }
  }

  @Test
  void everyFieldOfTheJsonReportIsInTheSchemaThatIsShipped() throws IOException {
    JsonNode tree = new JsonMapper().readTree(resource(JsonReport.class, "report-1.schema.json"));
    close(tree);
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(tree.toString());
    for (Report run : runs) {
      assertThat(schema.validate(Runs.report(ReportFormat.JSON, run), InputFormat.JSON))
          .as(run.inputs().getFirst().path())
          .isEmpty();
    }
  }

  // SARIF.

  private static Schema official() throws IOException {
    return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
        .getSchema(resource(SchemasTest.class, "/schema/sarif-schema-2.1.0.json"));
  }

  private static String sarif(Report run) {
    return Runs.report(ReportFormat.SARIF, run);
  }

  @Test
  void sarifIsValidByTheOfficialSchema() throws IOException {
    Schema schema = official();
    for (Report run : runs) {
      assertThat(
              schema.validate(
                  sarif(run),
                  InputFormat.JSON,
                  context ->
                      context.executionConfig(config -> config.formatAssertionsEnabled(true))))
          .as(run.inputs().getFirst().path())
          .isEmpty();
    }
  }

  @Test
  void theOfficialSchemaRefusesAResultWithoutAMessage() throws IOException {
    String broken = sarif(Runs.disagreeing(Severity.HARMFUL)).replace("\"message\"", "\"massage\"");
    assertThat(official().validate(broken, InputFormat.JSON)).isNotEmpty();
  }

  // JUnit XML.

  private static Validator junit() throws Exception {
    return SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
        .newSchema(Path.of("command/target/schemas/surefire-test-report.xsd").toFile())
        .newValidator();
  }

  private static List<Element> suites(String report) throws Exception {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    NodeList nodes =
        factory
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(report)))
            .getElementsByTagName("testsuite");
    List<Element> suites = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      suites.add((Element) nodes.item(i));
    }
    return suites;
  }

  /** The schema is that of one suite; every server also takes several in a {@code testsuites}. */
  @Test
  void everySuiteOfTheJunitReportIsWhatMavenItselfWrites() throws Exception {
    Validator validator = junit();
    for (Report run : runs) {
      for (Element suite : suites(Runs.report(ReportFormat.JUNIT, run))) {
        validator.validate(new DOMSource(suite));
      }
    }
  }

  @Test
  void theSchemaOfJunitRefusesACaseWithoutAName() throws Exception {
    String broken =
        Runs.report(ReportFormat.JUNIT, Runs.unreadable()).replace(" name=\"vmlinux\"", "");
    Element suite = suites(broken).getFirst();
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> junit().validate(new DOMSource(suite)))
        .hasMessageContaining("name");
  }
}
