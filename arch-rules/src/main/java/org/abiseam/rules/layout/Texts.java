package org.abiseam.rules.layout;

import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;

/**
 * Two types that differ, as a reader knows them: by their typedefs, or, where these are called the
 * same, by what the typedefs stand for, opened until the difference shows.
 */
record Texts(String expected, String actual) {
  private static final int DEEPEST = 8;

  static Texts of(Comparison comparison, TypeId expected, TypeId actual) {
    Texts texts =
        new Texts(comparison.provider().text(expected), comparison.consumer().text(actual));
    for (int levels = 1; levels <= DEEPEST && texts.alike(); levels++) {
      texts =
          new Texts(
              TypeText.opened(comparison.provider().types(), expected, levels),
              TypeText.opened(comparison.consumer().types(), actual, levels));
    }
    return texts;
  }

  private boolean alike() {
    return expected.equals(actual);
  }
}
