package org.abiseam.model;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What somebody may have meant who wrote a word that there is not. */
public final class Spelling {
  /** So many letters left out, added or exchanged are a slip. */
  private static final int SLIP = 2;

  private Spelling() {}

  /**
   * Asks for the word that was probably meant.
   *
   * @param word what was written
   * @param known the words that there are
   * @return the end of a sentence; empty where no known word is near
   */
  public static String suggestion(String word, Collection<String> known) {
    return nearest(word, known).map(one -> "; did you mean '" + one + "'?").orElse("");
  }

  /**
   * Finds the word that is the nearest.
   *
   * @param word what was written
   * @param known the words that there are
   * @return empty where none is near
   */
  public static Optional<String> nearest(String word, Collection<String> known) {
    return near(word, known).stream().findFirst();
  }

  /**
   * Lists the words that may have been meant.
   *
   * @param word what was written
   * @param known the words that there are
   * @return the nearest first
   */
  public static List<String> near(String word, Collection<String> known) {
    int most = Math.min(SLIP, word.length() / 2);
    return known.stream()
        .filter(one -> Math.abs(one.length() - word.length()) <= most)
        .filter(one -> !one.equals(word) && distance(word, one) <= most)
        .sorted(Comparator.comparingInt(one -> distance(word, one)))
        .toList();
  }

  /** Levenshtein's: the fewest letters to insert, delete or replace, row by row. */
  private static int distance(String one, String other) {
    int[] row = new int[other.length() + 1];
    for (int j = 0; j < row.length; j++) {
      row[j] = j;
    }
    for (int i = 1; i <= one.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int above = row[j];
        int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, Math.min(above, row[j - 1]) + 1);
        diagonal = above;
      }
    }
    return row[other.length()];
  }
}
