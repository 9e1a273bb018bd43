package org.abiseam.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.abiseam.laboratory.Target;
import org.abiseam.laboratory.Targets;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/recorded-calls.md} is the list of recordings written down; {@code
 * -Dfixtures.update=true} writes it anew.
 */
final class RecordedCallsPageTest {
  private static final Path PAGE = Path.of("..", "docs", "recorded-calls.md");
  private static final Path BARS = Path.of("..", "fixtures", "observations", "bars.properties");

  private static final String HEAD =
      """
      # Machines and variants whose calls were seen

      For each machine and variant of its ABI, with the switches that make it, the compilers whose
      calls were recorded at run time, and how many functions of each. Every plan for them is as the
      compiler did it, byte by byte, but for functions on which a compiler disagrees with itself;
      those have no plan and a name in [divergences.md](divergences.md). A recording that ends in
      `-rare` has only what compilers part over. Written from the recordings by a test.

      | variant | switches of GCC | recorded functions |
      | --- | --- | --- |
      """;

  @Test
  void thePageSaysWhatIsRecorded() throws IOException {
    Properties bars = new Properties();
    try (Reader reader = Files.newBufferedReader(BARS)) {
      bars.load(reader);
    }
    String page =
        HEAD
            + Targets.ALL.stream()
                .filter(target -> !recordings(target, bars).isEmpty())
                .sorted((one, other) -> one.name().compareTo(other.name()))
                .map(target -> row(target, bars))
                .collect(Collectors.joining());
    if (Boolean.getBoolean("fixtures.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  private static String row(Target target, Properties bars) {
    String switches = String.join(" ", target.gcc());
    String shown = switches.isEmpty() ? "none" : "`" + switches + "`";
    return "| `" + target.name() + "` | " + shown + " | " + recordings(target, bars) + " |\n";
  }

  private static String recordings(Target target, Properties bars) {
    String prefix = target.name() + ".";
    return bars.stringPropertyNames().stream()
        .filter(name -> name.startsWith(prefix))
        .sorted()
        .map(name -> name.substring(prefix.length()) + " " + functions(bars.getProperty(name)))
        .collect(Collectors.joining(", "));
  }

  private static String functions(String bar) {
    int all = Arrays.stream(bar.split(" ")).mapToInt(Integer::parseInt).sum();
    return String.format(Locale.ROOT, "%d", all);
  }
}
