package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that are no files, that name others, or that hold what nobody expects. */
@Timeout(60)
final class HostileFilesTest extends CommandLineForTests {
  private static final int HARMFUL = 12;
  private static final int NOT_READ = 1;
  private static final int MISUSED = 3;
  private static final String C = prebuilt("offset-differs", "provider.o");
  private static final String RUST = prebuilt("offset-differs", "consumer.o");

  @TempDir Path directory;

  /** {@code /dev/zero} has no end, and nobody writes to the FIFO. */
  @ParameterizedTest
  @ValueSource(strings = {"/dev/zero", "fifo"})
  void whatIsNoRegularFileIsRefusedAtOnce(String name) throws IOException, InterruptedException {
    Path file = directory.resolve(name);
    if (!Files.exists(file)) {
      assertThat(new ProcessBuilder("mkfifo", file.toString()).start().waitFor()).isZero();
    }
    String given = file.toString();
    assertThat(run("check", given, C, RUST)).isEqualTo(HARMFUL + NOT_READ);
    assertThat(out).contains("it is a device, a FIFO or a socket");
    assertThat(run("check", "--bindings", given, C, RUST)).isEqualTo(HARMFUL + NOT_READ);
    assertThat(out).contains("it is a device, a FIFO or a socket");
    assertThat(run("compare", given, given)).isEqualTo(NOT_READ);
    assertThat(run("check", "--suppressions", given, C, RUST)).isEqualTo(MISUSED);
    assertThat(run("check", "--symbols", given, C, RUST)).isEqualTo(MISUSED);
    assertThat(run("gate", "--policy", given, C, RUST)).isEqualTo(MISUSED);
    assertThat(run("check", "--header", given, RUST)).isEqualTo(MISUSED);
    assertThat(err).contains("it is a device, a FIFO or a socket");
    assertThat(run("check", "--symbols", "@" + given, C, RUST)).isEqualTo(MISUSED);
    assertThat(run("check", "@" + given, C, RUST)).isEqualTo(HARMFUL + NOT_READ);
  }

  /** Such a file has no size, and the kernel may wait for what it is to hold. */
  @Test
  void whatTheKernelWritesWhileItIsReadIsRefusedAtOnce() {
    String given = "/proc/self/status";
    assumeTrue(Files.isReadable(Path.of(given)), "there is no /proc: its files are not tried");
    assertThat(run("check", "--bindings", given, C, RUST)).isEqualTo(HARMFUL + NOT_READ);
    assertThat(out).contains("the kernel writes it while it is read");
  }

  /** A thin archive with one member. */
  private Path thin(String name, String member) throws IOException {
    String table = member + "/\n";
    return Files.writeString(
        directory.resolve(name),
        "!<thin>\n%-48s%-10d`\n%s%s%-16s%-12d%-6d%-6d%-8d%-10d`\n"
            .formatted(
                "//",
                table.length(),
                table,
                table.length() % 2 == 0 ? "" : "\n",
                "/0",
                0,
                0,
                0,
                644,
                8),
        StandardCharsets.ISO_8859_1);
  }

  @Test
  void aThinArchiveThatNamesItselfIsRefused() throws IOException {
    assertThat(run("check", thin("self.a", "self.a").toString(), C, RUST))
        .isEqualTo(HARMFUL + NOT_READ);
    assertThat(out).contains("self.a(self.a)", "in a circle");
  }

  @Test
  void aThinArchiveOpensNothingOutsideItsDirectory() throws IOException {
    for (String member : new String[] {"../other.o", "/etc/passwd", "a/../../other.o"}) {
      assertThat(run("check", thin("outside.a", member).toString(), C, RUST))
          .isEqualTo(HARMFUL + NOT_READ);
      assertThat(out).contains("it lies outside the directory of the thin archive");
    }
  }

  @Test
  void aThinArchiveWhoseMemberHasNoNameCostsThatMember() throws IOException {
    assertThat(run("check", thin("nul.a", "a\0b").toString(), C, RUST))
        .isEqualTo(HARMFUL + NOT_READ);
    assertThat(out).contains("a thin archive names no file");
  }

  @Test
  void directoriesAreReadAtAnyDepth() throws IOException {
    Path inner = directory;
    for (int i = 0; i < 100; i++) {
      inner = inner.resolve("d");
    }
    Files.createDirectories(inner);
    Files.copy(Path.of(C), inner.resolve("c.o"));
    Files.copy(Path.of(RUST), inner.resolve("rust.o"));
    assertThat(run("check", directory.toString())).isEqualTo(HARMFUL);
  }

  @Test
  void aPatternWithManyStarsIsMatchedInTimeOfItsLength() throws IOException {
    Path list = directory.resolve("symbols");
    Files.writeString(list, "*a".repeat(40) + "b\n");
    Files.writeString(directory.resolve("names"), "a".repeat(40_000) + "\n");
    assertThat(run("check", "--symbols", list.toString(), C, RUST)).isEqualTo(NOT_READ);
    var glob = new org.abiseam.engine.scope.Glob("*a".repeat(40) + "b");
    assertThat(glob.matches("a".repeat(40_000))).isFalse();
    assertThat(glob.matches("a".repeat(40_000) + "b")).isTrue();
  }

  /** Each star could stand for anything; the pattern of a known finding is matched as a name is. */
  @Test
  void aSuppressionWithManyStarsIsMatchedInTimeOfItsLength() throws IOException {
    Path file = directory.resolve("known.yaml");
    String known = "suppressions: [{rule: 'l*t', subject: '%s', reason: r}]";
    Files.writeString(file, known.formatted("*" + "s*".repeat(20_000) + "x"));
    assertThat(run("check", "--suppressions", file.toString(), C, RUST)).isEqualTo(HARMFUL);
    Files.writeString(file, known.formatted("s*m*p*e"));
    assertThat(run("check", "--suppressions", file.toString(), C, RUST)).isZero();
    for (String other : new String[] {"s*e*e", "*sample*sample", "sam*mple", "S*", "sample?"}) {
      Files.writeString(file, known.formatted(other));
      assertThat(run("check", "--suppressions", file.toString(), C, RUST))
          .as(other)
          .isEqualTo(HARMFUL);
    }
  }

  /** No file has such a name, so that it is one that is not found. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "#[path = \"a\0b.rs\"] mod m;",
        "mod a\0b;",
        "include!(\"a\0b.rs\");",
        "mod m { mod a\0b { mod c; } }"
      })
  void aNameOfAFileWithNulIsNotFound(String source) throws IOException {
    Path bindings = Files.writeString(directory.resolve("bindings.rs"), source + "\n");
    int status = run("check", "--bindings", bindings.toString(), C, RUST);
    assertThat(status & NOT_READ).isEqualTo(NOT_READ);
    assertThat(out).contains("NOT READ").doesNotContain("internal error");
    assertThat(err).doesNotContain("internal error");
  }

  @ParameterizedTest
  @ValueSource(strings = {"suppressions:\n  -\n", "suppressions: [null]\n", "suppressions: [1]\n"})
  void anEmptyItemOfASuppressionsFileIsRefusedWithItsLine(String text) throws IOException {
    Path file = Files.writeString(directory.resolve("known.yaml"), text);
    assertThat(run("check", "--suppressions", file.toString(), C, RUST)).isEqualTo(MISUSED);
    assertThat(err).contains("known.yaml:").doesNotContain("internal error");
  }
}
