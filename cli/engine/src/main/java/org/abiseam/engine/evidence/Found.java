package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Set;
import org.abiseam.model.ObjectModel;

/** Holds what a source of evidence knows of the wanted names on the other side. */
public interface Found {
  /** Nothing. */
  Found NOTHING = _ -> List.of();

  /**
   * Turns what both sides share into models.
   *
   * @return one model for each object and side, or none
   */
  List<ObjectModel> models(Shared shared);

  /** Returns the names of types that the source defines on the other side. */
  default Set<String> types() {
    return Set.of();
  }

  /** Returns the names of types that it only declares. */
  default Set<String> declared() {
    return Set.of();
  }

  /** Returns the functions and variables of which it knows something. */
  default Set<String> symbols() {
    return Set.of();
  }
}
