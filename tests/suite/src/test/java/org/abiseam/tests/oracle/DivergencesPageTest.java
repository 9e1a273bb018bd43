package org.abiseam.tests.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.abiseam.model.Citation;
import org.abiseam.model.Producer.Version;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.psabi.Psabis;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/divergences.md}, which {@code explain} shows, is the tables of divergences written
 * down; {@code -Dfixtures.update=true} writes it anew.
 */
final class DivergencesPageTest {
  private static final Path PAGE = Path.of("..", "docs", "divergences.md");
  private static final Path FIXTURES = Path.of("..", "fixtures");

  private static final String HEAD =
      """
      # Where compilers differ

      Each point on which GCC, Clang and rustc pass or return a value differently, as the rules
      know it: the question that a plan asks, who answers how from which version, and where that is
      written. An answer was seen in recorded calls if calls of a real compiler, kept in
      `fixtures/observations`, went as the plan with this answer says.
      `abiseam explain ID` shows one of them. Written from the tables by a test.
      """;

  @Test
  void thePageSaysWhatTheTablesSay() throws IOException {
    String page =
        HEAD + Psabis.divergences().map(DivergencesPageTest::text).collect(Collectors.joining());
    if (Boolean.getBoolean("fixtures.update")) {
      Files.writeString(PAGE, page);
    }
    assertThat(PAGE).content().isEqualTo(page);
  }

  @Test
  void aReferenceToAFixtureNamesOneThatIsThere() {
    Psabis.divergences()
        .flatMap(divergence -> divergence.references().stream())
        .filter(reference -> reference.document().equals("abiseam fixtures"))
        .map(Citation::clause)
        .forEach(clause -> assertThat(FIXTURES.resolve(clause)).isDirectory());
  }

  private static String text(Divergence divergence) {
    StringBuilder text = new StringBuilder("\n## " + divergence.id() + "\n\n");
    text.append(divergence.question()).append("\n\n");
    text.append("Yes: ").append(divergence.summary()).append("\n\n");
    divergence.answers().forEach((family, all) -> text.append(line(family, all)));
    text.append("\n- References: ");
    text.append(
        divergence.references().stream().map(Citation::toString).collect(Collectors.joining("; ")));
    text.append('\n');
    text.append(shown("Seen in recorded calls", divergence, false));
    return text.append(shown("By reference alone", divergence, true)).toString();
  }

  private static String line(Divergence.Family family, List<Divergence.Answer> answers) {
    String name =
        switch (family) {
          case GCC -> "GCC";
          case CLANG -> "Clang";
          case RUSTC -> "rustc";
        };
    return answers.stream()
        .map(answer -> (answer.yes() ? "yes" : "no") + versions(answer))
        .collect(Collectors.joining(", ", "- " + name + ": ", "\n"));
  }

  private static String versions(Divergence.Answer answer) {
    return answer.from().map(version -> " since " + number(version)).orElse("")
        + answer.end().map(version -> " before " + number(version)).orElse("");
  }

  private static String number(Version version) {
    return version.minor() == 0
        ? Integer.toString(version.major())
        : version.major() + "." + version.minor();
  }

  private static String shown(String head, Divergence divergence, boolean alone) {
    String answers =
        divergence.answers().values().stream()
            .flatMap(List::stream)
            .map(answer -> answer.yes() ? "yes" : "no")
            .distinct()
            .filter(answer -> alone == alone(divergence, answer))
            .collect(Collectors.joining(", "));
    return answers.isEmpty() ? "" : "- " + head + ": " + answers + "\n";
  }

  private static boolean alone(Divergence divergence, String answer) {
    return ShownAnswers.BY_REFERENCE_ALONE.contains(divergence.id() + " " + answer);
  }
}
