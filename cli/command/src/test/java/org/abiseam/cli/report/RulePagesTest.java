package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.model.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulePagesTest {
  @ParameterizedTest
  @EnumSource(Rule.class)
  void aPageSaysHowToFixWhatTheRuleFinds(Rule rule) {
    assertThat(RulePages.of(rule)).contains("Fix: ").doesNotContain("\n\n\n");
  }

  @ParameterizedTest
  @EnumSource(
      value = Rule.class,
      names = {"LAYOUT_.*", "CALL_(ARITY|HIDDEN_POINTER|RETURN|STACK|VARIADIC)"},
      mode = EnumSource.Mode.MATCH_ANY)
  void aPageOfALayoutOrACallShowsBothSides(Rule rule) {
    if (rule != Rule.LAYOUT_ENUM_RANGE) {
      assertThat(RulePages.of(rule)).containsPattern("(?s)```\n.*\n```");
    }
  }
}
