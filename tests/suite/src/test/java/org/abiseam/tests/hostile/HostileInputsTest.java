package org.abiseam.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Inputs that are made to cost far more than their size: each command reads each of them within the
 * heap of the launcher, and within the life of its process.
 */
final class HostileInputsTest {
  @TempDir Path directory;

  static Stream<List<HostileTypes>> groups() {
    return BoundedProcess.groups(HostileTypes.values());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void everyCommandEndsWithAReport(List<HostileTypes> group)
      throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    for (HostileTypes types : group) {
      String c = write(types + "-c.o", types.object(false));
      String rust = write(types + "-rust.o", types.object(true));
      String saved = directory.resolve(types + ".abi").toString();
      commands.add(List.of("check", c, rust));
      commands.add(List.of("check", "--format", "html", c, rust));
      commands.add(List.of("compare", c, rust));
      commands.add(List.of("layout", "subject", c, rust));
      commands.add(List.of("explain", "take", c, rust));
      commands.add(List.of("snapshot", "-o", saved, c));
      commands.add(List.of("compare", "--impacted", saved, c));
      commands.add(List.of("check", saved, rust));
      commands.add(List.of("dump", "types", c, rust));
      commands.add(List.of("dump", "seam", c, rust));
    }
    assertThat(BoundedProcess.inTurn(directory, commands).lines())
        .hasSize(commands.size())
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
