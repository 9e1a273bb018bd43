package org.abiseam.rules.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Rust structs that may be {@code repr(transparent)}: one member of their own size at the
 * beginning, and others of no size. Debug info does not tell them from {@code repr(C)}.
 */
final class Wrapping {
  private Wrapping() {}

  static Optional<TypeId> inner(TypeGraph types, TypeId id) {
    if (!(types.type(id) instanceof Type.Aggregate aggregate)) {
      return Optional.empty();
    }
    List<Member> sized = new ArrayList<>(1);
    for (Member member : aggregate.members()) {
      if (!(member instanceof Member.Field)) {
        return Optional.empty();
      }
      if (types.bytes(member.type()).orElse(-1L) != 0) {
        sized.add(member);
      }
    }
    boolean one =
        sized.size() == 1
            && sized.getFirst().bitOffset() == 0
            && types.bytes(sized.getFirst().type()).orElse(-1L) == aggregate.bytes();
    return one ? Optional.of(sized.getFirst().type()) : Optional.empty();
  }
}
