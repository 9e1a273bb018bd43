package org.abiseam.rules.plan;

import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** What debug info leaves open about a type that is passed by value. */
public final class Ambiguities {
  private static final int DEEPEST = 64;

  private Ambiguities() {}

  /**
   * Whether an unnamed bit-field may stand somewhere in a value.
   *
   * @param types the graph
   * @param id a type of C
   * @return false where every bit is a member's or padding that alignment asks for
   */
  public static boolean hasHole(TypeGraph types, TypeId id) {
    return hasHole(types, id, 0);
  }

  private static boolean hasHole(TypeGraph types, TypeId id, int depth) {
    return switch (types.type(types.resolved(id))) {
      case Type.Array array -> depth < DEEPEST && hasHole(types, array.element(), depth + 1);
      case Type.Aggregate aggregate -> {
        boolean found = !Holes.in(aggregate, types).isEmpty();
        for (Member member : aggregate.members()) {
          found = found || (depth < DEEPEST && hasHole(types, member.type(), depth + 1));
        }
        yield found;
      }
      case Type.Void _,
          Type.Scalar _,
          Type.Enumeration _,
          Type.Pointer _,
          Type.Vector _,
          Type.Tagged _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          false;
    };
  }

  /**
   * Whether a C value may be of a packed struct that looks natural, and large enough for its
   * alignment to move it.
   *
   * @param types the graph
   * @param id a type of C
   * @return true for a struct without a stated alignment that is a multiple of 8 bytes large
   */
  public static boolean mayBePacked(TypeGraph types, TypeId id) {
    return types.type(types.resolved(id)) instanceof Type.Aggregate aggregate
        && aggregate.alignment().isEmpty()
        && aggregate.bytes() > 0
        && aggregate.bytes() % 8 == 0;
  }

  /**
   * Whether a Rust value may be of a {@code repr(transparent)} struct.
   *
   * @param types the graph
   * @param id a type of Rust
   * @return true for a struct with one member of a size
   */
  public static boolean mayBeTransparent(TypeGraph types, TypeId id) {
    return Wrapping.inner(types, types.resolved(id)).isPresent();
  }
}
