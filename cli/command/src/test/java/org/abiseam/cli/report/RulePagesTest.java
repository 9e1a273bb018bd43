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
  @EnumSource(Rule.class)
  void aPageShowsBothSidesAndWhereItWasFound(Rule rule) {
    assertThat(RulePages.of(rule))
        .containsPattern("(?s)```\n.*\n```")
        .containsPattern("\nReal find: [^\n]+\\.\n");
  }
}
