package org.abiseam.tests.embedding;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
  private static final Path SEAMS = Path.of("..", "fixtures", "seams", "prebuilt");
  private static final Path ESSAY =
      Path.of("..", "cli", "engine", "src", "main", "java", "org", "abiseam", "engine")
          .resolve("package-info.java");
  private static final Path EXAMPLE =
      Path.of("..", "tests", "suite", "src", "test", "java")
          .resolve(EmbeddedCheck.class.getName().replace('.', '/') + ".java");

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

  private boolean check(String core, String... others) {
    List<Path> paths =
        Stream.concat(
                Stream.of(SEAMS.resolve(core).resolve("core.o")),
                Stream.of(others).map(SEAMS.resolve("agree")::resolve))
            .toList();
    return EmbeddedCheck.check(paths, new PrintStream(printed, true, StandardCharsets.UTF_8));
  }

  @Test
  void aBuildThatAgreesHasNoFinding() {
    assertThat(check("agree", "driver.o")).isTrue();
    assertThat(printed.toString(StandardCharsets.UTF_8))
        .contains(" agree, 0 disagree, 0 undetermined")
        .doesNotContain("HARMFUL");
  }

  @Test
  void aChangedStructIsFound() {
    assertThat(check("struct-changed", "driver.o", "glue.o", "log.o")).isFalse();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("HARMFUL ", " device");
  }

  @Test
  void aFileThatIsMissingIsSaid() {
    assertThat(check("no-such-directory", "driver.o")).isFalse();
    assertThat(printed.toString(StandardCharsets.UTF_8)).contains("no-such-directory");
  }

  /** The essay of the engine's package shows a part of the program that these tests run. */
  @Test
  void theEssayOfThePackageShowsTheExample() throws IOException {
    String essay = Files.readString(ESSAY);
    String shown =
        essay
            .substring(essay.indexOf("{@code\n") + 7, essay.indexOf(" * }</pre>"))
            .lines()
            .map(line -> line.replaceFirst("^ \\*", "").strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining("\n"));
    String example =
        Files.readString(EXAMPLE).lines().map(String::strip).collect(Collectors.joining("\n"));
    assertThat(example).contains(shown);
    assertThat(example.lines().count()).isLessThanOrEqualTo(60);
  }
}
