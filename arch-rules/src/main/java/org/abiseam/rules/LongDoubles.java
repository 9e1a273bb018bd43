package org.abiseam.rules;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.model.Member;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;
import org.abiseam.rules.machine.WideFloats;

/**
 * Finds a {@code long double} that one side stores in another format than debug info tells: a base
 * type of 16 bytes with that name is the x87 format, binary128 or a pair of doubles.
 */
final class LongDoubles {
  private static final int DOUBLE = 8;

  private final TypeGraph types;
  private final Set<TypeId> seen = new HashSet<>();

  private LongDoubles(TypeGraph types) {
    this.types = types;
  }

  /** Tells whether the formats of two sides may differ, and the type has such a number inside. */
  static boolean doubtful(View.Typed one, View.Typed other) {
    return !switches(one.producer()).equals(switches(other.producer()))
        && new LongDoubles(one.types()).inside(one.definition().type());
  }

  /**
   * Returns the switches that choose a format, in order; the last one of all counts. Asked for at
   * every pair of types, and most command lines have none.
   */
  static List<String> switches(Producer producer) {
    List<String> found = List.of();
    for (String flag : producer.flags()) {
      if (flag.startsWith("-m") && choosesFormat(flag)) {
        found = found.isEmpty() ? new ArrayList<>() : found;
        found.add(flag);
      }
    }
    return found;
  }

  private static boolean choosesFormat(String flag) {
    return flag.startsWith("-mlong-double-")
        || flag.startsWith("-mabi=ieeelongdouble")
        || flag.startsWith("-mabi=ibmlongdouble");
  }

  private boolean inside(TypeId id) {
    if (!seen.add(id)) {
      return false;
    }
    return switch (types.type(id)) {
      case Type.Scalar scalar ->
          switch (scalar.encoding()) {
            case FLOAT -> scalar.bytes() > DOUBLE && WideFloats.isLongDouble(scalar.name());
            case COMPLEX_FLOAT -> scalar.bytes() > 2 * DOUBLE;
            case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE, DECIMAL_FLOAT, COMPLEX_INTEGER ->
                false;
          };
      case Type.Alias alias -> inside(alias.target());
      case Type.Atomic atomic -> inside(atomic.target());
      case Type.NonZero _ -> false;
      case Type.Sequence sequence -> inside(sequence.element());
      case Type.Aggregate aggregate ->
          aggregate.members().stream().map(Member::type).anyMatch(this::inside);
      case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Tagged _ -> false;
      case Type.Function _, Type.Unknown _ -> false;
    };
  }
}
