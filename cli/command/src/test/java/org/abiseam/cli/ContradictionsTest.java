package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.model.Subject;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.junit.jupiter.api.Test;

/** Asks for the same verdict in several ways, over the objects of all fixtures. */
final class ContradictionsTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");

  /** Lists the objects of each build: all in one directory. */
  private static List<List<Path>> builds() throws IOException {
    Map<Path, List<Path>> builds = new TreeMap<>();
    for (Path root : List.of(FIXTURES.resolve("prebuilt"), FIXTURES.resolve("seams"))) {
      try (Stream<Path> all = Files.walk(root)) {
        all.filter(path -> path.toString().endsWith(".o"))
            .filter(path -> root.endsWith("seams") || path.toString().contains("x86_64-dwarf5"))
            .sorted()
            .forEach(
                path -> builds.computeIfAbsent(path.getParent(), _ -> new ArrayList<>()).add(path));
      }
    }
    return builds.values().stream().filter(build -> build.size() > 1).toList();
  }

  private static String kind(Verdict verdict) {
    return switch (verdict) {
      case Verdict.Agree _ -> "agree";
      case Verdict.Disagree _ -> "disagree";
      case Verdict.NotDetermined _ -> "undetermined";
      case Verdict.OpaqueDeclaration _ -> "opaque";
    };
  }

  private static Map<Subject, String> verdicts(Verification verification) {
    Map<Subject, String> kinds = new TreeMap<>();
    verification.symbols().forEach((subject, one) -> kinds.put(subject, kind(one)));
    verification
        .verdicts()
        .forEach((name, one) -> kinds.put(new Subject(Subject.Kind.TYPE, name), kind(one)));
    return kinds;
  }

  @Test
  void explainAndLayoutGiveTheVerdictsOfCheck() throws IOException {
    List<String> contradictions = new ArrayList<>();
    int asked = 0;
    for (List<Path> build : builds()) {
      CheckRequest request = CheckRequest.of(build);
      for (Map.Entry<Subject, String> one :
          verdicts(Abiseam.check(request, Progress.SILENT).verification()).entrySet()) {
        Subject subject = one.getKey();
        String name = subject.name();
        Verification own =
            subject.kind() == Subject.Kind.TYPE
                ? Abiseam.layout(request, name, Progress.SILENT).report().verification()
                : Abiseam.explain(request, name, Progress.SILENT).report().verification();
        asked++;
        if (!one.getValue().equals(verdicts(own).get(subject))) {
          contradictions.add(build + " " + one + " alone: " + verdicts(own).get(subject));
        }
      }
    }
    assertThat(asked).isGreaterThan(100);
    assertThat(contradictions).isEmpty();
  }

  @Test
  void theOrderOfInputsDecidesNothing() throws IOException {
    List<String> contradictions = new ArrayList<>();
    for (List<Path> build : builds()) {
      Map<Subject, String> one =
          verdicts(Abiseam.check(CheckRequest.of(build), Progress.SILENT).verification());
      Map<Subject, String> other =
          verdicts(
              Abiseam.check(CheckRequest.of(build.reversed()), Progress.SILENT).verification());
      if (!one.equals(other)) {
        contradictions.add(build + " " + one + " reversed: " + other);
      }
    }
    assertThat(contradictions).isEmpty();
  }
}
