package org.abiseam.cli.gate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * An extended regular expression of POSIX, as libabigail hands it to {@code regexec}: found
 * anywhere in a text, in brackets a backslash stands for itself, and classes are written {@code
 * [:alpha:]}.
 */
final class PosixPattern {
  private static final Map<String, String> CLASSES =
      Map.ofEntries(
          Map.entry("alpha", "\\p{Alpha}"),
          Map.entry("digit", "\\p{Digit}"),
          Map.entry("alnum", "\\p{Alnum}"),
          Map.entry("upper", "\\p{Upper}"),
          Map.entry("lower", "\\p{Lower}"),
          Map.entry("space", "\\s"),
          Map.entry("blank", "\\p{Blank}"),
          Map.entry("punct", "\\p{Punct}"),
          Map.entry("print", "\\p{Print}"),
          Map.entry("graph", "\\p{Graph}"),
          Map.entry("cntrl", "\\p{Cntrl}"),
          Map.entry("xdigit", "\\p{XDigit}"));

  private static final int MOST_STEPS = 10_000_000;

  private final Pattern pattern;
  private final List<String> literals;

  private PosixPattern(Pattern pattern, List<String> literals) {
    this.pattern = pattern;
    this.literals = literals;
  }

  /** Reads an expression; refuses what is none, with the reason. */
  static PosixPattern of(String text) {
    try {
      return new PosixPattern(Pattern.compile(translated(text)), literals(text));
    } catch (PatternSyntaxException fault) {
      throw new IllegalArgumentException(
          "'" + text + "' is no regular expression: " + fault.getDescription(), fault);
    }
  }

  /**
   * Tells whether the pattern is found in a text.
   *
   * @throws UncheckedIOException where it takes too many steps: some expressions take exponentially
   *     many, and names come from files that are not trusted
   */
  boolean found(String text) {
    return pattern.matcher(new Counted(text)).find();
  }

  /** A text of which a limited number of characters is looked at, each as often as it is asked. */
  private final class Counted implements CharSequence {
    private final String text;
    private int steps;

    Counted(String text) {
      this.text = text;
    }

    @Override
    public char charAt(int index) {
      if (++steps > MOST_STEPS) {
        throw new UncheckedIOException(
            "the expression '%s' takes too long; write it without nested repetitions"
                .formatted(pattern),
            new IOException());
      }
      return text.charAt(index);
    }

    @Override
    public int length() {
      return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
      return text.subSequence(start, end);
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Returns texts that each text has in which the pattern is found; perhaps not all of them. */
  List<String> literals() {
    return literals;
  }

  private static List<String> literals(String text) {
    List<String> all = new ArrayList<>();
    if (text.indexOf('|') >= 0 || text.indexOf('(') >= 0) {
      return all;
    }
    StringBuilder literal = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      int end = c == '[' ? closing(text, i) : c == '\\' ? i + 2 : i + 1;
      boolean itself = c == '\\' ? end <= text.length() : "[.^$*+?{}".indexOf(c) < 0;
      char next = end < text.length() ? text.charAt(end) : '.';
      boolean optional = next == '*' || next == '?' || next == '{';
      if (itself && !optional) {
        literal.append(text.charAt(end - 1));
      }
      if (!itself || optional || next == '+') {
        all.add(literal.toString());
        literal.setLength(0);
      }
      // A pattern that is one has a brace that closes.
      i = c == '{' ? Math.max(end, text.indexOf('}', i) + 1) : end;
    }
    all.add(literal.toString());
    all.removeIf(String::isEmpty);
    return all;
  }

  /** Tells whether it says nothing, because the empty text has it too. */
  boolean anything() {
    return found("");
  }

  private static String translated(String text) {
    StringBuilder regex = new StringBuilder();
    int i = 0;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '[') {
        int end = closing(text, i);
        regex.append(bracket(text.substring(i, end)));
        i = end;
      } else if (c == '\\' && i + 1 < text.length()) {
        char next = text.charAt(i + 1);
        regex.append(Character.isLetterOrDigit(next) ? String.valueOf(next) : "\\" + next);
        i += 2;
      } else {
        // What Java knows besides and POSIX does not: possessive and reluctant repetition.
        boolean repeated =
            (c == '+' || c == '?') && i > 0 && "*+?}".indexOf(text.charAt(i - 1)) >= 0;
        if (repeated) {
          throw new IllegalArgumentException("'" + text + "' repeats a repetition");
        }
        regex.append(c);
        i++;
      }
    }
    return regex.toString();
  }

  /** Behind the bracket that closes a set; one right at its beginning belongs to it. */
  private static int closing(String text, int from) {
    int i = from + 1;
    if (i < text.length() && text.charAt(i) == '^') {
      i++;
    }
    if (i < text.length() && text.charAt(i) == ']') {
      i++;
    }
    while (i < text.length() && text.charAt(i) != ']') {
      int named = text.startsWith("[:", i) ? text.indexOf(":]", i + 2) : -1;
      i = named > 0 ? named + 2 : i + 1;
    }
    if (i >= text.length()) {
      throw new IllegalArgumentException("'" + text + "' is no regular expression: a [ is open");
    }
    return i + 1;
  }

  private static String bracket(String set) {
    StringBuilder regex = new StringBuilder("[");
    int i = 1;
    if (set.charAt(i) == '^') {
      regex.append('^');
      i++;
    }
    for (; i < set.length() - 1; i++) {
      int end = set.startsWith("[:", i) ? set.indexOf(":]", i + 2) : -1;
      if (end > 0) {
        String name = set.substring(i + 2, end);
        String known = CLASSES.get(name);
        if (known == null) {
          throw new IllegalArgumentException("there is no class of characters [:" + name + ":]");
        }
        regex.append(known);
        i = end + 1;
      } else {
        regex.append("[]\\&^".indexOf(set.charAt(i)) >= 0 ? "\\" : "").append(set.charAt(i));
      }
    }
    return regex.append(']').toString();
  }
}
