package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

class SnapshotTest extends CommandLineForTests {
  private static final Path PREBUILT = Path.of("..", "fixtures", "prebuilt");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  @TempDir Path directory;

  private static List<String> objects(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(Path::toString).filter(name -> name.endsWith(".o")).sorted().toList();
    }
  }

  private static List<Path> variants() throws IOException {
    try (Stream<Path> walk = Files.walk(PREBUILT, 2)) {
      return walk.filter(path -> path.getNameCount() == PREBUILT.getNameCount() + 2)
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }

  private Path snapshot(String name, List<String> objects) {
    Path file = directory.resolve(name);
    List<String> arguments = new ArrayList<>(List.of("snapshot", "-o", file.toString()));
    arguments.addAll(objects);
    assertThat(run(arguments.toArray(String[]::new))).isZero();
    return file;
  }

  /** What a report says of types and symbols, without the places where it was read. */
  private String verdicts(List<String> inputs) {
    List<String> arguments = new ArrayList<>(List.of("check", "--format", "json"));
    arguments.addAll(inputs);
    int status = run(arguments.toArray(String[]::new));
    JsonNode report = JSON.readTree(out);
    StringBuilder text = new StringBuilder("status " + status + "\n" + report.get("coverage"));
    for (JsonNode finding : report.get("findings")) {
      text.append('\n').append(finding.get("rule")).append(finding.get("severity"));
      text.append(finding.get("subject")).append(finding.get("differences"));
    }
    for (JsonNode open : report.get("undetermined")) {
      if (!open.get("subject").get("kind").asString().equals("object")) {
        text.append('\n').append(open.get("subject")).append(open.get("reason"));
      }
    }
    return text.toString();
  }

  @Test
  void everyFixtureHasTheSameVerdictsFromItsSnapshot() throws IOException {
    int compared = 0;
    for (Path variant : variants()) {
      List<String> objects = objects(variant);
      if (!objects.isEmpty()) {
        Path whole = snapshot("whole.abi", objects);
        assertThat(verdicts(List.of(whole.toString())))
            .as("%s", variant)
            .isEqualTo(verdicts(objects));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(50);
  }

  @Test
  void oneSideFromASnapshotIsAsGoodAsFromTheObject() throws IOException {
    for (Path variant : variants()) {
      List<String> objects = objects(variant);
      if (objects.size() == 2 && variant.endsWith("x86_64-dwarf5")) {
        String c = snapshot("c.abi", List.of(objects.getLast())).toString();
        assertThat(verdicts(List.of(objects.getFirst(), c)))
            .as("%s", variant)
            .isEqualTo(verdicts(objects));
      }
    }
  }

  @Test
  void aSnapshotReadsAsTheSourceDoes() {
    Path variant = PREBUILT.resolve("offset-differs").resolve("x86_64-dwarf5");
    snapshot("offset.abi", List.of(variant.resolve("provider.o").toString()));
    run("snapshot", variant.resolve("provider.o").toString());
    assertThat(out).startsWith("abiseam snapshot 2\n\nobject `provider.o`\n  machine x86-64,");
    assertThat(out)
        .contains(
            """
            struct sample
              in `cases/offset-differs/provider.c`
              size 8
              @0 a: u32
              @4 b: u32

            typedef u32
              in `cases/offset-differs/provider.c`
              is unsigned int

            scalar unsigned int
              size 4, unsigned
            """,
            """
            function sample_keep
              in `cases/offset-differs/provider.c`
              names p
              is struct sample *(struct sample *)
            """);
  }

  @Test
  void theSameObjectGivesTheSameText() {
    String object =
        PREBUILT.resolve("bindgen-union").resolve("x86_64-dwarf5").resolve("consumer.o").toString();
    run("snapshot", "-j", "1", object);
    String first = out;
    run("snapshot", "-j", "2", object);
    assertThat(out).isEqualTo(first);
  }

  @Test
  void anotherFormIsRefusedWithTheNextStep() throws IOException {
    Path file = Files.writeString(directory.resolve("old.abi"), "abiseam snapshot 1\n");
    assertThat(run("check", file.toString())).isEqualTo(1);
    assertThat(out)
        .contains(
            "old.abi: line 1: expected 'abiseam snapshot 2', found abiseam snapshot 1",
            "write the snapshot again with this version's 'abiseam snapshot'");
  }

  @Test
  void aDamagedSnapshotIsADiagnosticWithItsLine() throws IOException {
    Path variant = PREBUILT.resolve("offset-differs").resolve("x86_64-dwarf5");
    Path file = snapshot("s.abi", objects(variant));
    List<String> lines = Files.readAllLines(file);
    int line = lines.indexOf("struct sample") + 1;
    assertThat(line).isPositive();
    for (int i = line; i < lines.size() && !lines.get(i).isEmpty(); i++) {
      if (lines.get(i).startsWith("  size ")) {
        lines.set(i, "  size many");
        Files.write(file, lines);
        assertThat(run("check", file.toString()) & 1).isEqualTo(1);
        assertThat(out).contains("line " + (i + 1) + ": expected a number, found 'many'");
        return;
      }
    }
    throw new AssertionError("the block has no size");
  }

  @Test
  void truncatedAnywhereItIsNeverAFaultOfTheProgram() throws IOException {
    Path variant = PREBUILT.resolve("bindgen-union").resolve("x86_64-dwarf5");
    String text = Files.readString(snapshot("s.abi", objects(variant)));
    Path file = directory.resolve("cut.abi");
    for (int end = 0; end < text.length(); end += 1 + text.length() / 400) {
      Files.writeString(file, text.substring(0, end));
      run("check", file.toString());
      assertThat(err).as("cut at %d", end).doesNotContain("a fault of this program");
    }
  }
}
