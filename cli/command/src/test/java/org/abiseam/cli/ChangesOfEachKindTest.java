package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Compares the objects of {@code fixtures/changes/kinds}, in both directions and across compilers,
 * with the answers that their sources state above each kind.
 */
final class ChangesOfEachKindTest extends CommandLineForTests {
  private static final Path KINDS = Path.of("..", "fixtures", "changes", "kinds");
  private static final Pattern STATED = Pattern.compile("(?m)^//= (\\w+) (\\w+) (\\w+): (.+)$");

  /** BTF states no alignment, no {@code _Atomic} and no {@code _Noreturn}. */
  private static final Set<String> UNTOLD_BY_BTF =
      Set.of("aligned_more", "member_atomic", "no_longer_ends", "parameter_half");

  /** Clang describes a type only where a unit uses its members. */
  private static final Set<String> UNTOLD_BY_CLANG =
      Set.of("becomes_opaque", "union_becomes_opaque");

  private static final List<String> COMPILERS = List.of("gcc", "clang");

  /** The exit status of the last comparison. */
  private int status;

  /** How bad a change is, the worst last. */
  private enum Answer {
    FINE,
    UNDETERMINED,
    RISKY,
    HARMFUL
  }

  /** The answers from old to new and back, and why. */
  private record Kind(String name, Answer forward, Answer back, String reason) {}

  private static List<Kind> kinds(String source) throws IOException {
    return STATED
        .matcher(Files.readString(KINDS.resolve(source + ".c")))
        .results()
        .map(ChangesOfEachKindTest::kind)
        .toList();
  }

  private static Kind kind(MatchResult line) {
    return new Kind(line.group(1), answer(line.group(2)), answer(line.group(3)), line.group(4));
  }

  private static Answer answer(String word) {
    return word.equals("harmless")
        ? Answer.FINE
        : Answer.valueOf(word.toUpperCase(java.util.Locale.ROOT));
  }

  /** Returns the worst of each kind; a name belongs to the longest kind that it begins with. */
  private Map<String, Answer> compared(List<Kind> kinds, String old, String recent) {
    status =
        run(
            "compare",
            "--format",
            "json",
            KINDS.resolve(old).toString(),
            KINDS.resolve(recent).toString());
    JsonNode root = JsonMapper.builder().build().readTree(out);
    Map<String, Answer> worst = new TreeMap<>();
    for (JsonNode one : root.get("findings")) {
      note(worst, kinds, one, answer(one.get("severity").asString()));
    }
    for (JsonNode one : root.get("undetermined")) {
      note(worst, kinds, one, Answer.UNDETERMINED);
    }
    return worst;
  }

  private static void note(
      Map<String, Answer> worst, List<Kind> kinds, JsonNode one, Answer answer) {
    String subject = one.get("subject").get("name").asString();
    Optional<String> kind =
        kinds.stream()
            .map(Kind::name)
            .filter(name -> (subject + '_').startsWith(name + '_'))
            .max(Comparator.comparing(String::length));
    assertThat(kind).as("kind of %s", subject).isPresent();
    worst.merge(kind.orElseThrow(), answer, (a, b) -> a.compareTo(b) > 0 ? a : b);
  }

  @ParameterizedTest
  @ValueSource(strings = {"functions", "records", "values", "internal"})
  void eachKindIsGradedAsItsSourceSays(String source) throws IOException {
    List<Kind> kinds = kinds(source);
    List<String> wrong = new ArrayList<>();
    for (String one : COMPILERS) {
      for (String other : COMPILERS) {
        for (boolean forward : new boolean[] {true, false}) {
          String old = source + '-' + one + (forward ? "-old.o" : "-new.o");
          String recent = source + '-' + other + (forward ? "-new.o" : "-old.o");
          Map<String, Answer> found = compared(kinds, old, recent);
          for (Kind kind : kinds) {
            boolean untold = UNTOLD_BY_CLANG.contains(kind.name()) && other.equals("clang");
            Answer stated = forward ? kind.forward() : kind.back();
            Answer expected = untold && forward ? Answer.UNDETERMINED : stated;
            Answer answer = found.getOrDefault(kind.name(), Answer.FINE);
            if (answer != expected) {
              wrong.add(old + " -> " + recent + ": " + kind + " is " + answer);
            }
          }
        }
      }
    }
    assertThat(kinds).hasSizeGreaterThan(10);
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"functions", "records", "values", "internal"})
  void anotherCompilerChangesNothing(String source) throws IOException {
    for (String build : List.of("old.o", "new.o")) {
      String gcc = source + "-gcc-" + build;
      String clang = source + "-clang-" + build;
      Map<String, Answer> found = compared(kinds(source), gcc, clang);
      found.putAll(compared(kinds(source), clang, gcc));
      found.values().removeIf(answer -> answer == Answer.FINE);
      found.remove("becomes_resolved");
      assertThat(found).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"functions", "records", "values", "internal"})
  void btfMissesNoChangeAndInventsNone(String source) throws IOException {
    List<Kind> kinds = kinds(source);
    List<String> wrong = new ArrayList<>();
    for (boolean forward : new boolean[] {true, false}) {
      String old = source + (forward ? "-btf-old.o" : "-btf-new.o");
      String recent = source + (forward ? "-btf-new.o" : "-btf-old.o");
      Map<String, Answer> found = compared(kinds, old, recent);
      for (Kind kind : kinds) {
        Answer expected = forward ? kind.forward() : kind.back();
        Answer answer = found.getOrDefault(kind.name(), Answer.FINE);
        boolean missed = expected.compareTo(Answer.UNDETERMINED) > 0 && answer == Answer.FINE;
        boolean invented = expected == Answer.FINE && answer == Answer.HARMFUL;
        if ((missed && !UNTOLD_BY_BTF.contains(kind.name())) || invented) {
          wrong.add(old + " -> " + recent + ": " + kind + " is " + answer);
        }
      }
    }
    assertThat(wrong).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines", "slim", "dwarf2", "dwarf64", "type-units", "btf-old"})
  void anotherFormOfDebugInfoChangesNothing(String form) throws IOException {
    for (String source : List.of("functions", "records")) {
      String other = source + '-' + form + ".o";
      for (String base : List.of(source + "-gcc-old.o", source + "-clang-old.o")) {
        for (Map<String, Answer> found :
            List.of(compared(kinds(source), base, other), compared(kinds(source), other, base))) {
          boolean read = !form.equals("lines") && !form.equals("slim");
          found
              .values()
              .removeIf(
                  answer ->
                      answer == Answer.FINE
                          || (answer == Answer.UNDETERMINED && !form.startsWith("dwarf")));
          assertThat(found).as(other + " and " + base).isEmpty();
          assertThat(status).isEqualTo(read ? 0 : 1);
        }
      }
    }
  }

  @Test
  void everyKindHasOneName() throws IOException {
    List<String> names = new ArrayList<>();
    for (String source : List.of("functions", "records", "values", "internal")) {
      kinds(source).forEach(kind -> names.add(kind.name()));
    }
    assertThat(names).doesNotHaveDuplicates().hasSizeGreaterThan(150);
  }
}
