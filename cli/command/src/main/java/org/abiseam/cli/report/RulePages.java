package org.abiseam.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.abiseam.model.Rule;

/**
 * What {@code docs/rules.md} says of a rule and {@code docs/divergences.md} of a point on which
 * compilers part; both are shipped.
 */
public final class RulePages {
  private RulePages() {}

  /**
   * Returns the text below the rule's heading.
   *
   * @return Markdown, ended
   */
  public static String of(Rule rule) {
    return section("rules.md", rule.id())
        .orElseThrow(() -> new IllegalStateException("no page for " + rule.id()));
  }

  /**
   * Returns what is known of a divergence: the question, who answers how from which version, where
   * that is written and whether recorded calls show it.
   *
   * @return Markdown, ended; empty where there is no such divergence
   */
  public static Optional<String> divergence(String id) {
    return section("divergences.md", id);
  }

  private static Optional<String> section(String file, String title) {
    try (InputStream pages = RulePages.class.getResourceAsStream("/org/abiseam/cli/" + file)) {
      if (pages == null) {
        throw new IllegalStateException(file + " is not shipped");
      }
      String all = new String(pages.readAllBytes(), StandardCharsets.UTF_8);
      String heading = "\n## " + title + "\n";
      int from = all.indexOf(heading);
      if (from < 0) {
        return Optional.empty();
      }
      int to = all.indexOf("\n## ", from + 1);
      return Optional.of(all.substring(from + heading.length(), to < 0 ? all.length() : to));
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }
}
