package org.abiseam.rules.layout;

import java.util.HashSet;
import java.util.Set;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Compares arrays: as many elements, each the same.
 *
 * <p>Dimensions may be grouped differently: {@code u8 a[2][3]} and {@code [u8; 6]} are the same six
 * bytes and agree; {@code u8 a[3][2]} has rows of another length and does not. An array of one
 * element is that element. {@code T x[]}, {@code T x[0]}, bindgen's {@code
 * __IncompleteArrayField<T>} and {@code [T; 0]} are all of no size and say only what follows the
 * struct; {@code T x[1]} is not one of them. A vector is an array of its lanes, but for its
 * alignment.
 */
final class ArrayRule {
  private static final Clause LENGTH = Clause.harmful(Rule.LAYOUT_ARRAY_LENGTH, Citations.C_ARRAY);

  private ArrayRule() {}

  /** Compares with an array or a vector, and tells whether it is one. */
  static boolean compare(TypePair pair, Type.Sequence expected) {
    if (!(pair.actual() instanceof Type.Sequence actual)) {
      return false;
    }
    Row one = new Row(expected.element(), count(expected), Set.of());
    Row other = new Row(actual.element(), count(actual), Set.of());
    if (one.count != other.count) {
      Value length = Value.of(one.count);
      Value otherLength = Value.of(other.count);
      one = one.ungrouped(pair.provider());
      other = other.ungrouped(pair.consumer());
      if (one.count != other.count
          || pair.provider().bytes(one.element) != pair.consumer().bytes(other.element)
          || !(one.rows.containsAll(other.rows) || other.rows.containsAll(one.rows))) {
        pair.differs(RuleDifference.of(LENGTH, What.COUNT, length, otherLength));
      }
    }
    pair.embed(RuleDifference.ELEMENT, 0, one.element, other.element);
    return true;
  }

  private static long count(Type.Sequence sequence) {
    return switch (sequence) {
      case Type.Array array -> array.count().orElse(0);
      case Type.Vector vector -> vector.count();
    };
  }

  /** Describes an array by its last dimension, and how many bytes each row of the others has. */
  private record Row(TypeId element, long count, Set<Long> rows) {
    /** Returns the array without the grouping of its dimensions. */
    Row ungrouped(Side side) {
      Set<Long> rows = new HashSet<>();
      Row row = this;
      while (side.type(row.element) instanceof Type.Array inner) {
        rows.add(side.bytes(row.element));
        row = new Row(inner.element(), row.count * ArrayRule.count(inner), rows);
      }
      return row;
    }
  }
}
