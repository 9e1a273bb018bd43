package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reports of an old build against a new one: two directories of which one has the object that
 * defines {@code sample_size}, and a type that differs.
 */
class CompareReportsTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");

  private static Report run = Runs.agreeing();
  private static Status status = new Status(0, "");

  /** The old one has an object more, and {@code struct} has another member. */
  static Report builds(Path directory) throws java.io.IOException {
    Path old = Files.createDirectories(directory.resolve("old"));
    Path recent = Files.createDirectories(directory.resolve("new"));
    Path mutants = FIXTURES.resolve("mutants/objects");
    Path provider = FIXTURES.resolve("prebuilt/size-differs/x86_64-dwarf5/provider.o");
    Files.copy(mutants.resolve("base.o"), old.resolve("some.o"));
    Files.copy(provider, old.resolve("gone.o"));
    Files.copy(mutants.resolve(moving() + ".o"), recent.resolve("some.o"));
    Files.copy(mutants.resolve("base.o"), recent.resolve("more.o"));
    CompareRequest request =
        new CompareRequest(
            old,
            recent,
            1,
            Optional.empty(),
            List.of(),
            Optional.empty(),
            List.of(),
            true,
            Optional.empty());
    return Abiseam.compare(request, Progress.SILENT);
  }

  private static String moving() throws java.io.IOException {
    String line =
        Files.readAllLines(FIXTURES.resolve("mutants/truth.txt")).stream()
            .filter(one -> one.endsWith(" moves"))
            .findFirst()
            .orElseThrow();
    return line.substring(0, line.indexOf(' '));
  }

  @BeforeAll
  static void compare(@TempDir Path directory) throws java.io.IOException {
    run = builds(directory);
    status = Status.of(run, Status.FailOn.HARMFUL);
  }

  @Test
  void theVerdictSpeaksOfTheOldAndTheNew() {
    assertThat(status.sentence())
        .isEqualTo("What was built against the old one breaks with the new one (exit status 12).");
    assertThat(Runs.report(ReportFormat.MARKDOWN, run))
        .startsWith("## abiseam: What was built against");
    assertThat(Runs.report(ReportFormat.HTML, run)).contains("</span>What was built against");
  }

  @Test
  void theHeadingOfThePageTellsTheBuildsApart(@TempDir Path directory) throws java.io.IOException {
    assertThat(Runs.report(ReportFormat.HTML, run)).contains("<title>abiseam: old → new</title>");
    Path old = Files.createDirectories(directory.resolve("1.0/lib")).resolve("some.o");
    Path recent = Files.createDirectories(directory.resolve("1.1/lib")).resolve("some.o");
    Files.copy(FIXTURES.resolve("mutants/objects/base.o"), old);
    Files.copy(FIXTURES.resolve("mutants/objects/base.o"), recent);
    Report named = Abiseam.compare(CompareRequest.of(old, recent), Progress.SILENT);
    assertThat(Runs.report(ReportFormat.HTML, named))
        .contains("<title>abiseam: 1.0/lib/some.o → 1.1/lib/some.o</title>");
  }

  @Test
  void markdownHasTheFiguresAndTheNamesThatCameAndWent() {
    assertThat(Runs.report(ReportFormat.MARKDOWN, run))
        .contains("| | removed | changed | added | unchanged | undetermined |")
        .contains("| variables | 1 | ")
        .contains("| | old | new |")
        .contains("Removed variables: sample\\_size\n")
        .contains("Impacted: 1 function, 0 variables.\n")
        .contains("Removed files: gone.o\n", "Added files: more.o\n")
        .contains("Removed types: sample (cases/size-differs/provider.c)\n")
        .doesNotContain("| provider", "consumer", "agree");
  }

  @Test
  void sarifSaysWhatWasAndWhatIs() {
    JsonNode one = new JsonMapper().readTree(Runs.report(ReportFormat.SARIF, run)).at("/runs/0");
    assertThat(one.get("results"))
        .anySatisfy(
            result -> {
              assertThat(result.at("/ruleId").asString()).startsWith("layout-");
              assertThat(result.at("/message/text").asString()).contains(": was ", ", is ");
              assertThat(result.at("/locations/0/message/text").asString()).startsWith("new: ");
              assertThat(result.at("/relatedLocations/0/message/text").asString())
                  .startsWith("old: ");
            })
        .anySatisfy(
            result -> assertThat(result.at("/ruleId").asString()).isEqualTo("symbol-missing"));
    JsonNode compare = one.at("/properties/compare");
    assertThat(compare.at("/removed/variables/0").asString()).isEqualTo("sample_size");
    assertThat(compare.at("/files/removed/0").asString()).isEqualTo("gone.o");
    assertThat(compare.at("/files/added/0").asString()).isEqualTo("more.o");
  }

  @Test
  void junitHasACaseForEachNameOfTheOldBuild() {
    String report = Runs.report(ReportFormat.JUNIT, run);
    int types = run.verification().coverage().shared();
    assertThat(report)
        .contains("<testsuite name=\"types\" tests=\"" + types + "\"")
        .contains("name=\"sample_size\"")
        .contains("sample_size presence: was ")
        .contains("type=\"symbol-missing\"");
  }

  @Test
  void htmlSaysOldAndNewAndListsWhatCameAndWent() {
    String page = Runs.report(ReportFormat.HTML, run);
    String markup = page.substring(0, page.indexOf("<script type=\"application/json\""));
    assertThat(markup)
        .contains("What both builds have", "</b> unchanged<", "</b> changed<")
        .contains("<summary>Removed 1 variable</summary>\n<pre tabindex=\"0\">sample_size</pre>")
        .contains("<summary>Added 1 file</summary>\n<pre tabindex=\"0\">more.o</pre>")
        .contains("sample  sample_keep: p → struct sample</pre>")
        .doesNotContain("both sides", "disagree<");
    assertThat(page).contains("\"label\":\"old\"", "\"label\":\"new\"");
  }

  @Test
  void jsonHasTheFilesToo() {
    JsonNode compare =
        new JsonMapper().readTree(Runs.report(ReportFormat.JSON, run)).get("compare");
    assertThat(compare.at("/files/both").asInt()).isEqualTo(1);
    assertThat(compare.at("/files/removed/0").asString()).isEqualTo("gone.o");
    assertThat(compare.at("/impacted/0/name").asString()).isEqualTo("sample_keep");
    assertThat(compare.at("/impacted/0/path").asString()).isEqualTo("p → struct sample");
    assertThat(compare.at("/exports_only").asBoolean()).isFalse();
  }
}
