package org.abiseam.engine.result;

import java.util.List;
import org.abiseam.model.Diagnostic;

/**
 * Holds a snapshot of some objects.
 *
 * @param objects how many could be read
 * @param text the snapshot; without objects where none could be read
 * @param diagnostics what could not be read
 */
public record Snapshotted(int objects, String text, List<Diagnostic> diagnostics) {
  /** Copies the list. */
  public Snapshotted {
    diagnostics = List.copyOf(diagnostics);
  }
}
