package org.abiseam.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.abiseam.cli.Fuzz;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The beginning of what {@code tests/scripts/fuzz.sh} runs for as long as one likes. */
@Timeout(300)
final class HostileMutantsTest {
  private static final int RUNS = 1000;

  @TempDir Path directory;

  @Test
  void noCommandEndsWithAnInternalErrorOnADamagedFile() throws IOException {
    Path fixtures = Path.of("..", "fixtures");
    assertThat(Fuzz.failures(RUNS, 20261129, fixtures, directory)).isZero();
  }
}
