package org.abiseam.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Inputs that are made to cost far more than their size: each command reads each of them within the
 * heap of the launcher, and within the life of its process.
 */
final class HostileInputsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(HostileTypes.class)
  void everyCommandEndsWithAReport(HostileTypes types) throws IOException, InterruptedException {
    String c = write("c.o", types.object(false));
    String rust = write("rust.o", types.object(true));
    String saved = directory.resolve("saved.abi").toString();
    String results =
        BoundedProcess.inTurn(
            directory,
            List.of(
                List.of("check", c, rust),
                List.of("check", "--format", "html", c, rust),
                List.of("compare", c, rust),
                List.of("layout", "subject", c, rust),
                List.of("explain", "take", c, rust),
                List.of("snapshot", "-o", saved, c),
                List.of("compare", "--impacted", saved, c),
                List.of("check", saved, rust),
                List.of("dump", "types", c, rust),
                List.of("dump", "seam", c, rust)));
    assertThat(results.lines())
        .hasSize(10)
        .allSatisfy(line -> assertThat(line).doesNotContain("internal error", "out of memory"));
  }

  /** What lies behind very many typedefs is compared, as if they were not there. */
  @Test
  void aChainOfTypedefsIsFollowedToItsEnd() throws IOException, InterruptedException {
    String c = write("c.o", HostileTypes.TYPEDEFS.object(false));
    String rust = write("rust.o", HostileTypes.TYPEDEFS.object(true));
    String other = write("other.o", HostileTypes.LONG_NAME.object(true));
    String saved = directory.resolve("saved.abi").toString();
    String results =
        BoundedProcess.inTurn(
            directory,
            List.of(
                List.of("check", c, rust),
                List.of("compare", c, c),
                List.of("layout", "subject", c, rust),
                List.of("explain", "take", c, rust),
                List.of("snapshot", "-o", saved, c),
                List.of("check", saved, rust),
                List.of("check", c, other)));
    assertThat(results.lines().limit(6))
        .hasSize(6)
        .allSatisfy(line -> assertThat(line).contains("status 0,"));
    assertThat(results.lines().toList().getLast()).doesNotContain("status 0,");
  }

  private String write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes).toString();
  }
}
