package org.abiseam.engine.request;

import java.nio.file.Path;

/**
 * Says where summaries of objects are kept between runs.
 *
 * @param folder made when it is missing; one that others than its owner may write is not used
 * @param chosen whether the user named it; one that was not named must be the user's own
 * @param mostBytes how large it may grow; what was used last stays
 */
public record Caching(Path folder, boolean chosen, long mostBytes) {
  /** How large the folder grows unless something else is said: a gibibyte. */
  public static final long USUAL_BYTES = 1L << 30;

  /**
   * Checks the bound.
   *
   * @throws IllegalArgumentException if it is negative
   */
  public Caching {
    if (mostBytes < 0) {
      throw new IllegalArgumentException("size of the cache: at least 0, not " + mostBytes);
    }
  }

  /**
   * Keeps summaries in a folder that the user named.
   *
   * @param folder made when it is missing
   * @return a cache of at most {@link #USUAL_BYTES}
   */
  public static Caching in(Path folder) {
    return new Caching(folder, true, USUAL_BYTES);
  }
}
