package org.abiseam.model;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * Makes names from files safe to show. Whoever wrote the file chose them, and a name with a new
 * line, a terminal's escape sequence or a mark that turns the direction of writing could forge
 * lines of a report.
 *
 * <p>A byte or character that has no visible form is written as {@code \x1b} or {@code \x{202e}},
 * and so is a byte that is no UTF-8, so that two such names stay different. Names are made
 * printable where they are read: everything behind, from pairing to reports, has one form of them.
 */
public final class Printable {
  private Printable() {}

  /**
   * Decodes UTF-8.
   *
   * @param bytes holds the text
   * @param from index of its first byte
   * @param to index after its last byte
   * @return the text without invisible characters
   */
  public static String of(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      // As a signed number a byte outside ASCII is below the first visible character, too.
      if (bytes[i] < ' ' || bytes[i] == 0x7f) {
        return escaped(decoded(ByteBuffer.wrap(bytes, from, to - from)));
      }
    }
    return new String(bytes, from, to - from, StandardCharsets.US_ASCII);
  }

  /**
   * Decodes UTF-8.
   *
   * @param bytes the text
   * @return the text without invisible characters
   */
  public static String of(byte[] bytes) {
    return of(bytes, 0, bytes.length);
  }

  /**
   * Escapes invisible characters.
   *
   * @param text from a file, or the path of one
   * @return the same text where all of it is visible
   */
  public static String of(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c >= 0x7f) {
        return escaped(text);
      }
    }
    return text;
  }

  /** Decodes what is UTF-8, and escapes each byte that is not. */
  private static String decoded(ByteBuffer bytes) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    StringBuilder text = new StringBuilder(bytes.remaining());
    CharBuffer part = CharBuffer.allocate(bytes.remaining());
    while (true) {
      CoderResult result = decoder.decode(bytes, part, true);
      text.append(part.flip());
      part.clear();
      if (!result.isError()) {
        return text.toString();
      }
      for (int i = 0; i < result.length(); i++) {
        text.append("\\x%02x".formatted(bytes.get() & 0xff));
      }
      decoder.reset();
    }
  }

  private static String escaped(String text) {
    StringBuilder visible = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(
            code -> {
              if (isVisible(code)) {
                visible.appendCodePoint(code);
              } else {
                visible.append((code < 0x100 ? "\\x%02x" : "\\x{%x}").formatted(code));
              }
            });
    return visible.toString();
  }

  /** Formats (Unicode's category Cf) hold the marks that turn the direction of writing. */
  private static boolean isVisible(int code) {
    return switch (Character.getType(code)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true;
    };
  }
}
