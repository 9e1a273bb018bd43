package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Severity;
import org.junit.jupiter.api.Test;

/**
 * One change of a C struct at a time against an unchanged Rust side. Whether the change moves a bit
 * was measured by compiling a probe with it: {@code truth.txt}. A mutant that moves one must be
 * found, one that does not must not be reported.
 */
final class MutationTest {
  private static final Path MUTANTS = Cases.FIXTURES.resolve("mutants");

  @Test
  void everyChangeThatMovesABitIsFoundAndNoOtherIsReported() throws IOException {
    judge("objects", ".o");
  }

  @Test
  void btfShowsTheSameChanges() throws IOException {
    judge("btf", ".btf");
  }

  private static void judge(String directory, String suffix) throws IOException {
    List<String> survivors = new ArrayList<>();
    List<String> falseAlarms = new ArrayList<>();
    int moving = 0;
    List<String> truth = Files.readAllLines(MUTANTS.resolve("truth.txt"));
    for (String line : truth) {
      String name = line.substring(0, line.indexOf(' '));
      boolean moves = line.endsWith(" moves");
      boolean found = found(directory + "/" + name + suffix);
      moving += moves ? 1 : 0;
      if (moves && !found) {
        survivors.add(name);
      } else if (!moves && found) {
        falseAlarms.add(name);
      }
    }
    System.out.printf(
        "mutation score: %d of %d that move a bit found, %d of %d others reported;"
            + " survivors: %s; false alarms: %s%n",
        moving - survivors.size(),
        moving,
        falseAlarms.size(),
        truth.size() - moving,
        survivors,
        falseAlarms);
    assertThat(found(directory + "/base" + suffix)).isFalse();
    assertThat(survivors).isEmpty();
    assertThat(falseAlarms).isEmpty();
    assertThat(moving).isGreaterThan(50);
  }

  private static boolean found(String object) {
    Report run =
        Cases.run(
            List.of(MUTANTS.resolve(object), MUTANTS.resolve("consumer.o")),
            List.of(MUTANTS.resolve("bindings.rs")));
    assertThat(run.diagnostics())
        .allMatch(diagnostic -> diagnostic.message().contains("which states no alignment"));
    return run.verification().findings().stream()
        .anyMatch(finding -> finding.severity() != Severity.HARMLESS);
  }
}
