package org.abiseam.engine.scope;

import java.util.regex.Pattern;

/**
 * Matches names by a pattern as a shell writes it: {@code *} for any text, {@code ?} for any
 * character, {@code [a-z]} and {@code [!a-z]} for one of some. A bracket that is never closed
 * stands for itself.
 */
public final class Glob {
  private final Pattern pattern;

  /**
   * Reads a pattern.
   *
   * @param text of the whole name
   */
  public Glob(String text) {
    this.pattern = Pattern.compile(regularExpression(text));
  }

  /**
   * Tells whether a text says more than one name.
   *
   * @param text a name or a pattern
   * @return true where a character of a pattern is in it
   */
  public static boolean isPattern(String text) {
    return text.chars().anyMatch(c -> c == '*' || c == '?' || c == '[');
  }

  /**
   * Tells whether the whole of a name is meant.
   *
   * @param name the name
   * @return true where it is
   */
  public boolean matches(String name) {
    return pattern.matcher(name).matches();
  }

  private static String regularExpression(String text) {
    StringBuilder regex = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '[' ? text.indexOf(']', i + 2) : -1;
      if (end > 0) {
        String inside = text.substring(i + 1, end);
        boolean not = inside.startsWith("!");
        String some = (not ? inside.substring(1) : inside).replaceAll("[\\[\\]&^\\\\]", "\\\\$0");
        regex.append(not ? "[^" : "[").append(some).append(']');
        i = end;
      } else {
        regex.append(
            switch (c) {
              case '*' -> ".*";
              case '?' -> ".";
              default -> Pattern.quote(String.valueOf(c));
            });
      }
    }
    return regex.toString();
  }
}
