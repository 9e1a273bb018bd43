package org.abiseam.lowering;

import java.util.OptionalLong;
import org.abiseam.model.Type;

/** Gives the sizes of nodes of a graph that is still being built. */
public final class Sizes {
  private Sizes() {}

  /**
   * Gives the size of a value.
   *
   * @param type a node
   * @return bytes; empty for what has none or an unknown one, and for names of other types
   */
  public static OptionalLong of(Type type) {
    return switch (type) {
      case Type.Void _ -> OptionalLong.of(0);
      case Type.Scalar scalar -> OptionalLong.of(scalar.bytes());
      case Type.Enumeration enumeration -> OptionalLong.of(enumeration.bytes());
      case Type.Pointer pointer -> OptionalLong.of(pointer.bytes());
      case Type.Array array -> OptionalLong.of(array.count().orElse(0) * array.stride());
      case Type.Vector vector -> OptionalLong.of(vector.bytes());
      case Type.Aggregate aggregate -> OptionalLong.of(aggregate.bytes());
      case Type.Tagged tagged -> OptionalLong.of(tagged.bytes());
      case Type.Opaque opaque -> opaque.bytes();
      case Type.Incomplete incomplete -> incomplete.placeholderBytes();
      case Type.Function _, Type.Alias _, Type.Atomic _ -> OptionalLong.empty();
    };
  }
}
