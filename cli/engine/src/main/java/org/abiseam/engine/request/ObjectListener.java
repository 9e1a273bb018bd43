package org.abiseam.engine.request;

import java.util.SortedSet;
import java.util.function.Supplier;

/** Hears of each object of a check, at its end, while the inputs are still open. */
@FunctionalInterface
public interface ObjectListener {
  /** Hears nothing. */
  ObjectListener NONE = (_, _, _) -> {};

  /**
   * Notes an object.
   *
   * @param path the object
   * @param alone whether all of it is in the inputs: no debug info was looked for in other files
   * @param imports reads the names that it takes from other objects; throws {@link
   *     org.abiseam.model.Malformed} where that fails
   */
  void object(String path, boolean alone, Supplier<SortedSet<String>> imports);
}
