package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.model.Rule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RulePagesTest {
  @ParameterizedTest
  @EnumSource(Rule.class)
  void aPageShowsBothSidesSaysWhyItBreaksHowToFixItAndWhereItWasFound(Rule rule) {
    assertThat(RulePages.of(rule))
        .containsPattern(
            "(?s)^.+\\.\n\n```\n.*\n```\n\nWhy it breaks: [^\n]+\\.\n\nFix: .+\\.\n\nReal find:"
                + " [^\n]+\\.\n");
  }
}
