package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What {@code layout} and each stage of {@code dump} print for objects that never change, to the
 * letter, and what {@code check --verbose} does; {@code -Dfixtures.update=true} writes it anew.
 */
final class GoldenOutputTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final Path GOLDEN = FIXTURES.resolve("golden");

  static Stream<Arguments> outputs() {
    List<Arguments> outputs = new ArrayList<>();
    for (String stage : List.of("sections", "units", "types", "seam")) {
      add(outputs, "dump-" + stage, List.of("dump", stage), "prebuilt/bitfield-differs");
    }
    add(outputs, "dump-signatures-of-calls", List.of("dump", "signatures"), "seams/prebuilt/agree");
    add(outputs, "dump-seam-of-calls", List.of("dump", "seam"), "seams/prebuilt/agree");
    for (String name :
        List.of(
            "offset-differs",
            "bitfield-differs",
            "member-missing-differs",
            "bindgen-anonymous",
            "bindgen-dense-bit-fields",
            "bindgen-flexible-array",
            "bindgen-packed-aligned",
            "bindgen-union",
            "enum-value-differs",
            "opaque-declaration")) {
      add(outputs, "layout-" + name, List.of("layout", "sample"), "prebuilt/" + name);
    }
    for (String name :
        List.of(
            "bindgen-unnamed-gap",
            "bindgen-opaque",
            "packed-agrees",
            "opaque-declaration",
            "namesakes-agree")) {
      add(outputs, "check-" + name, List.of("check", "--verbose"), "prebuilt/" + name);
    }
    return outputs.stream();
  }

  private static void add(
      List<Arguments> outputs, String name, List<String> command, String directory) {
    outputs.add(Arguments.of(name, command, directory));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("outputs")
  void theOutputIsTheSameToTheLetter(String name, List<String> command, String directory)
      throws IOException {
    List<String> arguments = new ArrayList<>(command);
    arguments.addAll(objects(FIXTURES.resolve(directory)));
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    ByteArrayOutputStream errors = new ByteArrayOutputStream();
    Main.run(
        arguments.toArray(String[]::new),
        new Terminal(false, false, false),
        new PrintStream(output, true, StandardCharsets.UTF_8),
        new PrintStream(errors, true, StandardCharsets.UTF_8));
    String actual = output.toString(StandardCharsets.UTF_8).replaceAll("(?m)^Time: .*\n", "");
    Path expected = GOLDEN.resolve(name + ".txt");
    if (Boolean.getBoolean("fixtures.update")) {
      Files.createDirectories(GOLDEN);
      Files.writeString(expected, actual);
    }
    assertThat(errors.toString(StandardCharsets.UTF_8)).isEmpty();
    assertThat(actual).isNotEmpty().isEqualTo(Files.readString(expected));
  }

  private static List<String> objects(Path directory) throws IOException {
    Path build = directory.resolve("x86_64-dwarf5");
    try (Stream<Path> files = Files.list(Files.exists(build) ? build : directory)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".o")).sorted().toList();
    }
  }
}
