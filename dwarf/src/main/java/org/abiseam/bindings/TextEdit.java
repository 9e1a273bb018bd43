package org.abiseam.bindings;

import java.util.Comparator;
import java.util.List;

/**
 * Puts text in the place of other text.
 *
 * @param from index of the first character that is replaced
 * @param to index of the character behind the last one; {@code from} where nothing is
 * @param text what stands there then
 */
record TextEdit(int from, int to, String text) {
  /** Returns a text after edits, of which no two replace the same character. */
  static String applied(String text, List<TextEdit> edits) {
    StringBuilder edited = new StringBuilder(text.length());
    int at = 0;
    for (TextEdit edit : edits.stream().sorted(Comparator.comparingInt(TextEdit::from)).toList()) {
      edited.append(text, at, edit.from).append(edit.text);
      at = edit.to;
    }
    return edited.append(text, at, text.length()).toString();
  }
}
