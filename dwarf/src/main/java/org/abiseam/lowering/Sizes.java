package org.abiseam.lowering;

import java.util.OptionalLong;
import org.abiseam.model.Type;

/** Gives the sizes of nodes of a graph that is still being built. */
public final class Sizes {
  private Sizes() {}

  /**
   * Gives the size of a value.
   *
   * @return bytes; empty for what has none or an unknown one, and for names of other types
   */
  public static OptionalLong of(Type type) {
    return type instanceof Type.Incomplete incomplete
        ? incomplete.placeholderBytes()
        : type.valueBytes();
  }
}
