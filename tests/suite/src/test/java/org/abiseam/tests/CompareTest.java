package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CompareRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Changes;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Rule;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.junit.jupiter.api.Test;

/** An old build of C against a new one: the changes of {@link MutationTest}, one at a time. */
final class CompareTest {
  private static final Path MUTANTS = Cases.FIXTURES.resolve("mutants");

  private static Report compare(String old, String recent) {
    return Abiseam.compare(
        CompareRequest.of(
            MUTANTS.resolve("objects/" + old + ".o"), MUTANTS.resolve("objects/" + recent + ".o")),
        Progress.SILENT);
  }

  private static Changes changes(Report run) {
    return run.changes().orElseThrow();
  }

  private static boolean changed(String recent) {
    return compare("base", recent).verification().findings().stream()
        .anyMatch(finding -> finding.severity() != Severity.HARMLESS);
  }

  @Test
  void whatMovesABitIsAChangeAndNothingElseIs() throws IOException {
    List<String> missed = new ArrayList<>();
    List<String> invented = new ArrayList<>();
    for (String line : Files.readAllLines(MUTANTS.resolve("truth.txt"))) {
      String name = line.substring(0, line.indexOf(' '));
      boolean moves = line.endsWith(" moves");
      boolean changed = changed(name);
      if (moves && !changed) {
        missed.add(name);
      } else if (!moves && changed) {
        invented.add(name);
      }
    }
    assertThat(missed).isEmpty();
    assertThat(invented).isEmpty();
  }

  /** BTF has no fingerprints: all types of both builds are compared. */
  @Test
  void whatMovesABitIsAChangeInBtfToo() throws IOException {
    List<String> missed = new ArrayList<>();
    List<String> invented = new ArrayList<>();
    for (String line : Files.readAllLines(MUTANTS.resolve("truth.txt"))) {
      String name = line.substring(0, line.indexOf(' '));
      boolean moves = line.endsWith(" moves");
      Report found =
          Abiseam.compare(
              CompareRequest.of(
                  MUTANTS.resolve("btf/base.btf"), MUTANTS.resolve("btf/" + name + ".btf")),
              Progress.SILENT);
      boolean changed =
          found.verification().findings().stream()
              .anyMatch(finding -> finding.severity() != Severity.HARMLESS);
      assertThat(found.verification().coverage().shared()).as(name).isPositive();
      if (moves && !changed) {
        missed.add(name);
      } else if (!moves && changed) {
        invented.add(name);
      }
    }
    assertThat(missed).isEmpty();
    assertThat(invented).isEmpty();
  }

  @Test
  void anObjectAgainstItselfHasNoChange() {
    Report result = compare("base", "base");
    assertThat(result.verification().findings()).isEmpty();
    assertThat(result.verification().coverage().agree()).isPositive();
    assertThat(changes(result).removed().values()).allMatch(java.util.Collection::isEmpty);
    assertThat(changes(result).added().values()).allMatch(java.util.Collection::isEmpty);
  }

  @Test
  void namesOfOneSideAloneAreAddedOrRemoved() {
    Path forms = Cases.FIXTURES.resolve("prebuilt/size-differs/x86_64-dwarf5/provider.o");
    Path base = MUTANTS.resolve("objects/base.o");
    Report result = Abiseam.compare(CompareRequest.of(forms, base), Progress.SILENT);
    Report reversed = Abiseam.compare(CompareRequest.of(base, forms), Progress.SILENT);
    assertThat(changes(result).added()).isEqualTo(changes(reversed).removed());
    assertThat(changes(result).removed()).isEqualTo(changes(reversed).added());
    assertThat(changes(result).removed().get(Subject.Kind.VARIABLE)).containsExactly("sample_size");
    assertThat(result.verification().findings())
        .filteredOn(finding -> finding.subject().name().equals("sample_size"))
        .singleElement()
        .satisfies(finding -> assertThat(finding.rule()).isEqualTo(Rule.SYMBOL_MISSING));
  }
}
