package org.abiseam.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.abiseam.model.Rule;

/** What {@code docs/rules.md}, which is shipped, says of a rule. */
public final class RulePages {
  private RulePages() {}

  /**
   * The text below the rule's heading.
   *
   * @param rule any
   * @return Markdown, ended
   */
  public static String of(Rule rule) {
    try (InputStream pages = RulePages.class.getResourceAsStream("/org/abiseam/cli/rules.md")) {
      if (pages == null) {
        throw new IllegalStateException("rules.md is not shipped");
      }
      String all = new String(pages.readAllBytes(), StandardCharsets.UTF_8);
      String heading = "## " + rule.id() + "\n";
      int from = all.indexOf(heading);
      if (from < 0) {
        throw new IllegalStateException("no page for " + rule.id());
      }
      int to = all.indexOf("\n## ", from + 1);
      return all.substring(from + heading.length(), to < 0 ? all.length() : to);
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
