package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples for Make, CMake and Git stop a build that disagrees, and only then. */
final class ExamplesTest {
  private static final Path EXAMPLES = Path.of("..", "docs", "examples").toAbsolutePath();
  private static final String ABISEAM =
      Path.of("..", "abiseam").toAbsolutePath().normalize().toString();

  @TempDir private Path directory;

  private String output = "";

  private int run(String... words) throws IOException, InterruptedException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin", words[0])), "skipped: " + words[0] + " is missing");
    Path file = directory.resolve("output.txt");
    ProcessBuilder builder =
        new ProcessBuilder(words)
            .directory(directory.toFile())
            .redirectErrorStream(true)
            .redirectOutput(file.toFile());
    builder.environment().put("ABISEAM", ABISEAM);
    builder.environment().put("GIT_CONFIG_GLOBAL", "/dev/null");
    int status = builder.start().waitFor();
    output = Files.readString(file);
    return status;
  }

  /** Puts the objects of a case where the build writes them. */
  private void build(String name) throws IOException {
    for (String object : List.of("provider.o", "consumer.o")) {
      Path made = directory.resolve(object);
      Files.write(
          made,
          Files.readAllBytes(
              Cases.FIXTURES
                  .resolve("prebuilt")
                  .resolve(name)
                  .resolve("x86_64-dwarf5")
                  .resolve(object)));
    }
  }

  @Test
  void makeVerifiesObjectsThatAreNewer() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("Makefile"),
        """
        ABISEAM_FILES := provider.o consumer.o
        ABISEAMFLAGS := --no-cache --quiet
        include %s
        """
            .formatted(EXAMPLES.resolve("check.mk")));
    build("size-differs");
    assertThat(run("make", "abi")).isNotZero();
    assertThat(output).contains("HARMFUL", "layout-size");
    build("size-agrees");
    assertThat(run("make", "abi")).isZero();
    assertThat(run("make", "abi")).isZero();
    assertThat(output).contains("Nothing to be done for 'abi'");
  }

  @Test
  void cmakeVerifiesObjectsWhenItBuilds() throws IOException, InterruptedException {
    Files.writeString(
        directory.resolve("CMakeLists.txt"),
        """
        cmake_minimum_required(VERSION 3.16)
        project(example NONE)
        include(%s)
        abiseam_check(abi FILES ${CMAKE_SOURCE_DIR}/provider.o ${CMAKE_SOURCE_DIR}/consumer.o
          OPTIONS --no-cache --quiet)
        """
            .formatted(EXAMPLES.resolve("Abiseam.cmake")));
    build("size-differs");
    assertThat(run("cmake", "-S", ".", "-B", "out", "-DABISEAM=" + ABISEAM)).isZero();
    assertThat(run("cmake", "--build", "out")).isNotZero();
    assertThat(output).contains("Verifying the ABI of abi", "layout-size");
    build("size-agrees");
    assertThat(run("cmake", "--build", "out")).isZero();
  }

  @Test
  void theHookStopsACommitThatChangesSourcesOfABuildThatDisagrees()
      throws IOException, InterruptedException {
    build("size-differs");
    assertThat(run("git", "init", "-q", ".")).isZero();
    Path hook = directory.resolve(".git/hooks/pre-commit");
    Files.createDirectories(directory.resolve(".git/hooks"));
    Files.copy(EXAMPLES.resolve("pre-commit"), hook);
    Files.writeString(directory.resolve("a.c"), "int a;\n");
    Files.writeString(directory.resolve("a.txt"), "a\n");
    assertThat(commit("a.txt")).isZero();
    Files.writeString(directory.resolve("abi-policy.yaml"), "inputs: [provider.o, consumer.o]\n");
    assertThat(commit("a.c")).isNotZero();
    assertThat(output).contains("GATE failed: 1 harmful finding", "the commit was stopped");
    assertThat(run("git", "config", "abiseam.build", "echo built; rm consumer.o")).isZero();
    assertThat(commit("a.c")).isNotZero();
    assertThat(output).contains("built", "consumer.o");
    build("size-agrees");
    assertThat(run("git", "config", "abiseam.build", "true")).isZero();
    assertThat(commit("a.c")).isZero();
  }

  private int commit(String file) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("git", "add", file));
    assertThat(run(words.toArray(String[]::new))).isZero();
    return run(
        "git",
        "-c",
        "user.name=abi",
        "-c",
        "user.email=abi@example.org",
        "commit",
        "-q",
        "-m",
        "change");
  }
}
