package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs {@code speed.sh} on figures that are given to it. */
final class SpeedScriptTest {
  private static final String SCRIPT =
      Path.of("..", "tests", "scripts", "speed.sh").toAbsolutePath().normalize().toString();

  @TempDir Path directory;
  private Path history;

  /** What the script printed and how it ended. */
  private record Ended(int status, String text) {}

  @BeforeEach
  void anEmptyHistory() throws IOException {
    history = directory.resolve("benchmarks.csv");
    Files.writeString(history, "date,commit,name,ratio,seconds,megabytes\n");
  }

  private Ended speed(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", SCRIPT));
    command.addAll(List.of(words));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("BENCHMARKS", history.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Ended(process.waitFor(), text);
  }

  @Test
  void aMeasurementIsALineOfTheHistory() throws IOException, InterruptedException {
    assertThat(speed("--record", "vmlinux", "1.20", "6.37", "450").status()).isZero();
    assertThat(Files.readAllLines(history)).hasSize(2);
    assertThat(Files.readString(history))
        .containsPattern("\n\\d{4}-\\d\\d-\\d\\d,\\w+,vmlinux,0.19,1.20,450\n");
  }

  @Test
  void aRatioThatIsATenthWorseIsSaid() throws IOException, InterruptedException {
    speed("--record", "vmlinux", "1.20", "6.37", "450");
    speed("--record", "modules", "9.00", "6.37", "450");
    assertThat(speed("--record", "vmlinux", "1.30", "6.37", "450").status()).isZero();
    Ended worse = speed("--record", "vmlinux", "1.60", "6.37", "450");
    assertThat(worse.status()).isEqualTo(1);
    assertThat(worse.text()).contains("slower, ratio 0.25 after 0.20");
  }

  @Test
  void nothingIsWrittenWhereItIsOnlyToPrint() throws IOException, InterruptedException {
    Ended printed = speed("--no-write", "--record", "vmlinux", "1.20", "6.37", "450");
    assertThat(printed.text()).contains("ratio 0.19");
    assertThat(Files.readAllLines(history)).hasSize(1);
  }
}
