package org.abiseam.rules.psabi;

import java.util.function.Predicate;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.ValueTypes;

/**
 * Finds parts of a struct that have no bytes and at which GCC stops looking for numbers (riscv.cc,
 * riscv_flatten_aggregate_field): an array of no elements. From release 16 on it passes over an
 * array whose elements have no size, and over a union that has none.
 */
final class EmptyParts {
  private static final int DEEPEST = 64;

  private final ValueTypes values;

  EmptyParts(ValueTypes values) {
    this.values = values;
  }

  /** Tells whether an array of no elements lies in a struct, and its elements would have a size. */
  boolean noElements(TypeId type) {
    return any(
        type,
        it ->
            it instanceof Type.Array array
                && array.count().orElse(1) == 0
                && values.bytes(array.element()) > 0,
        0);
  }

  /** Tells whether an array whose elements have no size lies in a struct, or a union of none. */
  boolean noSize(TypeId type) {
    return any(type, this::sizeless, 0);
  }

  private boolean sizeless(Type type) {
    return switch (type) {
      case Type.Array array -> values.bytes(array.element()) == 0;
      case Type.Aggregate aggregate ->
          aggregate.shape() == Type.Shape.UNION && aggregate.bytes() == 0;
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /** Looks at all parts but those of what has no size. */
  private boolean any(TypeId id, Predicate<Type> wanted, int depth) {
    Type type = values.type(id);
    if (wanted.test(type) || sizeless(type) || depth == DEEPEST) {
      return wanted.test(type);
    }
    return switch (type) {
      case Type.Array array -> any(array.element(), wanted, depth + 1);
      case Type.Aggregate aggregate ->
          aggregate.members().stream().anyMatch(it -> any(it.type(), wanted, depth + 1));
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }
}
