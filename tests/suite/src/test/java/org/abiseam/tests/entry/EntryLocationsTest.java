package org.abiseam.tests.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What debug information says of parameters at the entry, against the plans: of the recorded
 * objects here, of a whole kernel by {@code tests/scripts/entry.sh}.
 */
final class EntryLocationsTest {
  private static final Path RECORDED = Path.of("..", "fixtures", "observations");
  private static final Path OWN = Path.of("..", "fixtures", "foreign", "own");
  private static final int SHOWN = 40;

  /** Clang takes nearly all arguments of i386 from the stack at once, and says so. */
  private static final int FEWEST = 400;

  private static final Pattern TWINS =
      Pattern.compile(".*/(aarch64_be|armeb|mips|mips64|ppc64v2)-[^/]*/.*");

  static Stream<Path> objects() throws IOException {
    String only = System.getProperty("abiseam.observations.only", "");
    try (Stream<Path> files = Files.walk(RECORDED)) {
      return files
          .filter(path -> path.toString().endsWith(".o.xz") && path.toString().contains(only))
          // The functions that C shares with Rust are like the others.
          .filter(path -> !only.isEmpty() || !path.toString().contains("-shared."))
          // Their twins of the other byte order have the same registers.
          .filter(path -> !only.isEmpty() || !TWINS.matcher(path.toString()).matches())
          // A callee's register window is not its caller's.
          .filter(path -> !path.toString().contains("sparc"))
          // All arguments are on the stack, and rustc describes none there by the frame address.
          .filter(path -> !path.endsWith(Path.of("i386-user", "rustc.o.xz")))
          // Conventions that debug info does not name, and few functions.
          .filter(path -> !path.toString().contains("-rare."))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("objects")
  void aParameterIsWhereItsCompilerSays(Path object) throws IOException {
    Tally tally = EntryLocations.of(object, switches(object));
    assertThat(tally.differing()).as(tally.text()).isEmpty();
    assertThat(tally.agreeing()).as(tally.text()).isGreaterThan(FEWEST);
  }

  @ParameterizedTest
  @ValueSource(strings = {"x86_64", "aarch64", "riscv64imac", "s390x"})
  void rustPassesNumbersInTheOrderOfTheRegistersByItsOwnConvention(String machine) {
    Tally tally = EntryLocations.of(OWN.resolve(machine + ".o"), List.of());
    assertThat(tally.differing()).as(tally.text()).isEmpty();
    assertThat(tally.text())
        .contains("11 of Rust, its own convention")
        .contains("1 left aside, of Rust's own convention: an enum with data")
        .contains("1 left aside, of Rust's own convention: a number of more than a register")
        .contains("1 left aside, of Rust's own convention: floating point");
  }

  private static List<String> switches(Path object) throws IOException {
    Path lines = Path.of(object.toString().replaceAll("\\.o\\.xz$", ".txt.gz"));
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(lines)), StandardCharsets.UTF_8))) {
      reader.readLine();
      return Arrays.stream(reader.readLine().split(" "))
          .filter(word -> word.startsWith("-"))
          .toList();
    }
  }

  @Test
  void everyFunctionOfAKernelIsEnteredAsPlanned() {
    String image = System.getProperty("abiseam.entry.image");
    if (image == null) {
      System.out.println("skipped: a kernel's entry points, which tests/scripts/entry.sh reads");
    }
    Assumptions.assumeTrue(image != null, "no image given");
    Tally tally = EntryLocations.of(Path.of(image), List.of());
    System.out.print(tally.text());
    tally.differing().stream().limit(SHOWN).forEach(it -> System.out.println("  " + it));
    assertThat(tally.agreeing()).isPositive();
    assertThat(tally.agreement()).isGreaterThan(0.999);
  }
}
