package org.abiseam.engine.snapshot;

import java.util.OptionalLong;

/** The words, numbers and signs of one line. */
final class LineScanner {
  private final String text;
  private final int number;
  private int at;

  LineScanner(String text, int number) {
    this.text = text;
    this.number = number;
    skip();
  }

  /** Returns what was expected and what is there. */
  BadSnapshot fault(String expected) {
    String rest = text.substring(Math.min(at, text.length())).strip();
    String found = rest.isEmpty() ? "the line ends" : "found '" + rest + "'";
    return new BadSnapshot(number, "expected " + expected + ", " + found);
  }

  private void skip() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
  }

  boolean end() {
    return at >= text.length();
  }

  /** Returns all that was not looked at. */
  String rest() {
    return text.substring(at);
  }

  void expectEnd() {
    if (!end()) {
      throw fault("the end of the line");
    }
  }

  boolean at(char sign) {
    return at < text.length() && text.charAt(at) == sign;
  }

  boolean take(char sign) {
    if (!at(sign)) {
      return false;
    }
    at++;
    skip();
    return true;
  }

  void expect(char sign) {
    if (!take(sign)) {
      throw fault("'" + sign + "'");
    }
  }

  /** Goes on behind the next such sign. */
  void behind(char sign) {
    while (!end() && !at(sign)) {
      at++;
    }
    expect(sign);
  }

  boolean takeEllipsis() {
    if (!text.startsWith("...", at)) {
      return false;
    }
    at += 3;
    skip();
    return true;
  }

  /** Tells whether a parenthesis opens that holds a declarator, not parameters. */
  boolean atGroup() {
    return at('(') && at + 1 < text.length() && text.charAt(at + 1) == '*';
  }

  boolean atDigit() {
    return at < text.length() && Character.isDigit(text.charAt(at));
  }

  boolean atWord() {
    return at < text.length() && word(text.charAt(at)) && !text.startsWith("...", at);
  }

  private static boolean word(char letter) {
    return letter == '_' || letter == '$' || letter == '.' || Character.isLetterOrDigit(letter);
  }

  String word() {
    int from = at;
    while (at < text.length() && word(text.charAt(at))) {
      at++;
    }
    if (from == at) {
      throw fault("a word");
    }
    String word = text.substring(from, at);
    skip();
    return word;
  }

  void keyword(String expected) {
    if (!takeKeyword(expected)) {
      throw fault("'" + expected + "'");
    }
  }

  boolean takeKeyword(String expected) {
    int end = at + expected.length();
    boolean there =
        text.startsWith(expected, at) && (end == text.length() || !word(text.charAt(end)));
    if (there) {
      at = end;
      skip();
    }
    return there;
  }

  /** A name, quoted or not. */
  String name() {
    return at('`') ? quoted() : word();
  }

  /** A name of several words. */
  String words() {
    if (at('`')) {
      return quoted();
    }
    return words(word());
  }

  /** Reads the words that follow the first of a name. */
  String words(String first) {
    StringBuilder name = new StringBuilder(first);
    while (atWord()) {
      name.append(' ').append(word());
    }
    return name.toString();
  }

  String quoted() {
    int from = at + 1;
    int end = from;
    while (end < text.length() && text.charAt(end) != '`') {
      end += text.charAt(end) == '\\' ? 2 : 1;
    }
    if (!at('`') || end >= text.length()) {
      throw fault("a text between back quotes");
    }
    at = end + 1;
    String found = Quoting.unquoted(text.substring(from, end));
    skip();
    return found;
  }

  /** {@code @`file`~2}, as it stands; empty where there is none. */
  String qualifier() {
    int from = at;
    if (at('@')) {
      at++;
      quoted();
    }
    if (at('~')) {
      at++;
      word();
      while (at('~')) {
        at++;
        word();
      }
    }
    return text.substring(from, at).strip();
  }

  /** Returns a number, perhaps negative. */
  long number() {
    int from = at;
    if (at('-')) {
      at++;
    }
    while (atDigit()) {
      at++;
    }
    String digits = text.substring(from, at);
    try {
      long value = digits.startsWith("-") ? Long.parseLong(digits) : Long.parseUnsignedLong(digits);
      skip();
      return value;
    } catch (NumberFormatException _) {
      at = from;
      throw fault("a number");
    }
  }

  int smallNumber() {
    long value = number();
    if (value < 0 || value > Integer.MAX_VALUE) {
      throw fault("a number below 2^31, not " + value + ", before what follows");
    }
    return (int) value;
  }

  OptionalLong numberOrUnknown() {
    return take('?') ? OptionalLong.empty() : OptionalLong.of(number());
  }

  /** Returns a position in bytes and bits, {@code 4.3}; in bits. */
  long position() {
    long bytes = number();
    long bits = take('.') ? number() : 0;
    if (bytes < 0 || bytes > Long.MAX_VALUE / 16 || bits < 0 || bits > 7) {
      throw fault("a position in bytes and bits before what follows");
    }
    return bytes * 8 + bits;
  }
}
