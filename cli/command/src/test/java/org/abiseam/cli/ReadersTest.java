package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abiseam.cli.report.Presentation;
import org.abiseam.model.Rule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reads findings as a user does, who has nothing but the report: what differs, what goes wrong,
 * where both sides stand, and what to do, in this order. {@code -Dfixtures.update=true} writes the
 * reports anew.
 */
final class ReadersTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final String HEAD = "(HARMFUL|RISKY)  .+  [a-z-]+";
  private static final Pattern PLACE =
      Pattern.compile("  (?:C|Rust|old|new|most|here|\\w+\\.o) +(.*)");
  private static final Pattern LINE = Pattern.compile("\\S+\\.(c|h|rs)(:\\d+)?( |$).*");

  static Stream<Arguments> reports() {
    return Stream.of(
        of("size", "check %/size-differs/x86_64-dwarf5/{provider,consumer}.o"),
        of("offset", "check %/offset-differs/x86_64-dwarf5/{provider,consumer}.o"),
        of("bit-field", "check %/bitfield-differs/x86_64-dwarf5/{provider,consumer}.o"),
        of("enumerator", "check %/enum-value-differs/x86_64-dwarf5/{provider,consumer}.o"),
        of("member-missing", "check %/member-missing-differs/x86_64-dwarf5/{provider,consumer}.o"),
        of("array", "check %/array-length-differs/x86_64-dwarf5/{provider,consumer}.o"),
        of("kind", "check %/kind-differs/x86_64-dwarf5/{provider,consumer}.o"),
        of("drift", "check %/drift-differs/x86_64-dwarf5/{provider,provider2,consumer}.o"),
        of("argument", "check $/agree/core.o $/parameters-swapped/{driver.o,bindings.rs}"),
        of("pointer", "check $/agree/core.o $/callback-result/{driver.o,bindings.rs}"),
        of("switch", "check $/short-enums/core.o $/agree/{glue,driver}.o"),
        of("build", "compare $/agree/core.o $/struct-changed/core.o"));
  }

  private static Arguments of(String name, String command) {
    return Arguments.of(name, command);
  }

  private static String[] words(String command) {
    return Arrays.stream(command.split(" "))
        .flatMap(ReadersTest::alternatives)
        .map(word -> word.replace("%", FIXTURES + "/prebuilt"))
        .map(word -> word.replace("$", FIXTURES + "/seams/prebuilt"))
        .toArray(String[]::new);
  }

  private static Stream<String> alternatives(String word) {
    int open = word.indexOf('{');
    int close = word.indexOf('}');
    return open < 0
        ? Stream.of(word)
        : Arrays.stream(word.substring(open + 1, close).split(","))
            .map(one -> word.substring(0, open) + one + word.substring(close + 1));
  }

  private static String run(int columns, String command) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    Main.run(words(command), new Terminal(false, false, true, columns), out, out);
    return output.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("reports")
  void theReportAloneSaysCauseConsequencePlacesAndWhatToDo(String name, String command)
      throws IOException {
    String report = run(Presentation.ENDLESS, command);
    Path golden = FIXTURES.resolve("golden/finding-" + name + ".txt");
    if (Boolean.getBoolean("fixtures.update")) {
      Files.writeString(golden, report);
    }
    assertThat(report).isEqualTo(Files.readString(golden));
    List<String> lines = report.lines().toList();
    int[] heads =
        IntStream.range(0, lines.size()).filter(i -> lines.get(i).matches(HEAD)).toArray();
    assertThat(heads).isNotEmpty();
    for (int head : heads) {
      List<String> finding =
          lines.subList(head + 1, lines.size()).stream()
              .takeWhile(line -> !line.isEmpty())
              .toList();
      String rule = lines.get(head).substring(lines.get(head).lastIndexOf(' ') + 1);
      int consequence = finding.indexOf("  " + consequence(rule) + ".");
      boolean harmful = lines.get(head).startsWith("HARMFUL");
      assertThat(consequence).isGreaterThan(harmful ? 0 : -2);
      int places = finding.indexOf(finding.stream().filter(ReadersTest::place).findFirst().get());
      assertThat(places).isGreaterThan(consequence);
      assertThat(place(finding.get(places + 1))).as(finding.get(places + 1)).isTrue();
      assertThat(finding.getLast()).matches("  Fix: .+\\.");
    }
    assertThat(report).doesNotContain(".debug_info+0x");
  }

  private static String consequence(String rule) {
    return Arrays.stream(Rule.values())
        .filter(one -> one.id().equals(rule))
        .findFirst()
        .orElseThrow()
        .consequence();
  }

  private static boolean place(String line) {
    var place = PLACE.matcher(line);
    return place.matches()
        && (LINE.matcher(place.group(1)).matches() || place.group(1).contains(" in "));
  }

  @Test
  void objectsOfOneNameAreToldApartByTheirFolders() {
    assertThat(run(Presentation.ENDLESS, "check $/{agree,short-enums}/core.o $/agree/driver.o"))
        .contains("  24 bytes in agree/core.o, 16 bytes in short-enums/core.o; power: ");
  }

  @ParameterizedTest
  @CsvSource({"80", "120"})
  void noLineIsWiderThanTheTerminal(int columns) {
    reports()
        .map(report -> (String) report.get()[1])
        .forEach(
            command ->
                assertThat(run(columns, command).lines())
                    .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns)));
  }
}
