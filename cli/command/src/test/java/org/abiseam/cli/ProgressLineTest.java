package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static final String ERASE = "\r\u001b[K";

  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  private long milliseconds;
  private final ProgressLine line =
      new ProgressLine(
          new PrintStream(written, true, StandardCharsets.UTF_8), () -> milliseconds * 1_000_000);

  private String written() {
    return written.toString(StandardCharsets.UTF_8);
  }

  @Test
  void whatIsOverInAMomentSaysNothing() {
    line.stage("units");
    milliseconds = 400;
    line.object("a.o", 3);
    line.close();
    assertThat(written()).isEmpty();
  }

  @Test
  void theRateAndTheTimeThatIsLeftFollowFromTheStage() {
    milliseconds = 300;
    line.stage("index");
    for (int i = 1; i <= 100; i++) {
      milliseconds += 20;
      line.object("a.o", 1_003);
    }
    line.close();
    assertThat(written())
        .startsWith(ERASE + "abiseam: index  10 of 1,003")
        .contains(ERASE + "abiseam: index  100 of 1,003  50/s  18 s left")
        .endsWith(ERASE);
  }

  @Test
  void longTimesAreMinutes() {
    line.stage("types");
    milliseconds = 10_000;
    line.object("a.o", 20);
    assertThat(written()).endsWith("abiseam: types  1 of 20  0.1/s  3 min 10 s left");
  }

  @Test
  void aPackageIsCountedInBytes() {
    line.stage("open");
    line.bytes("a.deb", 0, 1_200_000_000);
    milliseconds = 2_000;
    line.bytes("a.deb", 300_000_000, 1_200_000_000);
    assertThat(written()).endsWith("abiseam: open  300 of 1,200 MB  150 MB/s  6 s left");
  }

  @Test
  void aStageOfOneObjectIsItsName() {
    milliseconds = 600;
    line.stage("check");
    milliseconds = 900;
    line.object("vmlinux", 1);
    assertThat(written()).isEqualTo(ERASE + "abiseam: check" + ERASE + "abiseam: check");
  }
}
