package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Subject;
import org.junit.jupiter.api.Test;

class FindingFixTest {
  private static String aligned(long provider, long consumer) {
    var run =
        Runs.disagreeing(
            List.of(new Subject(Subject.Kind.TYPE, "queue")),
            Rule.LAYOUT_ALIGNMENT,
            new Difference("queue", What.ALIGNMENT, Value.of(provider), Value.of(consumer)));
    return FindingFix.of(run.verification().findings().getFirst(), SideLabels.SIDES);
  }

  @Test
  void alignmentIsRaisedByAlignAndLoweredByPacked() {
    assertThat(aligned(512, 64)).contains("write #[repr(C, align(64))]");
    assertThat(aligned(8, 64)).contains("write #[repr(C, packed(1))]");
  }

  private static String ofC(Rule rule, String expected, String actual) {
    Difference one = new Difference("queue.at", What.TYPE, Value.of(expected), Value.of(actual));
    return FindingFix.of(Runs.ofC(rule, one), SideLabels.SIDES);
  }

  @Test
  void aTypeOfOneNameIsNotDeclaredAnew() {
    assertThat(ofC(Rule.CALL_ARGUMENT, "off_t", "off_t")).contains("macros and switches");
    assertThat(ofC(Rule.POINTER_SIGNATURE, "off_t", "off_t")).contains("macros and switches");
    assertThat(ofC(Rule.CALL_ARGUMENT, "int", "long")).contains("declare `at` alike");
  }
}
