package org.abiseam.tests.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.psabi.Psabis;
import org.junit.jupiter.api.Test;

/** What every divergence of the tables must have. */
final class DivergencesTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");

  private static List<Divergence> all() {
    return Psabis.divergences().toList();
  }

  @Test
  void noTwoHaveOneName() {
    assertThat(all()).extracting(Divergence::id).doesNotHaveDuplicates();
    assertThat(all())
        .extracting(Divergence::id)
        .allMatch(id -> id.matches("[a-z0-9-]+/[a-z0-9-]+"));
  }

  @Test
  void everyOneCitesAndWhatItCitesOfOursIsThere() {
    for (Divergence divergence : all()) {
      assertThat(divergence.references()).as(divergence.id()).isNotEmpty();
      for (Citation citation : divergence.references()) {
        if (citation.document().equals("abiseam fixtures")) {
          assertThat(FIXTURES.resolve(citation.clause())).as(divergence.id()).exists();
        }
      }
    }
  }

  /** A compiler without an answer is not guessed: its calls are undetermined where it is asked. */
  @Test
  void gccAndClangAnswerButWhereWhatTheyDoIsNotKnown() {
    assertThat(without(Divergence.Family.GCC)).containsExactly("sparc64/packed-long-double");
    assertThat(without(Divergence.Family.CLANG)).isEmpty();
  }

  private static List<String> without(Divergence.Family family) {
    List<String> open = new ArrayList<>();
    for (Divergence divergence : all()) {
      if (!divergence.answers().containsKey(family)) {
        open.add(divergence.id());
      }
    }
    return open;
  }
}
