package org.abiseam.model.mangling;

/**
 * The letters of a v0 name and what is printed of them: numbers, identifiers, limits. What they
 * mean is {@link RustV0}'s.
 */
abstract class V0Letters {
  static final int LONGEST = 1 << 14;
  static final int DEEPEST = 200;

  final String name;
  final StringBuilder text = new StringBuilder();
  int at;
  int depth;

  /** The name does not follow the grammar. */
  static final class Damaged extends RuntimeException {
    private static final long serialVersionUID = 1;

    Damaged() {
      super("", null, false, false);
    }
  }

  V0Letters(String name) {
    this.name = name;
  }

  boolean ended() {
    return at >= name.length() || name.charAt(at) == '.' || name.charAt(at) == '$';
  }

  static boolean digit(char c) {
    return c >= '0' && c <= '9';
  }

  char peek() {
    if (at >= name.length()) {
      throw new Damaged();
    }
    return name.charAt(at);
  }

  char next() {
    char c = peek();
    at++;
    return c;
  }

  boolean take(char c) {
    if (at < name.length() && name.charAt(at) == c) {
      at++;
      return true;
    }
    return false;
  }

  void print(String more) {
    if (text.length() + more.length() > LONGEST) {
      throw new Damaged();
    }
    text.append(more);
  }

  void enter() {
    if (++depth > DEEPEST) {
      throw new Damaged();
    }
  }

  /** {@code base-62-number}: {@code _} is 0, {@code 0_} is 1. */
  long base62() {
    if (take('_')) {
      return 0;
    }
    long value = 0;
    while (!take('_')) {
      char c = next();
      int digit =
          digit(c)
              ? c - '0'
              : c >= 'a' && c <= 'z' ? c - 'a' + 10 : c >= 'A' && c <= 'Z' ? c - 'A' + 36 : -1;
      if (digit < 0) {
        throw new Damaged();
      }
      // The number of a crate is a hash; no other is as large.
      value = Math.min(value, Long.MAX_VALUE / 128) * 62 + digit;
    }
    return value + 1;
  }

  long disambiguator() {
    return take('s') ? base62() + 1 : 0;
  }

  String identifier() {
    boolean punycode = take('u');
    int length = 0;
    if (!digit(peek())) {
      throw new Damaged();
    }
    if (!take('0')) {
      while (at < name.length() && digit(name.charAt(at)) && length < LONGEST) {
        length = length * 10 + next() - '0';
      }
    }
    take('_');
    if (length > name.length() - at) {
      throw new Damaged();
    }
    String raw = name.substring(at, at + length);
    at += length;
    return punycode ? Punycode.decoded(raw).orElseThrow(Damaged::new) : raw;
  }
}
