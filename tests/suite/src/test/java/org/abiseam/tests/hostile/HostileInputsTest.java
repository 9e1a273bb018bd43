package org.abiseam.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.abiseam.cli.CommandsInTurn;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Inputs that are made to cost far more than their size: each command reads each of them within the
 * heap of the launcher, and within the life of its process.
 */
final class HostileInputsTest {
  /** What the launcher gives to the program. */
  private static final List<String> HEAP = List.of("-Xmx640m", "-Xss4m", "-XX:+UseParallelGC");

  /** All commands on one input take a few seconds; what takes longer than this never ends. */
  private static final int SECONDS = 180;

  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(HostileTypes.class)
  void everyCommandEndsWithAReport(HostileTypes types) throws IOException, InterruptedException {
    String c = write("c.o", types.object(false));
    String rust = write("rust.o", types.object(true));
    String saved = directory.resolve("saved.abi").toString();
    String results =
        inTurn(
            List.of("check", c, rust),
            List.of("check", "--format", "html", c, rust),
            List.of("compare", c, rust),
            List.of("layout", "subject", c, rust),
            List.of("explain", "take", c, rust),
            List.of("snapshot", "-o", saved, c),
            List.of("compare", "--impacted", saved, c),
            List.of("check", saved, rust),
            List.of("dump", "types", c, rust),
            List.of("dump", "seam", c, rust));
    assertThat(results.lines())
        .hasSize(10)
        .allSatisfy(line -> assertThat(line).doesNotContain("internal error", "out of memory"));
  }

  @ParameterizedTest
  @EnumSource(HostileLists.class)
  void everyCommandReadsVeryLongLists(HostileLists lists) throws IOException, InterruptedException {
    List<String> words = lists.write(directory);
    String c = words.get(0);
    String rust = words.get(1);
    String saved = directory.resolve("saved.abi").toString();
    String results =
        inTurn(
            words(List.of("check"), words),
            words(List.of("check", "--format", "json", "--format", "html:" + saved), words),
            List.of("compare", c, c),
            List.of("compare", c, rust),
            List.of("layout", "s1", c, rust),
            List.of("explain", "f1", c, rust),
            List.of("snapshot", "-o", saved, c),
            List.of("check", saved, rust),
            List.of("dump", "seam", c, rust));
    assertThat(results.lines())
        .hasSize(9)
        .allSatisfy(line -> assertThat(line).doesNotContain("internal error", "out of memory"));
    assertThat(results.lines().findFirst().orElseThrow()).containsPattern("status (0|12),");
  }

  private static List<String> words(List<String> first, List<String> others) {
    return Stream.concat(first.stream(), others.stream()).toList();
  }

  private String write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes).toString();
  }

  @SafeVarargs
  private String inTurn(List<String>... commands) throws IOException, InterruptedException {
    Path results = directory.resolve("results");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(HEAP);
    line.add("-XX:TieredStopAtLevel=1");
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(CommandsInTurn.class.getName());
    line.add(results.toString());
    for (List<String> command : commands) {
      line.addAll(command);
      line.add(CommandsInTurn.NEXT);
    }
    line.removeLast();
    Process process = new ProcessBuilder(line).inheritIO().start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.exists(results) ? Files.readString(results) : "";
  }
}
