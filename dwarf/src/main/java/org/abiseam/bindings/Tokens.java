package org.abiseam.bindings;

import java.util.List;

/** Holds the tokens of one file; asking behind its end is allowed and finds nothing. */
final class Tokens {
  private final String file;
  private final List<Token> all;

  /** For each token the index after it, or after the bracket that closes it. */
  private final int[] after;

  private Tokens(String file, List<Token> all) {
    this.file = file;
    this.all = List.copyOf(all);
    this.after = new int[all.size()];
    int[] open = new int[all.size()];
    int depth = 0;
    for (int i = 0; i < after.length; i++) {
      after[i] = i + 1;
      if (opens(i)) {
        open[depth++] = i;
        after[i] = after.length;
      } else if (closes(i) && depth > 0) {
        after[open[--depth]] = i + 1;
      }
    }
  }

  static Tokens of(String file, String source) {
    return new Tokens(file, Lexer.tokens(source));
  }

  String file() {
    return file;
  }

  int size() {
    return all.size();
  }

  boolean is(int index, String text) {
    return index >= 0 && index < all.size() && all.get(index).is(text);
  }

  boolean is(int index, Token.Kind kind) {
    return index >= 0 && index < all.size() && all.get(index).kind() == kind;
  }

  String text(int index) {
    return index >= 0 && index < all.size() ? all.get(index).text() : "";
  }

  /** Returns the content of a string literal; empty text where another token stands. */
  String string(int index) {
    return is(index, Token.Kind.LITERAL) ? unquoted(text(index)) : "";
  }

  /** Returns what stands between the quotes. */
  static String unquoted(String literal) {
    int from = literal.indexOf('"');
    int to = literal.lastIndexOf('"');
    return from >= 0 && to > from ? literal.substring(from + 1, to) : literal;
  }

  Item.Place place(int index) {
    int last = Math.min(index, all.size() - 1);
    return last < 0
        ? new Item.Place(file, 0, List.of(), 0)
        : new Item.Place(file, all.get(last).line(), List.of(), all.get(last).end());
  }

  /** Returns the index of the character behind a token that is there. */
  int end(int index) {
    return all.get(index).end();
  }

  boolean opens(int index) {
    return is(index, "{") || is(index, "(") || is(index, "[");
  }

  boolean closes(int index) {
    return is(index, "}") || is(index, ")") || is(index, "]");
  }

  /** Returns the index after the bracket that closes the one at an index, or after any other. */
  int after(int open) {
    return open < after.length ? after[open] : open + 1;
  }

  /** Returns the index of the comma or bracket that ends an element of a list, or the limit. */
  int endOfElement(int from, int limit) {
    int i = from;
    while (i < limit && !is(i, ",") && !closes(i)) {
      i = opens(i) ? after(i) : i + 1;
    }
    return Math.min(i, limit);
  }

  /** Returns the index behind {@code <…>}; the same where none begins here. */
  int afterAngles(int open) {
    int depth = 0;
    int i = open;
    while (i < all.size()) {
      boolean arrow = is(i, "-") && is(i + 1, ">");
      depth += is(i, "<") ? 1 : is(i, ">") ? -1 : 0;
      if (depth == 0) {
        return is(open, "<") ? i + 1 : open;
      }
      i = arrow ? i + 2 : after(i);
    }
    return i;
  }

  /** Returns what stands from one index to before another, with one blank between words. */
  String text(int from, int to) {
    StringBuilder text = new StringBuilder();
    for (int i = from; i < Math.min(to, all.size()); i++) {
      boolean apart = is(i - 1, ",") || is(i - 1, "=") || is(i, "=");
      text.append(i > from && apart ? " " : "").append(text(i));
    }
    return text.toString();
  }
}
