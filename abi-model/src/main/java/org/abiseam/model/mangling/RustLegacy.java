package org.abiseam.model.mangling;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The form of names before v0: {@code rustc_symbol_mangling::legacy}. */
final class RustLegacy {
  private static final int HASH_DIGITS = 16;
  private static final int LONGEST_NUMBER = 6;

  private RustLegacy() {}

  static Optional<String> demangled(String symbol) {
    List<String> parts = new ArrayList<>();
    int at = "_ZN".length();
    while (at < symbol.length() && symbol.charAt(at) != 'E') {
      int digits = at;
      while (digits < symbol.length() && isDigit(symbol.charAt(digits))) {
        digits++;
      }
      if (digits == at || digits - at > LONGEST_NUMBER) {
        return Optional.empty();
      }
      int end = digits + Integer.parseInt(symbol.substring(at, digits));
      if (end > symbol.length()) {
        return Optional.empty();
      }
      parts.add(symbol.substring(digits, end));
      at = end;
    }
    if (at >= symbol.length() || parts.size() < 2 || !hash(parts.removeLast())) {
      return Optional.empty();
    }
    return Optional.of(String.join("::", parts.stream().map(RustLegacy::plain).toList()));
  }

  /** What tells it from a name of C++. */
  private static boolean hash(String part) {
    if (part.length() != 1 + HASH_DIGITS || part.charAt(0) != 'h') {
      return false;
    }
    return part.chars().skip(1).allMatch(c -> Character.digit(c, 16) >= 0);
  }

  private static String plain(String part) {
    StringBuilder text = new StringBuilder();
    // An underscore keeps an escape from standing first.
    int at = part.startsWith("_$") ? 1 : 0;
    while (at < part.length()) {
      char c = part.charAt(at);
      int end = c == '$' ? part.indexOf('$', at + 1) : -1;
      if (part.startsWith("..", at)) {
        text.append("::");
        at += 2;
      } else if (end > 0) {
        text.append(escape(part.substring(at + 1, end)));
        at = end + 1;
      } else {
        text.append(c);
        at++;
      }
    }
    return text.toString();
  }

  private static String escape(String name) {
    return switch (name) {
      case "SP" -> "@";
      case "BP" -> "*";
      case "RF" -> "&";
      case "LT" -> "<";
      case "GT" -> ">";
      case "LP" -> "(";
      case "RP" -> ")";
      case "C" -> ",";
      default -> character(name).orElse("$" + name + "$");
    };
  }

  /** {@code u7e} is the character U+007E. */
  private static Optional<String> character(String name) {
    if (!name.startsWith("u") || name.length() < 2 || name.length() > 7) {
      return Optional.empty();
    }
    try {
      int code = Integer.parseInt(name.substring(1), 16);
      return Character.isValidCodePoint(code)
          ? Optional.of(Character.toString(code))
          : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
