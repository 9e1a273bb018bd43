package org.abiseam.rules.layout;

import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Structs and unions around one thing.
 *
 * <p>{@code Opaque<T>}, {@code UnsafeCell<T>}, {@code MaybeUninit<T>} (a union), {@code
 * ManuallyDrop<T>} and newtypes lay out as what they hold, with {@code repr(transparent)} by
 * definition and with {@code repr(C)} because a struct of one member has its size (Rust Reference,
 * Type layout). The same goes for C's {@code typedef struct { int counter; } atomic_t}. Members of
 * no size may stand beside it.
 */
final class Wrappers {
  private Wrappers() {}

  /** The one member that fills the type, or the type itself. */
  static TypeId inner(Side side, TypeId id) {
    if (!(side.type(id) instanceof Type.Aggregate aggregate) || aggregate.bytes() == 0) {
      return id;
    }
    TypeId only = id;
    for (Member member : aggregate.members()) {
      if (side.bytes(member.type()) == 0 && !incomplete(side, member.type())) {
        continue;
      }
      boolean fills =
          member instanceof Member.Field
              && only.equals(id)
              && member.bitOffset() == 0
              && side.bytes(member.type()) == aggregate.bytes();
      if (!fills) {
        return id;
      }
      only = member.type();
    }
    return only;
  }

  private static boolean incomplete(Side side, TypeId id) {
    return side.type(id) instanceof Type.Incomplete;
  }
}
