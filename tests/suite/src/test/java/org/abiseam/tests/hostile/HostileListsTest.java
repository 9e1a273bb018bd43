package org.abiseam.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Very many of each thing that an input may list: each command reads them within its heap. */
final class HostileListsTest {
  @TempDir Path directory;

  @ParameterizedTest
  @EnumSource(HostileLists.class)
  void everyCommandReadsVeryLongLists(HostileLists lists) throws IOException, InterruptedException {
    List<String> words = lists.write(directory);
    String c = words.get(0);
    String rust = words.get(1);
    String saved = directory.resolve("saved.abi").toString();
    String results =
        BoundedProcess.inTurn(
            directory,
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
}
