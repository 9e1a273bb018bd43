package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.junit.jupiter.api.Test;

class FindingTitleTest {
  private static String title(SideLabels labels, Difference... differences) {
    List<Subject> subject = List.of(new Subject(Subject.Kind.TYPE, "queue"));
    var run = Runs.disagreeing(subject, Rule.LAYOUT_SIZE, differences);
    return FindingTitle.of(run.verification().findings().getFirst(), labels);
  }

  private static Difference of(String path, What what, Value expected, Value actual) {
    return new Difference(path, what, expected, actual);
  }

  @Test
  void theWholeComesFirstThenWhatIsMissingThenTheFirstPart() {
    assertThat(
            title(
                SideLabels.SIDES,
                of("queue.lo", What.PRESENCE, Value.of("u16"), Value.ABSENT),
                of("queue.hi", What.PRESENCE, Value.of("u16"), Value.ABSENT),
                of("queue.old", What.PRESENCE, Value.ABSENT, Value.of("u8")),
                of("queue.len", What.OFFSET, Value.of(8), Value.of(32)),
                of("queue", What.SIZE, Value.of(56), Value.of(96))))
        .isEqualTo(
            "7 bytes in C, 12 bytes in Rust; lo, hi are missing in Rust; old is missing in C;"
                + " len: byte 1 in C, byte 4 in Rust");
  }

  @Test
  void valuesThatReadTheSameAreNoTitle() {
    assertThat(title(SideLabels.SIDES, of("queue.t", What.TYPE, Value.of("s"), Value.of("s"))))
        .isEmpty();
  }

  @Test
  void twoBuildsAreNamedAsBuilds() {
    assertThat(title(SideLabels.BUILDS, of("queue", What.ALIGNMENT, Value.of(64), Value.of(32))))
        .isEqualTo("Aligned to 8 bytes in the old build, 4 bytes in the new build");
  }

  @Test
  void whatIsUndefinedInRustIsNotSaidOfC() {
    var color = new Subject(Subject.Kind.TYPE, "color");
    var run = Runs.disagreeing(List.of(color), Rule.LAYOUT_ENUM_RANGE);
    assertThat(FindingTitle.sentences(run.verification().findings().getFirst(), SideLabels.SIDES))
        .last()
        .asString()
        .endsWith("in Rust this is undefined behaviour");
    assertThat(FindingTitle.sentences(Runs.ofC(Rule.LAYOUT_ENUM_RANGE), SideLabels.SIDES))
        .containsExactly(Rule.LAYOUT_ENUM_RANGE.consequence());
  }
}
