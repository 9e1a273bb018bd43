package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that {@code mvn package} makes runs where it is unpacked, with nothing beside it. */
class DistributionTest {
  private static final Path ARCHIVE =
      Path.of("..", "cli", "command", "target", "abiseam-0.1.0.tar.gz");

  @TempDir private Path directory;

  private String run(int status, String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("ABISEAM_JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("XDG_CACHE_HOME", directory.resolve("cache").toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(status);
    return output;
  }

  @Test
  void anUnpackedArchiveIsComplete() throws IOException, InterruptedException {
    boolean packaged = Files.exists(ARCHIVE);
    if (!packaged) {
      System.err.println("skipped: " + ARCHIVE + " is made by 'mvn package'");
    }
    assumeTrue(packaged);
    run(0, "tar", "-C", directory.toString(), "-xzf", ARCHIVE.toString());
    Path home = directory.resolve("abiseam-0.1.0");
    for (String file :
        List.of(
            "lib/abiseam/picocli-4.7.7.jar",
            "share/man/man1/abiseam.1",
            "share/man/man1/abiseam-check.1",
            "share/bash-completion/completions/abiseam",
            "share/zsh/site-functions/_abiseam",
            "share/fish/vendor_completions.d/abiseam.fish",
            "share/doc/abiseam/README.md",
            "share/doc/abiseam/docs/gate.md",
            "share/doc/abiseam/licences/LIBRARIES")) {
      assertThat(home.resolve(file)).isNotEmptyFile();
    }
    String launcher = home.resolve("bin/abiseam").toString();
    assertThat(run(0, launcher, "--version")).isEqualTo("abiseam 0.1.0\n");
    Path fixture = Cases.FIXTURES.resolve("prebuilt/size-differs/x86_64-dwarf5");
    String report =
        run(
            12,
            launcher,
            "check",
            fixture.resolve("provider.o").toString(),
            fixture.resolve("consumer.o").toString());
    assertThat(report).contains("HARMFUL  struct sample  layout-size");
    assertThat(directory.resolve("cache/abiseam")).isNotEmptyDirectory();
  }

  @Test
  void aLauncherWithoutItsJarsSaysSo() throws IOException, InterruptedException {
    Path launcher = Files.createDirectories(directory.resolve("bin")).resolve("abiseam");
    Files.copy(Path.of("..", "abiseam"), launcher);
    assertThat(run(1, "bash", launcher.toString(), "--version"))
        .contains("abiseam: its jars are not in ", "unpack the whole archive");
  }
}
