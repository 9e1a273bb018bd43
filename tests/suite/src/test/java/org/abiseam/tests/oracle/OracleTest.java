package org.abiseam.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.abiseam.laboratory.Observation;
import org.abiseam.rules.psabi.PlanResult;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares every plan with what the compiler was seen to do: the recorded observations of real
 * compilers, and the types and signatures of the same functions read from debug info by our own
 * pipeline.
 *
 * <p>No recorded call may differ from its plan. There is no plan only where a compiler disagrees
 * with itself: its caller leaves a value where its callee does not look ({@code va_arg} of Clang on
 * ppc32, typedefs with an alignment of GCC on sparc64). Each is a divergence with a name.
 *
 * <p>{@code bars.properties} has for each recording how many functions must be exactly as planned,
 * how many as one of several plans because debug info leaves something open (such a call is never
 * said to agree unless all plans do), how many differ, which is none, and of how many there may be
 * no plan. {@code -Dabiseam.observations=DIRECTORY} compares other recordings, which may be
 * uncompressed, and {@code -Dabiseam.observations.only=NAME} those whose path has the name in it;
 * both print without a bar.
 */
final class OracleTest {
  private static final Path RECORDED = Path.of("..", "fixtures", "observations");

  private static final ShownAnswers SHOWN = new ShownAnswers();

  private static final String DISAGREES_WITH_ITSELF =
      "caller and callee of this compiler do not agree where ";

