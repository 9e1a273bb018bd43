package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The beginning of what {@code tests/scripts/fuzz.sh} runs for as long as one likes. */
@Timeout(300)
final class HostileMutantsTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final int COMMANDS = 500;
  private static final int FILES = 1000;
  private static final long SEED = 20261129;

  @TempDir Path directory;

  @Test
  void noCommandFailsOnADamagedFileOrHidesTheDamage() throws IOException {
    assertThat(Fuzz.failures(COMMANDS, SEED, FIXTURES, directory)).isZero();
  }

  @ParameterizedTest
  @EnumSource(FuzzTarget.class)
  void noReaderEndsWithAnotherExceptionThanItDocuments(FuzzTarget target) throws IOException {
    assertThat(Fuzz.failures(target, FILES, SEED, FIXTURES, directory)).isZero();
  }
}
