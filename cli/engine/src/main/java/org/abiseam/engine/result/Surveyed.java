package org.abiseam.engine.result;

import java.util.List;

/**
 * Describes what was learned of some objects for later checks.
 *
 * @param inputs all inputs of the build, with what could not be read of them
 * @param remembered how many answers the cache had
 * @param learned how many were read from objects and are in the cache now, or would be if it could
 *     be written
 */
public record Surveyed(List<Input> inputs, int remembered, int learned) {
  /** Copies the list. */
  public Surveyed {
    inputs = List.copyOf(inputs);
  }
}
