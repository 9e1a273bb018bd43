package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Damaged objects through the whole pipeline: whatever is wrong is a diagnostic or a verdict, never
 * an exception.
 */
@Timeout(300)
final class HostileTest {
  private static final Path CONSUMER =
      Cases.FIXTURES.resolve("prebuilt/offset-differs/x86_64-dwarf5/consumer.o");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"dwarf2.o", "dwarf5.o", "zstd.o", "archive.a", "module.ko.xz"})
  void aTruncatedFileIsNeverReadInSilence(String form) throws IOException {
    byte[] whole = Files.readAllBytes(Cases.FIXTURES.resolve("forms/" + form));
    for (int length = 0; length < whole.length; length += 37) {
      Report run = check(Arrays.copyOf(whole, length));
      assertThat(run.diagnostics()).as(form + " cut to " + length + " bytes").isNotEmpty();
    }
  }

  /** Every third length of an object of either byte order, 64 and 32 bits. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "forms/dwarf5.o",
        "prebuilt/offset-differs/s390x-dwarf5/provider.o",
        "prebuilt/offset-differs/arm-dwarf4/provider.o"
      })
  void anObjectCutSomewhereIsADiagnostic(String object) throws IOException {
    byte[] whole = Files.readAllBytes(Cases.FIXTURES.resolve(object));
    Path cut = directory.resolve("cut.o");
    for (int length = 0; length < whole.length; length += 3) {
      Report run = Cases.run(List.of(Files.write(cut, Arrays.copyOf(whole, length))), List.of());
      assertThat(run.diagnostics()).as(object + " cut to " + length + " bytes").isNotEmpty();
      assertThat(run.incomplete()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dwarf4.o", "dwarf5.o", "types5.o", "zlib.o"})
  void aFlippedBitEndsInAReport(String form) throws IOException {
    byte[] whole = Files.readAllBytes(Cases.FIXTURES.resolve("forms/" + form));
    Random random = new Random(20261120);
    for (int i = 0; i < 400; i++) {
      byte[] damaged = whole.clone();
      damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
      assertThat(check(damaged).verification()).isNotNull();
    }
  }

  @Test
  void anEmptyFileIsReported() throws IOException {
    assertThat(check(new byte[0]).incomplete()).isTrue();
  }

  private Report check(byte[] bytes) throws IOException {
    return Cases.run(
        List.of(Files.write(directory.resolve("damaged.o"), bytes), CONSUMER), List.of());
  }
}
