package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the tutorials show is what the program prints: each command of them runs over the files that
 * it names. A line of three dots stands for any lines.
 */
class TutorialsTest extends CommandLineForTests {
  private static final Path TUTORIALS = Path.of("..", "docs", "tutorials");
  private static final String FILES = "../fixtures/seams/prebuilt/";
  private static final Pattern EXAMPLE =
      Pattern.compile("```console\n\\$ abiseam ([^\n]*)\n(.*?\n)```", Pattern.DOTALL);

  /** A Cargo project is built where it lies, so that a copy of it is. */
  private static final String PROJECT = "project";

  @TempDir private Path directory;

  static Stream<Path> tutorials() throws IOException {
    try (Stream<Path> files = Files.list(TUTORIALS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("tutorials")
  void eachCommandPrintsWhatThePageShows(Path page) throws IOException {
    MatchResult[] examples =
        EXAMPLE.matcher(Files.readString(page)).results().toArray(MatchResult[]::new);
    assertThat(examples).hasSizeGreaterThan(2);
    for (MatchResult example : examples) {
      run(
          Arrays.stream(example.group(1).split(" "))
              .map(word -> Files.exists(Path.of(FILES, word)) ? FILES + word : word)
              .flatMap(this::project)
              .toArray(String[]::new));
      assertThat(out.replace(FILES, "").replace(directory + "/", ""))
          .as(example.group(1) + err)
          .matches(pattern(example.group(2)));
    }
  }

  private Stream<String> project(String word) {
    if (!word.equals(PROJECT)) {
      return Stream.of(word);
    }
    Path project = directory.resolve(PROJECT);
    if (!Files.exists(project)) {
      CargoTest.copyWorkspace(project);
    }
    return Stream.of("--cargo", CargoTest.cargo(), project.toString());
  }

  private static Pattern pattern(String shown) {
    StringBuilder expected = new StringBuilder();
    for (String line : shown.lines().toList()) {
      expected.append(line.equals("...") ? "(?:.*\n)*" : Pattern.quote(line) + "\n");
    }
    return Pattern.compile(expected.toString());
  }
}
