package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.Caching;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Surveyed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Fills a cache as workers of a job do, each for its own objects, and then checks. */
final class SurveyTest {
  private static final Path SEAMS = Cases.FIXTURES.resolve("seams").resolve("prebuilt");
  private static final Path CORE = SEAMS.resolve("struct-changed").resolve("core.o");
  private static final Path DRIVER = SEAMS.resolve("agree").resolve("driver.o");
  private static final Path GLUE = SEAMS.resolve("agree").resolve("glue.o");

  @TempDir Path folder;

  private CheckRequest build(Path... inputs) {
    return CheckRequest.of(List.of(inputs)).withCaching(Optional.of(Caching.in(folder)));
  }

  private static Surveyed survey(CheckRequest build, Path... some) {
    return Abiseam.survey(build, Set.of(some), Progress.SILENT);
  }

  @Test
  void workersLearnOfTheirObjectsAndTheCheckReadsTheCache() {
    for (Path one : List.of(CORE, DRIVER, GLUE)) {
      assertThat(survey(build(one), one).learned()).isPositive();
    }
    CheckRequest all = build(CORE, DRIVER, GLUE);
    for (Path one : List.of(CORE, DRIVER, GLUE)) {
      assertThat(survey(all, one).remembered()).isPositive();
    }
    Surveyed again = survey(all, CORE, DRIVER, GLUE);
    assertThat(again.learned()).isZero();
    assertThat(again.inputs()).hasSize(3).allMatch(input -> input.diagnostics().isEmpty());
    Report with = Abiseam.check(all, Progress.SILENT);
    Report without = Abiseam.check(all.withCaching(Optional.empty()), Progress.SILENT);
    assertThat(with.verification().verdicts().keySet())
        .isEqualTo(without.verification().verdicts().keySet());
    assertThat(with.verification().functions()).isEqualTo(without.verification().functions());
    assertThat(with.verification().coverage()).isEqualTo(without.verification().coverage());
    assertThat(with.verification().findings()).hasSameSizeAs(without.verification().findings());
    assertThat(with.inputs()).isEqualTo(without.inputs());
    assertThat(with.sides()).isEqualTo(without.sides());
  }

  @Test
  void whatCannotBeReadIsSaid() {
    Path missing = SEAMS.resolve("missing.o");
    Surveyed found = survey(build(CORE, missing), CORE, missing);
    assertThat(found.inputs().getLast().diagnostics()).isNotEmpty();
  }
}
