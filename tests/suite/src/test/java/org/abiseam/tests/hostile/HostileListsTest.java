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
            List.of(
                words(List.of("check"), words),
                words(List.of("check", "--format", "json", "--format", "html:" + saved), words),
                List.of("compare", c, c),
                List.of("compare", c, rust),
                List.of("layout", "s1", c, rust),
                List.of("explain", "f1", c, rust),
                List.of("snapshot", "-o", saved, c),
                List.of("check", saved, rust),
                List.of("dump", "seam", c, rust)));
    assertThat(results.lines())
        .hasSize(9)
        .allSatisfy(line -> assertThat(line).doesNotContain("internal error", "out of memory"));
    assertThat(results.lines().findFirst().orElseThrow()).containsPattern("status (0|12),");
  }

  /** A quarter of the heap for a fifth of 100,000 findings: no report is made as a whole. */
  @Test
  void everyReportIsWrittenWhileItIsMade() throws IOException, InterruptedException {
    List<String> check = new ArrayList<>(List.of("check", "--no-cache"));
    List<String> formats =
        List.of("text", "json", "sarif", "junit", "markdown", "html", "github", "gitlab");
    for (String format : formats) {
      check.addAll(List.of("--format", format + ":" + directory.resolve(format)));
    }
    check.addAll(HostileLists.FINDINGS.write(directory));
    assertThat(BoundedProcess.inTurn(BoundedProcess.HEAP / 4, directory, List.of(check)))
        .startsWith("check: status 12,");
    for (String format : formats) {
      assertThat(directory.resolve(format)).isNotEmptyFile();
    }
    int last = HostileTypes.MANY - 1;
    for (String format : List.of("text", "json", "sarif", "junit", "html", "github", "gitlab")) {
      assertThat(Files.readString(directory.resolve(format))).contains("s" + last);
    }
  }

  private static List<String> words(List<String> first, List<String> others) {
    return Stream.concat(first.stream(), others.stream()).toList();
  }
}
