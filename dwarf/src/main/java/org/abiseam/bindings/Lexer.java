package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;

/**
 * Rust source to tokens, by the Rust Reference, chapter "Lexical structure". Comments are dropped,
 * nested ones too. What ends before it should becomes a token that reaches to the end of the file;
 * the parser then misses what must follow.
 */
final class Lexer {
  private final String source;
  private final List<Token> tokens = new ArrayList<>();
  private int at;
  private int line = 1;

  private Lexer(String source) {
    this.source = source;
  }

  static List<Token> tokens(String source) {
    Lexer lexer = new Lexer(source);
    while (lexer.at < source.length()) {
      lexer.next();
    }
    return lexer.tokens;
  }

  private void next() {
    char c = source.charAt(at);
    if (c == '\n') {
      line++;
      at++;
    } else if (Character.isWhitespace(c)) {
      at++;
    } else if (source.startsWith("//", at)) {
      at = orEnd(source.indexOf('\n', at));
    } else if (source.startsWith("/*", at)) {
      comment();
    } else if (c == '"') {
      string(at);
    } else if (c == '\'') {
      quote();
    } else if (Character.isDigit(c)) {
      add(Token.Kind.NUMBER, at, wordEnd(at));
    } else if (isWord(c)) {
      word();
    } else {
      add(Token.Kind.MARK, at, at + 1);
    }
  }

  private void comment() {
    int depth = 0;
    do {
      if (source.startsWith("/*", at)) {
        depth++;
        at += 2;
      } else if (source.startsWith("*/", at)) {
        depth--;
        at += 2;
      } else {
        line += source.charAt(at++) == '\n' ? 1 : 0;
      }
    } while (depth > 0 && at < source.length());
  }

  private void word() {
    int end = wordEnd(at);
    String word = source.substring(at, end);
    char after = end < source.length() ? source.charAt(end) : ' ';
    boolean prefix = word.equals("r") || word.equals("b") || word.equals("br") || word.equals("c");
    if (prefix && after == '"') {
      if (word.endsWith("r")) {
        rawString(end);
      } else {
        string(end);
      }
    } else if ((word.equals("r") || word.equals("br")) && after == '#') {
      if (end + 1 < source.length() && isWord(source.charAt(end + 1))) {
        at = end + 1;
        add(Token.Kind.WORD, at, wordEnd(at));
      } else {
        rawString(end);
      }
    } else if (word.equals("b") && after == '\'') {
      at = end;
      quote();
    } else {
      add(Token.Kind.WORD, at, end);
    }
  }

  private void string(int quote) {
    int end = quote + 1;
    while (end < source.length() && source.charAt(end) != '"') {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    add(Token.Kind.LITERAL, at, end + 1);
  }

  private void rawString(int hashes) {
    int open = hashes;
    while (open < source.length() && source.charAt(open) == '#') {
      open++;
    }
    int end = source.indexOf('"' + "#".repeat(open - hashes), open + 1);
    add(Token.Kind.LITERAL, at, end < 0 ? source.length() : end + 1 + open - hashes);
  }

  /** A character or a lifetime: {@code 'a'} ends with a quote, {@code 'a} does not. */
  private void quote() {
    int end = wordEnd(at + 1);
    boolean character = end == at + 1 || (end < source.length() && source.charAt(end) == '\'');
    if (!character) {
      add(Token.Kind.LIFETIME, at, end);
      return;
    }
    end = at + 1;
    while (end < source.length() && source.charAt(end) != '\'') {
      end += source.charAt(end) == '\\' ? 2 : 1;
    }
    add(Token.Kind.LITERAL, at, end + 1);
  }

  private void add(Token.Kind kind, int from, int to) {
    int end = Math.min(to, source.length());
    tokens.add(new Token(kind, source.substring(from, end), line, end));
    for (int i = at; i < end; i++) {
      line += source.charAt(i) == '\n' ? 1 : 0;
    }
    at = end;
  }

  private int wordEnd(int from) {
    int end = from;
    while (end < source.length() && isWord(source.charAt(end))) {
      end++;
    }
    return end;
  }

  private int orEnd(int found) {
    return found < 0 ? source.length() : found;
  }

  private static boolean isWord(char c) {
    return Character.isLetterOrDigit(c) || c == '_';
  }
}
