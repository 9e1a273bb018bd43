package org.abiseam.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.laboratory.Observation;
import org.abiseam.model.Difference;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;
import org.abiseam.rules.layout.Citations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the verdict of a check with what two compilers were seen to do with the same function:
 * they disagree where a byte was seen in different places, and nowhere else.
 *
 * <p>Each function is taken as defined by the one compiler and called by the other. A build judges
 * every second function, half of these defined by the first compiler and half by the second; where
 * recordings are named it judges each function both ways. A function that debug info leaves open is
 * undetermined, whatever was seen. What cannot be seen is not asked for: bytes that no program can
 * name, and who extends a narrow integer how far for whom ({@link OracleTest} compares that with
 * each compiler alone).
 */
final class PairsTest {
  private static final Path RECORDED = Path.of("..", "fixtures", "observations");

  /** Other recordings, which are compared without a bar; as in {@link OracleTest}. */
  private static final Optional<Path> OTHERS =
      Optional.ofNullable(System.getProperty("abiseam.observations")).map(Path::of);

  /**
   * Targets whose pairs are those of their twin of the other byte order, by the same rules. {@link
   * OracleTest} compares each of their recordings; {@code -Dabiseam.observations.only=NAME}
   * compares the pairs too.
   */
  private static final Pattern TWINS = Pattern.compile("(aarch64_be|armeb|mips|mips64|ppc64v2)-.*");

  /** Says how a verdict and what was seen relate. */
  private enum Outcome {
    AGREE,
    DISAGREE,
    UNDETERMINED,
    /** One compiler states a convention and the other states none, or no compiler does. */
    UNRECORDED_CONVENTION,
    /** A type is something else on the other side, which shows in memory and not in the call. */
    LAYOUT,
    /** The worst: the two were seen to differ and the verdict is that they agree. */
    FALSE_AGREE,
    FALSE_DISAGREE
  }

  /** Lists the outcomes of which the functions are printed. */
  private static final Set<Outcome> SHOWN =
      EnumSet.of(Outcome.FALSE_AGREE, Outcome.FALSE_DISAGREE, Outcome.UNDETERMINED);

  private static String only() {
    return System.getProperty("abiseam.observations.only", "");
  }

  /** Tells whether each function is judged in both directions, which takes four times as long. */
  private static boolean bothWays() {
    return OTHERS.isPresent() || !only().isEmpty();
  }

  static Stream<Arguments> pairs() throws IOException {
    String only = only();
    List<Arguments> pairs = new ArrayList<>();
    try (Stream<Path> targets = Files.list(OTHERS.orElse(RECORDED))) {
      for (Path target : targets.filter(Files::isDirectory).sorted().toList()) {
        String name = target.getFileName().toString();
        if (only.isEmpty() && OTHERS.isEmpty() && TWINS.matcher(name).matches()) {
          System.err.println("skipped: the pairs of " + name + ", whose twin is compared");
          continue;
        }
        for (String kind : List.of("", "-rare", "-rare of Rust", "-shared")) {
          List<Path> compilers = recordings(target, kind);
          for (int i = 0; i < compilers.size(); i++) {
            for (int j = i + 1; j < compilers.size(); j++) {
              if (target.toString().contains(only)) {
                pairs.add(Arguments.of(compilers.get(i), compilers.get(j)));
              }
            }
          }
        }
      }
    }
    return pairs.stream();
  }