  static Stream<Path> recordings() throws IOException {
    Path directory = Path.of(System.getProperty("abiseam.observations", RECORDED.toString()));
    String only = System.getProperty("abiseam.observations.only", "");
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(path -> path.toString().matches(".*\\.txt(\\.gz)?"))
          .filter(path -> path.toString().contains(only))
          .sorted()
          .toList()
          .stream();
    }
  }

  /** A table that no recorded call bears out is an opinion. */
  @AfterAll
  static void everyAnswerOfTheTablesIsShownByRecordedCalls() {
    if (Boolean.getBoolean("fixtures.update")) {
      SHOWN.missing().forEach(answer -> System.out.println("by reference alone: " + answer));
    }
    if (System.getProperty("abiseam.observations") == null) {
      assertThat(SHOWN.missing()).isEqualTo(ShownAnswers.BY_REFERENCE_ALONE);
      assertThat(SHOWN.misleading()).isEmpty();
    }
  }

  /** What came of a recording. */
  private static final class Score {
    final String directory;
    int exact;
    int open;
    int differing;
    final List<String> differences = new ArrayList<>();
    final Map<String, Integer> reasons = new TreeMap<>();

    Score(String directory) {
      this.directory = directory;
    }

    int unplanned() {
      return reasons.values().stream().mapToInt(Integer::intValue).sum();
    }
  }

  @ParameterizedTest
  @MethodSource("recordings")
  void aPlanSaysWhereTheCompilerWasSeenToPutEachByte(Path path) throws IOException {
    List<String> lines = lines(path);
    PlannedCalls predictions = PlannedCalls.of(path);
    Score score = new Score(path.getParent().getFileName().toString());
    for (String line : lines) {
      if (line.startsWith("probe_")) {
        judge(Observation.parse(line), predictions, score);
      }
    }
    String name =
        score.directory + "." + path.getFileName().toString().replaceAll("\\.txt(\\.gz)?$", "");
    System.out.printf(
        "%s: %d as planned, %d as one of several plans, %d differ, %d not planned%n",
        name, score.exact, score.open, score.differing, score.unplanned());
    int most = Integer.getInteger("abiseam.observations.most", 20);
    score.reasons.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(most)
        .forEach(reason -> System.out.println("  " + reason.getValue() + " " + reason.getKey()));
    score.differences.stream().limit(most).forEach(text -> System.out.println("  " + text));
    if (System.getProperty("abiseam.observations") == null) {
      hold(name, score);
    }
  }

  private static void judge(Observation observation, PlannedCalls predictions, Score score) {
    switch (predictions.of(observation)) {
      case PlanResult.NotPlanned notPlanned -> {
        SHOWN.note(score.directory, observation, notPlanned);
        score.reasons.merge(notPlanned.reason(), 1, Integer::sum);
      }
      case PlanResult.Planned(var plans) -> {
        List<List<String>> tried =
            plans.stream()
                .map(
                    explained ->
                        ObservationCheck.differences(
                            observation,
                            explained.plan(),
                            i -> predictions.widthRecorded(observation.name(), i)))
                .toList();
        for (int i = 0; i < plans.size(); i++) {
          if (tried.get(i).isEmpty()) {
            SHOWN.note(score.directory, plans.get(i).plan());
          }
        }
        if (tried.stream().allMatch(List::isEmpty)) {
          score.exact++;
        } else if (tried.stream().anyMatch(List::isEmpty)) {
          score.open++;
        } else {
          score.differing++;
          String head = predictions.declaration(observation.name());
          score.differences.add(head + ": " + String.join("; ", tried.getFirst()));
        }
      }
    }
  }

  private static void hold(String name, Score score) throws IOException {
    Properties bars = bars();
    if (Boolean.getBoolean("fixtures.update")) {
      bars.setProperty(
          name, score.exact + " " + score.open + " " + score.differing + " " + score.unplanned());
      write(bars);
    }
    assertThat(bars.getProperty(name)).as("a bar for " + name).isNotNull();
    int[] bar =
        Arrays.stream(bars.getProperty(name).split(" ")).mapToInt(Integer::parseInt).toArray();
    assertThat(score.exact).as(name + ": as planned").isGreaterThanOrEqualTo(bar[0]);
    assertThat(score.exact + score.open)
        .as(name + ": as one of the plans")
        .isGreaterThanOrEqualTo(bar[0] + bar[1]);
    assertThat(score.differing).as(name + ": differ").isZero();
    assertThat(score.unplanned()).as(name + ": not planned").isLessThanOrEqualTo(bar[3]);
    assertThat(score.reasons.keySet())
        .as(name + ": why not planned")
        .allMatch(reason -> reason.startsWith(DISAGREES_WITH_ITSELF));
  }

  private static void write(Properties bars) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        "# recording = functions exactly as planned, as one of several plans, different, not"
            + " planned");
    bars.stringPropertyNames().stream()
        .sorted()
        .forEach(name -> lines.add(name + " = " + bars.getProperty(name)));
    Files.write(RECORDED.resolve("bars.properties"), lines);
  }

  private static Properties bars() throws IOException {
    Properties bars = new Properties();
    Path path = RECORDED.resolve("bars.properties");
    if (Files.exists(path)) {
      try (Reader reader = Files.newBufferedReader(path)) {
        bars.load(reader);
      }
    }
    return bars;
  }

  @Test
  void anObservationIsReadAsItIsWritten() {
    for (String line :
        List.of(
            "probe_0",
            "probe_1 named=1 a0=rdi[0..4)~s32 a1=ref:stack[8..16) r=memory:rdi[0..8)",
            "probe_3 r=r3[0..4) or=d0[0..4)",
            "probe_2 a0=rdi[0..2)+rdi[4..8)@4+xmm0[0..8) a1=unseen a2=!=f1[0..4) r=lost")) {
      assertThat(Observation.parse(line)).hasToString(line);
    }
  }

  static Path object(Path path) {
    String base = path.toString().replaceAll("\\.txt(\\.gz)?$", "");
    Path compressed = Path.of(base + ".o.xz");
    return Files.exists(compressed) ? compressed : Path.of(base + ".o");
  }

  static List<String> lines(Path path) throws IOException {
    if (!path.toString().endsWith(".gz")) {
      return Files.readAllLines(path);
    }
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(path)), StandardCharsets.UTF_8))) {
      return reader.lines().toList();
    }
  }
}
