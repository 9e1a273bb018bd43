package org.abiseam.engine.result;

import java.util.List;
import org.abiseam.model.View;

/**
 * Says how both sides define one type.
 *
 * @param report the verdict, and what could not be read
 * @param c each definition in C
 * @param rust each definition in Rust
 * @param byValue for each definition the plan of a function that takes and returns the type
 */
public record TypeExplanation(
    Report report, List<View.Typed> c, List<View.Typed> rust, List<PlannedCall> byValue) {
  /** Copies the lists. */
  public TypeExplanation {
    c = List.copyOf(c);
    rust = List.copyOf(rust);
    byValue = List.copyOf(byValue);
  }
}
