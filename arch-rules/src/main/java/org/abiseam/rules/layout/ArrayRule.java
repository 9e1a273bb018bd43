package org.abiseam.rules.layout;

import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Arrays: as many elements, each the same.
 *
 * <p>Dimensions may be grouped differently: {@code u8 a[2][3]} and {@code [u8; 6]} are the same six
 * bytes and agree. An array of one element is that element. {@code T x[]}, {@code T x[0]},
 * bindgen's {@code __IncompleteArrayField<T>} and {@code [T; 0]} are all of no size and say only
 * what follows the struct; {@code T x[1]} is not one of them. A vector is an array of its lanes,
 * but for its alignment.
 */
final class ArrayRule {
  private static final Clause LENGTH = Clause.harmful(Rule.LAYOUT_ARRAY_LENGTH, Citations.C_ARRAY);

  private ArrayRule() {}

  static void compare(Comparison comparison, Type.Array expected, Type.Array actual, Outcome out) {
    if (count(expected) == count(actual)) {
      comparison.embed(out, "", 0, expected.element(), actual.element());
      return;
    }
    Row one = row(comparison.provider(), expected);
    Row other = row(comparison.consumer(), actual);
    boolean regrouped =
        one.count == other.count
            && comparison.provider().bytes(one.element)
                == comparison.consumer().bytes(other.element);
    if (!regrouped) {
      out.property(LENGTH, What.COUNT, Value.of(count(expected)), Value.of(count(actual)));
    }
    comparison.embed(out, "", 0, one.element, other.element);
  }

  private static long count(Type.Array array) {
    return array.count().orElse(0);
  }

  /** An array without the grouping of its dimensions. */
  private record Row(TypeId element, long count) {}

  private static Row row(Side side, Type.Array array) {
    long count = count(array);
    TypeId element = array.element();
    while (side.type(element) instanceof Type.Array inner) {
      count *= count(inner);
      element = inner.element();
    }
    return new Row(element, count);
  }

  /** The element of an array of one, or the type itself. */
  static TypeId only(Side side, TypeId id) {
    return side.type(id) instanceof Type.Array array && count(array) == 1 ? array.element() : id;
  }

  /** An array, or a vector as one; empty for anything else. */
  static Optional<Type.Array> array(Type type) {
    return switch (type) {
      case Type.Array array -> Optional.of(array);
      case Type.Vector vector -> {
        long stride = vector.count() == 0 ? 0 : vector.bytes() / vector.count();
        OptionalLong count = OptionalLong.of(vector.count());
        yield Optional.of(new Type.Array(vector.element(), count, stride));
      }
      case Type.Void _,
          Type.Scalar _,
          Type.Enumeration _,
          Type.Pointer _,
          Type.Aggregate _,
          Type.Tagged _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          Optional.empty();
    };
  }
}
