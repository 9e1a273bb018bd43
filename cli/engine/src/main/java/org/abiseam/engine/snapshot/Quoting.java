package org.abiseam.engine.snapshot;

import java.util.Set;

/**
 * Names in a snapshot. One that C could write stands as it is; any other, such as {@code
 * Option<&T>}, stands between back quotes, in which a back quote, a backslash and a line end are
 * written with a backslash before them.
 */
final class Quoting {
  private static final Set<String> WORDS =
      Set.of(
          "struct",
          "union",
          "enum",
          "tagged",
          "opaque",
          "declared",
          "whole",
          "scalar",
          "vector",
          "void",
          "_Atomic",
          "NonZero",
          "extern",
          "typedef");

  private Quoting() {}

  /** A name of one word. */
  static String name(String name) {
    return plain(name) && !WORDS.contains(name) ? name : quoted(name);
  }

  /** A name that may have several words: {@code long unsigned int}. */
  static String words(String name) {
    String[] words = name.split(" ", -1);
    for (String word : words) {
      if (!plain(word) || WORDS.contains(word)) {
        return quoted(name);
      }
    }
    return name;
  }

  /** Any text. */
  static String quoted(String text) {
    return "`"
        + text.replace("\\", "\\\\").replace("`", "\\`").replace("\n", "\\n").replace("\r", "\\r")
        + "`";
  }

  /** Returns the text at which {@link #quoted} was called, without its quotes. */
  static String unquoted(String inside) {
    if (inside.indexOf('\\') < 0) {
      return inside;
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < inside.length(); i++) {
      char at = inside.charAt(i);
      if (at == '\\' && i + 1 < inside.length()) {
        char next = inside.charAt(++i);
        text.append(next == 'n' ? '\n' : next == 'r' ? '\r' : next);
      } else {
        text.append(at);
      }
    }
    return text.toString();
  }

  private static boolean plain(String name) {
    if (name.isEmpty()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      char at = name.charAt(i);
      boolean letter = at == '_' || at == '$' || at == '.' || Character.isLetterOrDigit(at);
      if (!letter || at > 0x7f) {
        return false;
      }
    }
    return true;
  }
}
