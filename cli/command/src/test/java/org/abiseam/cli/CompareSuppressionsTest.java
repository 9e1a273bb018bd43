package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.abiseam.fixtures.Elves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * SuppressionEntry changes of a build: {@code struct sample} gets a member in front, which {@code
 * sample_keep} has behind a pointer; and of another build {@code sample_size} is gone.
 */
class CompareSuppressionsTest extends CommandLineForTests {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final String OLD = FIXTURES.resolve("mutants/objects/base.o").toString();
  private static final String NEW = FIXTURES.resolve("mutants/objects/insert-first.o").toString();
  private static final String OTHER =
      FIXTURES.resolve("prebuilt/size-differs/x86_64-dwarf5/provider.o").toString();

  @TempDir Path directory;

  private int compare(String text) throws IOException {
    return compare(OLD, NEW, Files.writeString(directory.resolve("known"), text));
  }

  private int compare(String old, String recent, Path file) {
    return run("compare", "--suppressions", file.toString(), old, recent);
  }

  @Test
  void aKnownChangeDoesNotCountAndIsToldWithItsReason() throws IOException {
    String entry = "- {rule: layout-member-missing, subject: sample, reason: agreed on in June}";
    assertThat(compare("suppressions:\n" + entry + "\n")).isZero();
    assertThat(out)
        .contains("SUPPRESSED  1 finding\n")
        .contains("  struct sample  layout-member-missing: agreed on in June\n")
        .endsWith("No harmful change (exit status 0).\n")
        .doesNotContain("HARMFUL");
  }

  @Test
  void theEntryThatTheVerboseReportProposesSuppressesTheFinding() throws IOException {
    assertThat(run("compare", "--verbose", OLD, NEW)).isEqualTo(12);
    String line =
        out.lines().filter(one -> one.startsWith("  suppress ")).findFirst().orElseThrow();
    String entry = line.substring("  suppress ".length()).replace("reason: }", "reason: known}");
    assertThat(compare("suppressions:\n" + entry + "\n")).isZero();
  }

  @Test
  void anExpiredOneCountsAgainAndAnUnusedOneIsNamed() throws IOException {
    String expired =
        "- {rule: layout-member-missing, subject: sample, reason: old, expires: 2020-01-01}";
    String unused = "- {rule: layout-size, subject: other, reason: none}";
    assertThat(compare("suppressions:\n" + expired + "\n" + unused + "\n")).isEqualTo(12);
    assertThat(out)
        .contains("HARMFUL  struct sample")
        .contains("has expired on 2020-01-01; its findings count again.")
        .contains("matches no finding; remove it.");
  }

  @Test
  void aSectionOfLibabigailMeansTheTypeThatChanged() throws IOException {
    assertThat(compare("[suppress_type]\n  name = sample\n")).isZero();
    assertThat(out).contains("SUPPRESSED  1 finding\n");
    assertThat(compare("[suppress_type]\n  name = other\n")).isEqualTo(12);
  }

  @Test
  void aSymbolThatIsGoneIsPassedBySeveritiesOfSuse() throws IOException {
    Path type = Files.writeString(directory.resolve("type"), "[suppress_type]\n name = sample\n");
    assertThat(compare(OTHER, OLD, type)).isEqualTo(12);
    Path pass = Files.writeString(directory.resolve("pass"), "sample_* PASS\n");
    String both = type.toString();
    assertThat(run("compare", "--suppressions", both, "--suppressions", pass + "", OTHER, OLD))
        .isZero();
    assertThat(out).contains("sample_size  symbol-missing: kABI severity sample_* PASS");
    Path fail = Files.writeString(directory.resolve("fail"), "sample_size FAIL\n* PASS\n");
    assertThat(compare(OTHER, OLD, fail)).isEqualTo(12);
  }

  @Test
  void aRuleOfTheKernelHidesATypeThatIsOnlyDeclared() throws IOException {
    byte[] rule = "1\0declonly\0sample\0\0".getBytes(StandardCharsets.UTF_8);
    Path file = directory.resolve("rules.o");
    String section = ".discard.gendwarfksyms.kabi_rules";
    Files.write(file, Elves.of(62, true, false).section(section, rule).bytes());
    assertThat(compare(OLD, NEW, file)).isZero();
    assertThat(out).contains("SUPPRESSED  1 finding\n");
  }

  @Test
  void whatIsSuppressedIsInTheReportForPrograms() throws IOException {
    Path file = Files.writeString(directory.resolve("known"), "[suppress_type]\n name = sample\n");
    String[] arguments = {
      "compare", "--format", "json", "--suppressions", file.toString(), OLD, NEW
    };
    assertThat(run(arguments)).isZero();
    JsonNode finding = new JsonMapper().readTree(out).get("findings").get(0);
    assertThat(finding.at("/subject/name").asString()).isEqualTo("sample");
    assertThat(finding.at("/suppressed/reason").asString()).startsWith("suppressed (");
  }
}
