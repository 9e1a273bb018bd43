package org.abiseam.tests;

import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.abiseam.fixtures.Dies.labelled;
import static org.abiseam.fixtures.Dies.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Elves;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A worker that runs out of memory takes its units with it: then the exit status has bit 1. With
 * enough memory the struct that C and Rust see with different sizes is found.
 */
final class TooSmallHeapTest {
  private static final int HARMFUL = 12;
  private static final int NOT_READ = 1;

  private static final int EM_X86_64 = 62;
  private static final int C11 = 0x1d;
  private static final int RUST = 0x1c;
  private static final int UNITS = 200;
  private static final int LARGE_UNIT = 24 << 20;

  @TempDir private static Path directory;
  private static Path object;

  /** Writes C of many units and Rust; the struct that both have lies in the one large unit. */
  @BeforeAll
  static void writeAnObjectWithOneLargeUnit() throws IOException {
    Dies dies = Dies.version(5);
    for (int i = 0; i < UNITS; i++) {
      Dies.Entry root = unit("small" + i + ".c");
      if (i == UNITS / 2) {
        root = unit("large.c");
        // DW_TAG_lexical_block, DW_AT_const_value, DW_FORM_block4.
        root.children().add(die(0x0b, at(0x1c, 0x04, new byte[LARGE_UNIT])));
        root.children().addAll(sample(8));
      }
      dies.unit(root);
    }
    Dies.Entry rust = unit("rust.rs/@/rust.0", "clang LLVM (rustc version 1.85.1)", RUST);
    // DW_TAG_namespace.
    Dies.Entry bindings = die(0x39, at(0x03, 0x08, "bindings"));
    bindings.children().addAll(sample(16));
    rust.children().add(bindings);
    dies.unit(rust);
    Elves elf = Elves.of(EM_X86_64, true, false);
    dies.sections().forEach(elf::section);
    object = Files.write(directory.resolve("mixed.o"), elf.bytes());
  }

  private static Dies.Entry unit(String name) {
    return unit(name, "GNU C11 14.2.0 -mtune=generic -march=x86-64 -g", C11);
  }

  /** DW_TAG_compile_unit, with producer, language and name. */
  private static Dies.Entry unit(String name, String producer, int language) {
    return die(0x11, at(0x25, 0x08, producer), at(0x13, 0x0b, language), at(0x03, 0x08, name));
  }

  /** {@code struct sample} with two members of four bytes. */
  private static List<Dies.Entry> sample(int bytes) {
    String label = "u32-of-" + bytes;
    return List.of(
        labelled(label, 0x24, at(0x0b, 0x0b, 4), at(0x3e, 0x0b, 7), at(0x03, 0x08, "u32")),
        die(
            0x13,
            at(0x03, 0x08, "sample"),
            at(0x0b, 0x0b, bytes),
            member("a", label, 0),
            member("b", label, 4)));
  }

  private static Dies.Entry member(String name, String type, int offset) {
    return die(0x0d, at(0x03, 0x08, name), at(0x49, 0x13, to(type)), at(0x38, 0x0b, offset));
  }

  private static int check(int megabytes, int threads) throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx" + megabytes + "m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "org.abiseam.cli.Main",
                "check",
                "--quiet",
                "--no-cache",
                "-j",
                String.valueOf(threads),
                object.toString()));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return process.exitValue();
  }

  @Test
  void theVerdictIsRightOrTheExitStatusSaysThatSomethingWasNotRead()
      throws IOException, InterruptedException {
    List<Integer> starved = new ArrayList<>();
    for (int threads : new int[] {1, 2, 3, 8}) {
      for (int megabytes : new int[] {48, 64, 80}) {
        int status = check(megabytes, threads);
        starved.add(status);
        assertThat(status == HARMFUL || (status & NOT_READ) != 0)
            .as("exit status %d with %d threads in %d MB", status, threads, megabytes)
            .isTrue();
      }
      assertThat(check(512, threads)).as("%d threads, enough memory", threads).isEqualTo(HARMFUL);
    }
    assertThat(starved).as("a heap that does not suffice").anyMatch(it -> (it & NOT_READ) != 0);
  }
}
