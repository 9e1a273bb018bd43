package org.abiseam.engine.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the text of a C header into identifiers and signs. Comments and strings are left out;
 * directives are text like any other, and {@link #END} stands behind each.
 */
final class HeaderTokens {
  /** Ends a directive. */
  static final String END = "\n";

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private int at;
  private boolean directive;

  private HeaderTokens(String text) {
    this.text = text.replace("\\\r\n", "").replace("\\\n", "");
  }

  /** Returns identifiers, and signs of one character each. */
  static List<String> of(String text) {
    HeaderTokens all = new HeaderTokens(text);
    while (all.at < all.text.length()) {
      all.next();
    }
    return all.tokens;
  }

  private void next() {
    char first = text.charAt(at);
    if (text.startsWith("/*", at)) {
      int end = text.indexOf("*/", at + 2);
      at = end < 0 ? text.length() : end + 2;
    } else if (text.startsWith("//", at)) {
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end;
    } else if (first == '"' || first == '\'') {
      literal(first);
    } else if (Character.isJavaIdentifierPart(first)) {
      int from = at;
      while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
        at++;
      }
      tokens.add(text.substring(from, at));
    } else {
      sign(first);
      at++;
    }
  }

  private void sign(char sign) {
    if (sign == '\n' && directive) {
      directive = false;
      tokens.add(END);
    } else if (!Character.isWhitespace(sign)) {
      directive |= sign == '#';
      tokens.add(String.valueOf(sign));
    }
  }

  /** Skips a string or character, which ends at the end of its line at the latest. */
  private void literal(char quote) {
    at++;
    while (at < text.length() && text.charAt(at) != quote && text.charAt(at) != '\n') {
      at += text.charAt(at) == '\\' ? 2 : 1;
    }
    at += at < text.length() && text.charAt(at) == quote ? 1 : 0;
  }
}
