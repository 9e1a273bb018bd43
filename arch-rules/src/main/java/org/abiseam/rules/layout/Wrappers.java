package org.abiseam.rules.layout;

import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Opens structs and unions around one member.
 *
 * <p>{@code Opaque<T>}, {@code UnsafeCell<T>}, {@code MaybeUninit<T>} (a union), {@code
 * ManuallyDrop<T>} and newtypes lay out as what they contain, with {@code repr(transparent)} by
 * definition and with {@code repr(C)} because a struct of one member has its size (Rust Reference,
 * Type layout). The same goes for C's {@code typedef struct { int counter; } atomic_t}. Members of
 * no size do not count.
 */
final class Wrappers {
  /** Structs around one member that lie in each other. */
  private static final int DEEPEST = 8;

  private Wrappers() {}

  /** Returns the one member that fills the type, or the type itself. */
  static TypeId inner(TypeGraph types, TypeId id) {
    if (!(types.type(types.resolved(id)) instanceof Type.Aggregate aggregate)
        || aggregate.bytes() == 0) {
      return id;
    }
    TypeId only = id;
    for (Member member : aggregate.members()) {
      long bytes = types.bytes(member.type()).orElse(0L);
      Type type = types.type(types.resolved(member.type()));
      if (bytes == 0 && !(type instanceof Type.Incomplete)) {
        continue;
      }
      boolean fills =
          member instanceof Member.Field
              && only.equals(id)
              && member.bitOffset() == 0
              && bytes == aggregate.bytes();
      if (!fills) {
        return id;
      }
      only = member.type();
    }
    return only;
  }

  /** Returns what is inside all structs and unions around one member. */
  static TypeId innermost(TypeGraph types, TypeId id) {
    TypeId at = id;
    for (int depth = 0; depth < DEEPEST; depth++) {
      at = inner(types, at);
    }
    return at;
  }

  /** Returns the one member that fills the type, the element of an array of one, or the type. */
  static TypeId opened(TypeGraph types, TypeId id) {
    TypeId inner = inner(types, id);
    return inner.equals(id)
            && types.type(types.resolved(id)) instanceof Type.Array array
            && array.count().orElse(0) == 1
        ? array.element()
        : inner;
  }
}
