package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The fragment for makefiles, run by make on the fixtures' build trees. */
final class MakefileTest {
  private static final Path SEAMS = Cases.FIXTURES.resolve("seams/prebuilt").toAbsolutePath();
  private static final Path FRAGMENT = Path.of("..", "docs", "examples", "abiseam.mk");

  @TempDir private Path directory;

  private int make(String... arguments) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("make", "-s", "-f"));
    words.add(FRAGMENT.toAbsolutePath().normalize().toString());
    words.add("ABISEAM=" + Path.of("..", "abiseam").toAbsolutePath().normalize());
    words.add("ABISEAMFLAGS=--witness never --quiet --no-cache");
    words.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("output.txt").toFile())
            .start();
    return process.waitFor();
  }

  private static boolean skipped() {
    boolean there = Files.isExecutable(Path.of("/usr/bin/make"));
    if (!there) {
      System.out.println("skipped: the makefile fragment, because make is not there");
    }
    return !there;
  }

  @Test
  void aSoundTreePassesAndLeavesAStamp() throws IOException, InterruptedException {
    if (skipped()) {
      return;
    }
    assertThat(make("abiseam", "KDIR=" + SEAMS.resolve("tree"))).isZero();
    assertThat(directory.resolve(".abiseam-stamp")).exists();
    assertThat(make("abiseam-changed", "KDIR=" + SEAMS.resolve("tree"))).isZero();
  }

  @Test
  void aFaultFailsTheTarget() throws IOException, InterruptedException {
    if (skipped()) {
      return;
    }
    assertThat(make("abiseam", "KDIR=" + SEAMS.resolve("other-release"))).isNotZero();
    assertThat(directory.resolve(".abiseam-stamp")).doesNotExist();
    assertThat(Files.readString(directory.resolve("output.txt")))
        .contains("attribute-mismatch", "kernel release");
  }

  @Test
  void modulesOutsideTheTreeAreHeldAgainstItsImage() throws IOException, InterruptedException {
    if (skipped()) {
      return;
    }
    assertThat(
            make("abiseam", "KDIR=" + SEAMS.resolve("tree"), "M=" + SEAMS.resolve("other-release")))
        .isNotZero();
    assertThat(Files.readString(directory.resolve("output.txt"))).contains("kernel release");
  }
}
