package org.abiseam.engine.scope;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds the few of very many patterns that may mean a name. Each pattern stands under a piece of
 * what it has literally, the one that fewest others stand under; a name is looked through once for
 * pieces of each length. What has nothing literally may mean any name.
 *
 * @param <T> a pattern
 */
public final class PatternIndex<T> {
  /** Characters of the longest piece. */
  private static final int LONGEST = 8;

  private final Map<String, List<T>> byPiece = new HashMap<>();
  private final List<T> any = new ArrayList<>();
  private final boolean[] lengths = new boolean[LONGEST + 1];

  /** Starts without patterns. */
  public PatternIndex() {}

  /**
   * Adds a pattern.
   *
   * @param literals texts that each name has which it means
   * @param pattern found again by them
   */
  public void add(Collection<String> literals, T pattern) {
    String best = "";
    int fewest = Integer.MAX_VALUE;
    for (String literal : literals) {
      int length = Math.min(LONGEST, literal.length());
      for (int at = 0; length > 0 && at <= literal.length() - length; at++) {
        String piece = literal.substring(at, at + length);
        int others = byPiece.getOrDefault(piece, List.of()).size();
        if (others < fewest || (others == fewest && piece.length() > best.length())) {
          best = piece;
          fewest = others;
        }
      }
    }
    if (best.isEmpty()) {
      any.add(pattern);
    } else {
      byPiece.computeIfAbsent(best, _ -> new ArrayList<>(1)).add(pattern);
      lengths[best.length()] = true;
    }
  }

  /**
   * Finds patterns.
   *
   * @param name a whole name
   * @return all that may mean it, each once
   */
  public Set<T> candidates(String name) {
    Set<T> found = new LinkedHashSet<>(any);
    for (int length = 1; length <= LONGEST; length++) {
      for (int at = 0; lengths[length] && at <= name.length() - length; at++) {
        found.addAll(byPiece.getOrDefault(name.substring(at, at + length), List.of()));
      }
    }
    return found;
  }
}
