package org.abiseam.engine.request;

import java.util.List;
import java.util.function.Supplier;
import org.abiseam.elf.Symbol;

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
   * @param symbols reads its symbols; throws {@link org.abiseam.model.Malformed} where that fails
   */
  void object(String path, boolean alone, Supplier<List<Symbol>> symbols);
}
