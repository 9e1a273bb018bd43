package org.abiseam.engine.result;

import java.util.List;

/**
 * Counts what a scope of symbols left of a run.
 *
 * @param label where the scope comes from
 * @param entries how many names and patterns it has
 * @param symbols how many symbols of the inputs they mean
 * @param unknown entries that mean none, sorted
 * @param types how many shared types no symbol of the scope reaches; they were not verified
 * @param functions how many shared functions are outside
 * @param variables how many shared variables are outside
 */
public record Scoped(
    String label,
    int entries,
    int symbols,
    List<String> unknown,
    int types,
    int functions,
    int variables) {

  /** Copies the list. */
  public Scoped {
    unknown = List.copyOf(unknown);
  }
}
