package org.abiseam.cli.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.abiseam.cli.report.RunsForTests;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 21);

  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text);
  }

  private Report suppressed(String text) throws IOException {
    return Suppressions.read(List.of(file("known.yaml", text)), TODAY)
        .apply(RunsForTests.disagreeing(Severity.HARMFUL));
  }

  @Test
  void aSuppressedFindingDoesNotCountAndKeepsItsReason() throws IOException {
    Report run =
        suppressed(
            """
            suppressions:
              - {rule: layout-*, subject: queue, reason: known, owner: me, expires: 2027-01-31}
            """);
    assertThat(run.verification().findings()).isEmpty();
    assertThat(run.suppressed()).hasSize(1);
    assertThat(run.suppressed().getFirst().reason()).isEqualTo("known, me, until 2027-01-31");
    assertThat(run.remarks()).isEmpty();
  }

  @Test
  void anExpiredOneCountsAgainAndIsReported() throws IOException {
    Report run =
        suppressed(
            """
            suppressions:
              - {rule: layout-offset, subject: queue, reason: known, expires: 2026-11-20}
            """);
    assertThat(run.verification().findings()).hasSize(1);
    assertThat(run.remarks())
        .singleElement()
        .asString()
        .endsWith(
            "known.yaml: the suppression of layout-offset queue has expired on 2026-11-20; its"
                + " findings count again");
  }

  @Test
  void oneThatMeansNothingIsReported() throws IOException {
    Report run =
        suppressed(
            """
            suppressions:
              - {rule: layout-offset, subject: other, reason: known}
              - {rule: layout-offset, subject: queue, object: nowhere.o, reason: known}
            """);
    assertThat(run.verification().findings()).hasSize(1);
    assertThat(run.remarks()).hasSize(2);
  }

  @Test
  void whatAFileMayNotSayIsRefusedWithTheReason() {
    assertThatThrownBy(() -> suppressed("suppressions:\n  - {rule: a, subject: b}\n"))
        .hasMessageContaining("needs a reason");
    assertThatThrownBy(
            () -> suppressed("suppressions:\n  - {rule: '*', subject: '*', reason: all}\n"))
        .hasMessageContaining("too wide");
    assertThatThrownBy(
            () -> suppressed("suppressions:\n  - rule: a\n    subjekt: b\n    reason: c\n"))
        .hasMessageContaining("known.yaml:3: 'subjekt' is not a known key");
    assertThatThrownBy(
            () ->
                suppressed("suppressions:\n  - {rule: a, subject: b, reason: c, expires: soon}\n"))
        .hasMessageContaining("'soon' is not a date");
  }

  private List<String> reasons(Report run, String policy) throws IOException {
    Policy read = Policy.read(file("policy.yaml", policy));
    return read.reasons(read.weighed(run)).stream().map(StopReason::text).toList();
  }

  @Test
  void aPolicySaysFromWhichSeverityOnABuildStops() throws IOException {
    Report risky = RunsForTests.disagreeing(Severity.RISKY);
    assertThat(reasons(risky, "fail-on: harmful\n")).isEmpty();
    assertThat(reasons(risky, "fail-on: risky\n")).containsExactly("1 risky finding");
    assertThat(reasons(risky, "fail-on: risky\nseverities: {layout-offset: harmless}\n")).isEmpty();
    assertThat(reasons(risky, "severities: {layout-offset: harmful}\n"))
        .containsExactly("1 harmful finding");
    assertThat(reasons(risky, "fail-on: never\n")).isEmpty();
  }

  @Test
  void coverageThatIsNotMetIsAReason() throws IOException {
    Report open = RunsForTests.undetermined();
    assertThat(reasons(open, "coverage: {types: 100}\n"))
        .singleElement()
        .asString()
        .endsWith("% of types are determined, 100.0 % are required");
    Path file = file("unmet.yaml", "coverage: {types: 100}\n");
    assertThat(Decision.begin(Policy.read(file), file, open).verdict().report().remarks())
        .singleElement()
        .asString()
        .startsWith("the policy is not met: ");
    assertThat(reasons(open, "undetermined: fail\n")).containsExactly("1 thing is undetermined");
  }

  @Test
  void aBuildOfWhichNothingWasVerifiedStopsUnlessThePolicyLetsItPass() throws IOException {
    Report nothing = RunsForTests.unshared();
    assertThat(reasons(nothing, "fail-on: harmful\n"))
        .singleElement()
        .asString()
        .startsWith("nothing was verified");
    assertThat(reasons(nothing, "nothing-verified: allow\n")).isEmpty();
    assertThat(reasons(nothing, "nothing-verified: allow\ncoverage: {types: 100}\n")).isEmpty();
  }

  @Test
  void aPatternMeansTheFilesThatItMatches() throws IOException {
    Files.createDirectories(directory.resolve("a/b"));
    Path one = file("a/one.ko", "");
    Path two = file("a/b/two.ko", "");
    file("a/b/three.o", "");
    Path read = file("policy.yaml", "inputs: ['a/**.ko', 'vmlinux']\n");
    assertThat(Policy.read(read).inputs(directory))
        .containsExactly(two, one, directory.resolve("vmlinux"));
    Path flat = file("policy.yaml", "inputs: ['a/*.ko']\n");
    assertThat(Policy.read(flat).inputs(directory)).containsExactly(one);
    Path none = file("policy.yaml", "inputs: ['a/*.txt']\n");
    assertThatThrownBy(() -> Policy.read(none).inputs(directory))
        .hasMessageContaining("a/*.txt: the pattern matches no file");
  }

  @Test
  void unknownWordsOfAPolicyAreRefused() {
    Report run = RunsForTests.undetermined();
    assertThatThrownBy(() -> reasons(run, "fail-on: maybe\n"))
        .hasMessageContaining("'maybe' is none of harmful, risky, never");
    assertThatThrownBy(() -> reasons(run, "severities: {layout-offest: risky}\n"))
        .hasMessageContaining("there is no rule layout-offest; did you mean 'layout-offset'?");
    assertThatThrownBy(
            () -> reasons(run, "suppressions: [{rule: layout-sise, subject: s, reason: r}]\n"))
        .hasMessageContaining("there is no rule layout-sise; did you mean 'layout-size'?");
    assertThatThrownBy(() -> reasons(run, "coverage: {types: 120}\n"))
        .hasMessageContaining("coverage: types: 120.0 is no percentage, 0 to 100");
    assertThatThrownBy(() -> reasons(run, "fail-on: risky\ncovrage: {types: 1}\n"))
        .hasMessageContaining("policy.yaml:2: 'covrage' is not a known key");
  }

  @Test
  void aBaselineTakesOutWhatWasThereBeforeAndNothingElse() throws IOException {
    Report run = RunsForTests.disagreeing(Severity.HARMFUL);
    Path baseline = file("baseline.txt", Baseline.of(run));
    assertThat(Baseline.apply(run, baseline).verification().findings()).isEmpty();
    assertThat(Baseline.of(run)).isEqualTo(Baseline.of(RunsForTests.disagreeing(Severity.HARMFUL)));
    Path changed =
        file("changed.txt", Files.readString(baseline).replaceFirst(": \\d+,", ": 4242,"));
    Report other = Baseline.apply(run, changed);
    assertThat(other.verification().findings()).hasSize(1);
    assertThat(other.remarks())
        .containsExactly("1 of the baseline's findings is gone; --update-baseline drops it");
  }
}
