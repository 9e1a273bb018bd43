package org.abiseam.bindings;

/**
 * Describes a token of Rust source.
 *
 * @param kind what it is
 * @param text as written; a raw identifier without its {@code r#}
 * @param line from 1
 * @param end index of the character behind it in the file
 */
record Token(Kind kind, String text, int line, int end) {
  enum Kind {
    /** A keyword or a name. */
    WORD,
    /** A number with its suffix. */
    NUMBER,
    /** A string, byte string or character. */
    LITERAL,
    /** {@code 'a}. */
    LIFETIME,
    /** One character of punctuation. */
    MARK
  }

  boolean is(String expected) {
    return kind != Kind.LITERAL && text.equals(expected);
  }
}
