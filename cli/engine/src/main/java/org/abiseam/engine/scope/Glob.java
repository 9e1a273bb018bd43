package org.abiseam.engine.scope;

import java.util.ArrayList;
import java.util.List;

/**
 * Matches names by a pattern as a shell writes it: {@code *} for any text, {@code ?} for any
 * character, {@code [a-z]} and {@code [!a-z]} for one of some. A bracket that is never closed
 * stands for itself.
 *
 * <p>Matching takes at most as many steps as the name has characters for each part of the pattern:
 * where a part does not fit, only the last {@code *} before it takes one character more.
 */
public final class Glob {
  private final List<Part> parts;

  /** What a place of the pattern stands for. */
  private sealed interface Part {
    /** Any text. */
    record AnyText() implements Part {}

    /** Any character. */
    record AnyCharacter() implements Part {}

    /** A character itself. */
    record Character(char value) implements Part {}

    /** One of some characters, or of all others; ranges are pairs of first and last. */
    record OneOf(String ranges, boolean others) implements Part {}
  }

  /**
   * Reads a pattern.
   *
   * @param text of the whole name
   */
  public Glob(String text) {
    this.parts = parts(text);
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
    int part = 0;
    int at = 0;
    int behindStar = -1;
    int taken = 0;
    while (at < name.length()) {
      if (part < parts.size() && parts.get(part) instanceof Part.AnyText) {
        behindStar = ++part;
        taken = at;
      } else if (part < parts.size() && fits(parts.get(part), name.charAt(at))) {
        part++;
        at++;
      } else if (behindStar >= 0) {
        part = behindStar;
        at = ++taken;
      } else {
        return false;
      }
    }
    return parts.subList(part, parts.size()).stream().allMatch(Part.AnyText.class::isInstance);
  }

  /**
   * Lists what each name has that is meant.
   *
   * @return texts without any character of a pattern
   */
  public List<String> literals() {
    List<String> literals = new ArrayList<>();
    StringBuilder literal = new StringBuilder();
    for (Part part : parts) {
      if (part instanceof Part.Character(char value)) {
        literal.append(value);
      } else {
        literals.add(literal.toString());
        literal.setLength(0);
      }
    }
    literals.add(literal.toString());
    literals.removeIf(String::isEmpty);
    return literals;
  }

  private static boolean fits(Part part, char c) {
    return switch (part) {
      case Part.AnyText _ -> false;
      case Part.AnyCharacter _ -> true;
      case Part.Character character -> character.value() == c;
      case Part.OneOf some -> {
        boolean found = false;
        for (int i = 0; i < some.ranges().length(); i += 2) {
          found |= some.ranges().charAt(i) <= c && c <= some.ranges().charAt(i + 1);
        }
        yield found != some.others();
      }
    };
  }

  private static List<Part> parts(String text) {
    List<Part> parts = new ArrayList<>(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int end = c == '[' ? text.indexOf(']', i + 2) : -1;
      if (end > 0) {
        parts.add(oneOf(text.substring(i + 1, end)));
        i = end;
      } else {
        parts.add(
            switch (c) {
              case '*' -> new Part.AnyText();
              case '?' -> new Part.AnyCharacter();
              default -> new Part.Character(c);
            });
      }
    }
    return parts;
  }

  private static Part oneOf(String inside) {
    boolean others = inside.startsWith("!");
    StringBuilder ranges = new StringBuilder();
    for (int i = others ? 1 : 0; i < inside.length(); i++) {
      boolean range = i + 2 < inside.length() && inside.charAt(i + 1) == '-';
      ranges.append(inside.charAt(i)).append(inside.charAt(range ? i + 2 : i));
      i += range ? 2 : 0;
    }
    return new Part.OneOf(ranges.toString(), others);
  }
}
