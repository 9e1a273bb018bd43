package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A temporary folder is gone after its use, however that ended. */
@Timeout(60)
final class TemporaryFolderTest {
  /** Fills a folder, names it and waits for a signal. */
  static final class Waiting {
    private Waiting() {}

    /** Runs until something ends the process. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
      TemporaryFolder folder = new TemporaryFolder("abiseam-test");
      Files.writeString(folder.path().resolve("witness.o"), "object");
      System.out.println(folder.path());
      TimeUnit.MINUTES.sleep(1);
    }
  }

  @Test
  void aFolderIsMadeWhenItIsAskedForAndRemovedWithAllInIt() throws IOException {
    Path path;
    try (TemporaryFolder folder = new TemporaryFolder("abiseam-test")) {
      path = folder.path();
      assertThat(folder.path()).isEqualTo(path).isEmptyDirectory();
      Files.writeString(Files.createDirectory(path.resolve("inside")).resolve("file"), "text");
    }
    assertThat(path).doesNotExist();
    new TemporaryFolder("abiseam-test").close();
  }

  @Test
  void aSignalRemovesTheFolderToo() throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Waiting.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
      Path path = Path.of(output.readLine());
      assertThat(path.resolve("witness.o")).exists();
      process.destroy();
      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(path).doesNotExist();
    } finally {
      process.destroyForcibly();
    }
  }
}
