package org.abiseam.rules.plan;

import java.util.List;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.layout.MachineAlignment;

/** What debug info leaves open about a type that is passed by value. */
final class Ambiguities {
  /** What would change how far a struct is aligned. */
  static final List<Assumption> ALIGNING =
      List.of(Assumption.PACKED, Assumption.ALIGNING_BIT_FIELD, Assumption.ALIGNED);

  /** What aligns to less makes no difference to where a struct is passed. */
  private static final int DOUBLEWORD = 8;

  private static final int DEEPEST = 64;

  private Ambiguities() {}

  /** Whether an assumption may be true of a type. */
  static boolean may(ValueTypes values, TypeId id, Assumption assumption, boolean rust) {
    TypeGraph types = values.types();
    boolean struct = !rust && types.type(id) instanceof Type.Aggregate;
    return switch (assumption) {
      case PLAIN -> false;
      case UNNAMED_BIT_FIELDS -> !rust && hasHole(types, id, 0);
      case ALIGNING_BIT_FIELD ->
          struct
              && unnamedBitFieldsAlign(values.machine())
              && (values.bytes(id) % DOUBLEWORD == 0 || hasHole(types, id, 0));
      case ALIGNED -> struct && dropsAlignment(values.machine());
      case ZERO_WIDTH_BIT_FIELD, PACKED -> struct;
      case TRANSPARENT ->
          rust && types.transparent(id).isEmpty() && Wrapping.inner(types, id).isPresent();
    };
  }

  /** AAPCS32 and AAPCS64 §10.1.8 (bit-field subdivision): the container aligns, named or not. */
  static boolean unnamedBitFieldsAlign(Machine machine) {
    return machine.machine() == Machine.EM_ARM || machine.machine() == Machine.EM_AARCH64;
  }

  /** Whether a dropped alignment moves a value: AAPCS32 §5.5 goes by the members alone. */
  static boolean dropsAlignment(Machine machine) {
    return machine.machine() != Machine.EM_ARM && MachineAlignment.dropsStated(machine);
  }

  /** Whether an unnamed bit-field may stand somewhere in a value. */
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
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }
}
