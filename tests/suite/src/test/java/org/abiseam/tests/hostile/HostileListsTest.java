package org.abiseam.tests.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Very many of each thing that an input may list: each command reads them within its heap. */
final class HostileListsTest {
  @TempDir Path directory;

  static Stream<List<HostileLists>> groups() {
    return BoundedProcess.groups(HostileLists.values());
  }

  @ParameterizedTest
  @MethodSource("groups")
  void everyCommandReadsVeryLongLists(List<HostileLists> group)
      throws IOException, InterruptedException {
    List<List<String>> commands = new ArrayList<>();
    Set<Integer> first = new HashSet<>();
    for (HostileLists lists : group) {
      Path folder = Files.createDirectory(directory.resolve(lists.name()));
      List<String> words = lists.write(folder);
      String c = words.get(0);
      String rust = words.get(1);
      String saved = folder.resolve("saved.abi").toString();
      first.add(commands.size());
      commands.add(words(List.of("check"), words));
      commands.add(words(List.of("check", "--format", "json", "--format", "html:" + saved), words));
      commands.add(List.of("compare", c, c));
      commands.add(List.of("compare", c, rust));
      commands.add(List.of("layout", "s1", c, rust));
      commands.add(List.of("explain", "f1", c, rust));
      commands.add(List.of("snapshot", "-o", saved, c));
      commands.add(List.of("check", saved, rust));
      commands.add(List.of("dump", "seam", c, rust));
    }
    List<String> results = BoundedProcess.inTurn(directory, commands).lines().toList();
    assertThat(results)
        .hasSize(commands.size())
        .allSatisfy(line -> assertThat(line).doesNotContain("internal error", "out of memory"));
    assertThat(first)
        .allSatisfy(at -> assertThat(results.get(at)).containsPattern("status (0|12),"));
  }

  /** Gives so many findings a small part of the heap: no report is made as a whole. */
  @Test
  void everyReportIsWrittenWhileItIsMade() throws IOException, InterruptedException {
    List<String> check = new ArrayList<>(List.of("check", "--no-cache"));
    List<String> formats =
        List.of("text", "json", "sarif", "junit", "markdown", "html", "github", "gitlab");
    for (String format : formats) {
      check.addAll(List.of("--format", format + ":" + directory.resolve(format)));
    }
    check.addAll(HostileLists.FINDINGS.write(directory));
    assertThat(BoundedProcess.inTurn(BoundedProcess.HEAP / 8, directory, List.of(check)))
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
