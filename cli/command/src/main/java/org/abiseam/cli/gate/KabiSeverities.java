package org.abiseam.cli.gate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.engine.scope.Glob;
import org.abiseam.engine.scope.PatternIndex;
import org.abiseam.model.Finding;
import org.jspecify.annotations.Nullable;

/**
 * The severities of SUSE's kernels: a pattern and {@code PASS} or {@code FAIL} a line, perhaps with
 * {@code MODULE}, {@code NAMESPACE} or {@code SYMBOL} before them; the first that fits decides,
 * what fits none fails.
 *
 * <pre>
 * drivers/md/*       PASS     a module, because of the slash; so is vmlinux
 * TEST_IMPORTANT     FAIL     a namespace of exports, because it is in capitals
 * *not_stable*       PASS     a symbol
 * </pre>
 *
 * <p>They are about functions and variables; a type that differs is not passed by them. Which
 * namespace a symbol is exported into stands in no debug info, so a rule of a namespace cannot be
 * followed. One that passes is left out. One that fails makes all rules behind it uncertain, and so
 * these are left out too, as behind a line that is no rule.
 *
 * <p>Source: suse-kabi-tools(5), KABI SEVERITY RULES.
 */
final class KabiSeverities {
  private final Path file;
  private final Rules rules = new Rules();
  private final List<SuppressionEntry> entries = new ArrayList<>();
  private final List<String> remarks = new ArrayList<>();

  private record Rule(int number, Glob pattern, boolean module) {
    boolean fits(Finding finding) {
      return module
          ? inModule(pattern, finding.provider().origin().object())
          : pattern.matches(finding.subject().name());
    }
  }

  /** Finds the rule that decides of a finding: the first one that fits. */
  private static final class Rules {
    private final PatternIndex<Rule> ofSymbols = new PatternIndex<>();
    private final PatternIndex<Rule> ofModules = new PatternIndex<>();
    private int size;
    private @Nullable Finding asked;
    private @Nullable Rule answer;

    Rule add(String pattern, boolean module) {
      Rule rule = new Rule(size++, new Glob(pattern), module);
      (module ? ofModules : ofSymbols).add(rule.pattern().literals(), rule);
      return rule;
    }

    /** Tells whether a rule decides; every rule is asked of one finding after the other. */
    @SuppressWarnings("ReferenceEquality") // The same finding, not an equal one: to be fast.
    boolean decides(Rule rule, Finding finding) {
      if (finding != asked) {
        asked = finding;
        answer = first(finding);
      }
      return rule.equals(answer);
    }

    private @Nullable Rule first(Finding finding) {
      return !SuppressionFile.ofSymbol(finding.subject().kind())
          ? null
          : Stream.concat(
                  ofSymbols.candidates(finding.subject().name()).stream(),
                  ofModules.candidates(finding.provider().origin().object()).stream())
              .sorted(Comparator.comparingInt(Rule::number))
              .filter(rule -> rule.fits(finding))
              .findFirst()
              .orElse(null);
    }
  }

  private KabiSeverities(Path file) {
    this.file = file;
  }

  /** What a pattern is about. */
  private enum Kind {
    MODULE,
    NAMESPACE,
    SYMBOL;

    /** Reads the word before the pattern. */
    static Optional<Kind> of(String word) {
      return Stream.of(values()).filter(kind -> kind.name().equals(word)).findFirst();
    }

    /** Tells by the pattern where there is no such word. */
    static Kind ofPattern(String pattern) {
      if (pattern.indexOf('/') >= 0 || pattern.equals("vmlinux")) {
        return MODULE;
      }
      return pattern.indexOf(':') >= 0 || capitals(pattern) ? NAMESPACE : SYMBOL;
    }
  }

  /** Tells whether a line is one of these rules. */
  static boolean isRule(String line) {
    String[] words = uncommented(line).split("\\s+", -1);
    boolean typed = words.length == 3 && Kind.of(words[0]).isPresent();
    String last = words[words.length - 1];
    return (typed || words.length == 2)
        && (last.equalsIgnoreCase("PASS") || last.equalsIgnoreCase("FAIL"));
  }

  static SuppressionFile read(Path file, List<String> lines) {
    KabiSeverities severities = new KabiSeverities(file);
    int number = 0;
    boolean certain = true;
    for (String line : lines) {
      number++;
      String text = uncommented(line);
      if (text.isEmpty()) {
        continue;
      }
      if (!isRule(text)) {
        severities.remarks.add(
            "%s:%d: '%s' is not [MODULE, NAMESPACE or SYMBOL,] a pattern, and PASS or FAIL; it and all PASS rules behind it are not applied"
                .formatted(file, number, text));
        certain = false;
        continue;
      }
      certain = severities.rule(text, number, certain);
    }
    return new SuppressionFile(severities.entries, severities.remarks);
  }

  private static String uncommented(String line) {
    int comment = line.indexOf('#');
    return (comment < 0 ? line : line.substring(0, comment)).strip();
  }

  /** Tells whether the rules behind it can still be followed. */
  private boolean rule(String text, int line, boolean certain) {
    String[] words = text.split("\\s+", -1);
    String pattern = words[words.length - 2];
    boolean pass = words[words.length - 1].equalsIgnoreCase("PASS");
    Kind kind = words.length == 3 ? Kind.of(words[0]).orElseThrow() : Kind.ofPattern(pattern);
    String place = file + ":" + line;
    if (kind == Kind.NAMESPACE) {
      remarks.add(
          place
              + ": "
              + pattern
              + " is an export namespace, which debug info does not record; "
              + (pass ? "the rule is" : "it and all PASS rules behind it are")
              + " not applied");
      return certain && pass;
    }
    Rule rule = rules.add(pattern, kind == Kind.MODULE);
    if (pass && certain) {
      entries.add(
          new SuppressionEntry(
              place,
              text,
              "kABI severity " + text + " (" + place + ")",
              Optional.empty(),
              Optional.empty(),
              rule.module() ? List.of() : rule.pattern().literals(),
              finding -> rules.decides(rule, finding)));
    }
    return certain;
  }

  private static boolean capitals(String pattern) {
    return pattern.chars().anyMatch(Character::isLetter)
        && pattern.chars().filter(Character::isLetter).allMatch(Character::isUpperCase);
  }

  /** A module by its path in the tree, wherever the tree is: {@code drivers/md/dm-mod}. */
  private static boolean inModule(Glob pattern, String object) {
    String path = object.replaceFirst("\\.ko(\\.(gz|xz|zst))?$|\\.o$", "");
    while (true) {
      if (pattern.matches(path)) {
        return true;
      }
      int slash = path.indexOf('/');
      if (slash < 0) {
        return false;
      }
      path = path.substring(slash + 1);
    }
  }
}