  /** Recordings of the same functions. */
  private static List<Path> recordings(Path target, String kind) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(path -> kind(path.getFileName().toString()).equals(kind))
          .sorted()
          .toList();
    }
  }

  /** rustc has usual functions of its own, which are those that C compilers share with it. */
  private static String kind(String file) {
    if (!file.endsWith(".txt.gz")) {
      return "none";
    }
    String name = file.substring(0, file.length() - ".txt.gz".length());
    boolean rust = name.startsWith("rustc");
    int suffix = name.lastIndexOf('-');
    String last = suffix < 0 ? "" : name.substring(suffix);
    if (last.equals("-rare")) {
      return rust ? "-rare of Rust" : last;
    }
    return rust ? "-shared" : last.equals("-shared") ? last : "";
  }

  private static Map<String, Observation> observed(Path path) throws IOException {
    Map<String, Observation> observed = new TreeMap<>();
    for (String line : OracleTest.lines(path)) {
      if (line.startsWith("probe_")) {
        Observation observation = Observation.parse(line);
        observed.put(observation.name(), observation);
      }
    }
    return observed;
  }

  /** Holds what was seen of one compiler, and the same functions as debug info describes them. */
  private record Recording(Map<String, Observation> observed, PlannedCalls calls) {
    /** Recordings of the target that is compared; each belongs to several pairs. */
    private static final Map<Path, Recording> READ = new HashMap<>();

    static Recording of(Path path) throws IOException {
      READ.keySet().removeIf(it -> !it.getParent().equals(path.getParent()));
      Recording known = READ.get(path);
      if (known == null) {
        known = new Recording(PairsTest.observed(path), PlannedCalls.of(path));
        READ.put(path, known);
      }
      return known;
    }
  }

  @ParameterizedTest
  @MethodSource("pairs")
  void theVerdictIsWhatWasSeen(Path one, Path other) throws IOException {
    Recording first = Recording.of(one);
    Recording second = Recording.of(other);
    PlannedCalls provider = first.calls();
    PlannedCalls consumer = second.calls();
    Map<Outcome, List<String>> outcomes = new EnumMap<>(Outcome.class);
    for (Outcome outcome : Outcome.values()) {
      outcomes.put(outcome, new ArrayList<>());
    }
    first
        .observed()
        .forEach(
            (name, seen) -> {
              Observation counterpart = second.observed().get(name);
              if (counterpart != null && ObservationPair.comparable(seen, counterpart)) {
                if (bothWays() || Math.floorMod(name.hashCode(), 4) == 0) {
                  judge(new ObservationPair(seen, counterpart), provider, consumer, outcomes);
                }
                if (bothWays() || Math.floorMod(name.hashCode(), 4) == 1) {
                  judge(new ObservationPair(counterpart, seen), consumer, provider, outcomes);
                }
              }
            });
    String title = title(one) + " and " + one.relativize(other).getFileName();
    System.out.println(
        title
            + ": "
            + outcomes.entrySet().stream()
                .map(entry -> entry.getValue().size() + " " + entry.getKey())
                .toList());
    if (Boolean.getBoolean("abiseam.observations.reasons")) {
      outcomes.get(Outcome.UNDETERMINED).forEach(text -> System.out.println("OPEN " + text));
    }
    if (OTHERS.isPresent()) {
      outcomes.get(Outcome.FALSE_AGREE).forEach(text -> System.out.println("SILENT " + text));
      outcomes.get(Outcome.FALSE_DISAGREE).forEach(text -> System.out.println("FALSE " + text));
      return;
    }
    int all = outcomes.values().stream().mapToInt(List::size).sum();
    int open = outcomes.get(Outcome.UNDETERMINED).size();
    assertThat(open * 10).as(title + ": left open, of " + all).isLessThan(all * 6);
    assertThat(outcomes.get(Outcome.FALSE_AGREE)).as(title + ": said to agree").isEmpty();
    assertThat(outcomes.get(Outcome.FALSE_DISAGREE)).as(title + ": said to disagree").isEmpty();
  }

  /** Checks that what Rust or Clang defines is never compared with itself. */
  @Test
  void twoObjectsThatDefineOneFunctionAreCompared() throws IOException {
    Path gcc = RECORDED.resolve("x86-64-user/gcc-16.txt.gz");
    Path clang = RECORDED.resolve("x86-64-user/clang-23.txt.gz");
    List<Path> objects = List.of(OracleTest.object(gcc), OracleTest.object(clang));
    Report run = Abiseam.check(CheckRequest.of(objects).withThreads(1), Progress.SILENT);
    Map<String, Observation> theirs = observed(clang);
    Set<String> differing = new TreeSet<>();
    Set<String> agreeing = new TreeSet<>();
    observed(gcc)
        .forEach(
            (name, seen) -> {
              Observation counterpart = theirs.get(name);
              if (ObservationPair.comparable(seen, counterpart)) {
                (new ObservationPair(seen, counterpart).differ() ? differing : agreeing).add(name);
              }
            });
    Map<Subject, Verdict> verdicts = run.verification().symbols();
    assertThat(differing)
        .hasSizeGreaterThan(100)
        .noneMatch(name -> verdict(verdicts, name) instanceof Verdict.Agree);
    assertThat(differing).anyMatch(name -> verdict(verdicts, name) instanceof Verdict.Disagree);
    assertThat(agreeing).anyMatch(name -> verdict(verdicts, name) instanceof Verdict.Agree);
  }

  private static Verdict verdict(Map<Subject, Verdict> verdicts, String name) {
    return verdicts.get(new Subject(Subject.Kind.FUNCTION, name));
  }

  private static String title(Path path) {
    return path.getParent().getFileName() + "/" + path.getFileName();
  }

  private static void judge(
      ObservationPair pair,
      PlannedCalls provider,
      PlannedCalls consumer,
      Map<Outcome, List<String>> outcomes) {
    String name = pair.one().name();
    // In fresh recordings each side knows of the convention what its compiler recorded.
    Verdict verdict =
        OTHERS.isPresent()
            ? verdict(name, provider.view(name), consumer.view(name))
            : verdict(name, provider.view(pair.one()), consumer.view(pair.other()));
    boolean differ = pair.differ();
    Outcome outcome =
        pair.one().convention().unrecorded()
            ? Outcome.UNRECORDED_CONVENTION
            : switch (verdict) {
              case Verdict.Agree _ -> differ ? Outcome.FALSE_AGREE : Outcome.AGREE;
              case Verdict.Disagree disagree ->
                  outcome(disagree, pair, provider.rust() || consumer.rust());
              case Verdict.NotDetermined open ->
                  open.reasons().stream()
                          .allMatch(it -> it.reason() == Undetermined.Reason.CONVENTION)
                      ? Outcome.UNRECORDED_CONVENTION
                      : Outcome.UNDETERMINED;
              case Verdict.OpaqueDeclaration _ -> Outcome.UNDETERMINED;
            };
    outcomes
        .get(outcome)
        .add(
            SHOWN.contains(outcome)
                ? "%s%n    %s%n    %s%n    %s"
                    .formatted(provider.declaration(name), pair.one(), pair.other(), words(verdict))
                : name);
  }

  private static String words(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Agree _ -> "agree";
      case Verdict.Disagree disagree ->
          disagree.findings().stream()
              .map(finding -> finding.rule().id() + " " + finding.differences())
              .toList()
              .toString();
      case Verdict.NotDetermined open -> open.reasons().toString();
      case Verdict.OpaqueDeclaration _ -> "opaque";
    };
  }

  private static Outcome outcome(Verdict.Disagree verdict, ObservationPair pair, boolean rust) {
    boolean moved = differs(verdict, MOVED);
    if (moved && verdict.findings().stream().allMatch(PairsTest::perhapsMoved)) {
      return Outcome.UNDETERMINED;
    }
    boolean upperBits =
        verdict.findings().stream()
            .allMatch(finding -> UNSEEN.contains(finding.rule()) && !differs(finding, MOVED));
    if (upperBits) {
      return pair.differ() ? Outcome.FALSE_AGREE : Outcome.AGREE;
    }
    if (pair.differ()) {
      return Outcome.DISAGREE;
    }
    if (verdict.findings().stream().anyMatch(PairsTest::moved)) {
      return pair.complete() ? Outcome.FALSE_DISAGREE : Outcome.DISAGREE;
    }
    return rust || verdict.findings().stream().allMatch(PairsTest::described)
        ? Outcome.LAYOUT
        : Outcome.FALSE_DISAGREE;
  }

  /** A register of floating point that is switched off is a risk beside what is certain. */
  private static boolean moved(Finding finding) {
    return finding.differences().stream()
        .anyMatch(it -> MOVED.contains(it.what()) && !it.path().endsWith("floating point"));
  }

  /**
   * Under some explanation of what debug info leaves out, which is a risk beside what is certain.
   */
  private static boolean perhapsMoved(Finding finding) {
    return differs(finding, MOVED)
        && (finding.severity() == Severity.RISKY || UNSEEN.contains(finding.rule()));
  }

  /** What both objects state of a struct, whose copy then lies in the same place. */
  private static boolean described(Finding finding) {
    return finding.citations().contains(Citations.GCC_STORAGE_ORDER)
        || finding.differences().stream()
            .anyMatch(difference -> DESCRIBED.contains(difference.what()));
  }

  private static final Set<Difference.What> DESCRIBED =
      EnumSet.of(
          Difference.What.OFFSET,
          Difference.What.SIZE,
          Difference.What.BIT_OFFSET,
          Difference.What.ALIGNMENT);

  /** What a call puts elsewhere. */
  private static final Set<Difference.What> MOVED =
      EnumSet.of(Difference.What.LOCATION, Difference.What.ARGUMENTS);

  /** Lists the rules on the bits above a narrow integer and on the stack as a whole. */
  private static final Set<Rule> UNSEEN = EnumSet.of(Rule.CALL_EXTENSION, Rule.CALL_STACK);

  private static boolean differs(Verdict.Disagree verdict, Set<Difference.What> what) {
    return verdict.findings().stream().anyMatch(finding -> differs(finding, what));
  }

  private static boolean differs(Finding finding, Set<Difference.What> what) {
    return finding.differences().stream().anyMatch(difference -> what.contains(difference.what()));
  }

  private static Verdict verdict(String name, View provider, View consumer) {
    Seam.SharedSymbol symbol =
        new Seam.SharedSymbol(Subject.Kind.FUNCTION, name, List.of(provider), List.of(consumer));
    Seam seam = new Seam(List.of(), List.of(symbol), List.of(), List.of(), Linkage.NOTHING);
    return Checker.check(seam).symbols().values().iterator().next();
  }
}
