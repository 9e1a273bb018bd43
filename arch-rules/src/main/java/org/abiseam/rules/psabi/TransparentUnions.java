package org.abiseam.rules.psabi;

import java.util.List;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.plan.Unsettled;

/**
 * Refuses arguments that compilers pass differently if they are transparent unions, which no debug
 * info tells.
 *
 * <p>A transparent union travels as its first member. Where that is a bit-field, clang classifies
 * its declared type and then passes what it keeps the union in: the whole bytes of the bit-field,
 * and each byte behind them as an argument of its own ({@code CGRecordLowering::lowerUnion}, {@code
 * CodeGenTypes::getExpandedTypes}). GCC passes the union whole. Machines on which clang names the
 * type of registers for every argument are not concerned.
 */
final class TransparentUnions {
  private TransparentUnions() {}

  /**
   * Looks at the arguments of a call.
   *
   * @throws Unsettled if one of them is such a union
   */
  static void refuse(Signature signature, CallSide side) {
    boolean differs =
        side.producer().compiler() == Compiler.CLANG && side.other().compiler() != Compiler.CLANG;
    if (!differs) {
      return;
    }
    for (Signature.Parameter parameter : signature.parameters()) {
      TypeId id = side.types().resolved(parameter.type());
      if (side.types().type(id) instanceof Type.Aggregate aggregate
          && aggregate.shape() == Type.Shape.UNION) {
        String union = TypeText.of(side.types(), id);
        if (expands(side.machine()) && apart(aggregate, side.types())) {
          throw untold("clang takes " + union + " apart");
        }
        // Clang puts any other union with a part that is _Atomic in memory.
        if (side.machine().machine() == Machine.EM_X86_64
            && !unequal(aggregate, side.types())
            && side.types().holdsAtomic(id)) {
          throw untold("clang passes " + union + " in registers, and not in memory,");
        }
        if (alone(aggregate, side)) {
          throw untold("GCC alone passes " + union + " as its first member");
        }
      }
    }
  }

  private static Unsettled untold(String what) {
    return new Unsettled(
        what
            + " if it is a transparent_union, which debug info does not tell;"
            + " a pointer to it is safe");
  }

  /**
   * Tells whether GCC alone passes a transparent union as the number that is its first member, and
   * elsewhere than a union. Clang leaves the attribute out where a member has another size than the
   * first (SemaDeclAttr.cpp, handleTransparentUnionAttr), and does not look at it on SPARC64.
   */
  private static boolean alone(Type.Aggregate union, CallSide side) {
    Machine machine = side.machine();
    boolean number =
        !union.members().isEmpty()
            && union.members().getFirst() instanceof Member.Field first
            && side.types().bytes(first.type()).orElse(0L) == union.bytes()
            && number(side.types().type(side.types().resolved(first.type())));
    boolean narrow = union.bytes() < machine.pointerBytes() && machine.bigEndian();
    return number
        && switch (machine.machine()) {
          case Machine.EM_SPARCV9 -> narrow;
          case Machine.EM_PPC -> unequal(union, side.types());
          case Machine.EM_MIPS -> narrow && unequal(union, side.types());
          default -> false;
        };
  }

  private static boolean unequal(Type.Aggregate union, TypeGraph types) {
    return union.members().stream()
        .anyMatch(member -> types.bytes(member.type()).orElse(0L) != union.bytes());
  }

  private static boolean number(Type type) {
    return switch (type) {
      case Type.Scalar scalar -> scalar.encoding().whole();
      case Type.Enumeration _, Type.Pointer _ -> true;
      case Type.Void _, Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private static boolean expands(Machine machine) {
    return switch (machine.machine()) {
      case Machine.EM_AARCH64, Machine.EM_ARM, Machine.EM_386, Machine.EM_PPC -> true;
      case Machine.EM_MIPS, Machine.EM_LOONGARCH, Machine.EM_68K -> true;
      default -> false;
    };
  }

  /** Tells whether clang accepts the attribute and keeps the union in less than all its bytes. */
  private static boolean apart(Type.Aggregate union, TypeGraph types) {
    List<Member> members = union.members();
    if (members.isEmpty()) {
      return false;
    }
    long declared = types.bytes(members.getFirst().type()).orElse(0L);
    long kept = 0;
    for (Member member : members) {
      if (types.bytes(member.type()).orElse(0L) != declared) {
        return false;
      }
      long bytes =
          member instanceof Member.BitField field
              ? (field.bitWidth() + Byte.SIZE - 1) / Byte.SIZE
              : declared;
      boolean outranked = composite(types.type(types.resolved(member.type()))) && kept > 1;
      kept = room(bytes) > room(kept) && !outranked ? bytes : kept;
    }
    return kept < union.bytes();
  }

  /** Tells whether a value may be aligned to less than a number of its size. */
  private static boolean composite(Type type) {
    return switch (type) {
      case Type.Sequence _, Type.Aggregate _, Type.Tagged _ -> true;
      case Type.Void _, Type.Number _, Type.Pointer _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /** Returns how much room a number of so many bytes takes. */
  private static long room(long bytes) {
    return bytes == 0 ? 0 : Long.highestOneBit(2 * bytes - 1);
  }
}
