package org.abiseam.rules.plan;

import java.util.List;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.Trait;

/** Tells what debug info leaves open about a type that is passed by value. */
final class Ambiguities {
  /** Lists what would change how far a struct is aligned. */
  static final List<Assumption> ALIGNING =
      List.of(Assumption.PACKED, Assumption.ALIGNING_BIT_FIELD, Assumption.ALIGNED);

  /** What aligns to less makes no difference to where a struct is passed. */
  private static final int DOUBLEWORD = 8;

  private static final int DEEPEST = 64;

  private Ambiguities() {}

  /** Tells whether an assumption may be true of a type. */
  static boolean may(ValueTypes values, TypeId id, Assumption assumption, boolean rust) {
    TypeGraph types = values.types();
    boolean struct = !rust && types.type(id) instanceof Type.Aggregate;
    return switch (assumption) {
      case PLAIN -> false;
      case UNNAMED_BIT_FIELDS -> !rust && hasHole(types, id, values.padding(), 0);
      case ALIGNING_BIT_FIELD ->
          struct
              && values.traits().has(Trait.UNNAMED_BIT_FIELDS_ALIGN)
              && values.bytes(id) % DOUBLEWORD == 0;
      case PACKED_BIT_FIELD ->
          struct && values.traits().has(Trait.UNNAMED_BIT_FIELDS_ALIGN) && layout(values).hides(id);
      case ALIGNED -> struct && dropsAlignment(values.traits());
      case ZERO_WIDTH_BIT_FIELD, BIT_FIELD_OF_UNION -> struct;
      // A planner looks for these before it plans.
      case FIRST_MEMBER -> false;
      case PACKED -> struct && layout(values).explains(id);
      case TRANSPARENT ->
          rust && types.transparent(id).isEmpty() && Wrapping.inner(types, id).isPresent();
    };
  }

  private static PackedLayout layout(ValueTypes values) {
    return new PackedLayout(values.types(), values.alignments(), values.dropsAlignment());
  }

  /** Tells whether a dropped alignment moves a value. */
  static boolean dropsAlignment(MachineTraits traits) {
    return traits.has(Trait.STATED_ALIGNMENT_IS_DROPPED) && !traits.has(Trait.CALLS_GO_BY_MEMBERS);
  }

  /** Tells whether an unnamed bit-field may stand somewhere in a value. */
  private static boolean hasHole(TypeGraph types, TypeId id, Padding padding, int depth) {
    return switch (types.type(types.resolved(id))) {
      case Type.Array array ->
          depth < DEEPEST && hasHole(types, array.element(), padding, depth + 1);
      case Type.Aggregate aggregate -> {
        boolean found = !Holes.in(aggregate, types, padding).isEmpty();
        for (Member member : aggregate.members()) {
          found = found || (depth < DEEPEST && hasHole(types, member.type(), padding, depth + 1));
        }
        yield found;
      }
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }
}
