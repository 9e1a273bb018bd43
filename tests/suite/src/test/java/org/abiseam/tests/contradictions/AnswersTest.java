package org.abiseam.tests.contradictions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs a part of {@code tests/scripts/contradictions.sh}, which reads all fixtures and a kernel.
 */
final class AnswersTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");

  @TempDir Path scratch;

  private List<Contradictions.Build> part() throws IOException {
    List<Contradictions.Build> all = Contradictions.fixtures(FIXTURES);
    return all.stream()
        .filter(build -> !build.name().startsWith("prebuilt") || all.indexOf(build) % 10 == 0)
        .toList();
  }

  @Test
  void aNameAloneHasTheVerdictOfACheckOfEverything() throws IOException {
    Contradictions contradictions = new Contradictions(scratch);
    part().forEach(contradictions::explained);
    assertThat(contradictions.found()).isEmpty();
    assertThat(contradictions.asked()).isGreaterThan(300);
  }

  @Test
  void snapshotsHaveTheVerdictsOfTheirObjects() throws IOException {
    Contradictions contradictions = new Contradictions(scratch);
    part().forEach(contradictions::snapshots);
    assertThat(contradictions.found()).isEmpty();
    assertThat(contradictions.asked()).isGreaterThan(300);
  }

  @Test
  void whatTellsOfRustTellsTheSame() {
    Contradictions contradictions = new Contradictions(scratch);
    contradictions.tellings(FIXTURES);
    contradictions.directions(FIXTURES);
    contradictions.forms(FIXTURES);
    assertThat(contradictions.found()).isEmpty();
    assertThat(contradictions.asked()).isGreaterThan(150);
  }
}
