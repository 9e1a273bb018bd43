package org.abiseam.rules.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Bits of a C struct that no member covers and that are not there for alignment alone.
 *
 * <p>DWARF describes no unnamed bit-field (DWARF 5 §5.7.6 has members only), and some compilers
 * count one as a value and others do not. A hole that alignment explains completely is taken as
 * padding: were every gap behind a {@code char} a suspect, no struct could be judged. What remains
 * suspect is a hole at the beginning, beside a bit-field, at the end behind one, one that is at
 * least as large as the alignment of what follows, and a tail of 64 bits or more. In a struct of
 * floating point numbers a bit-field decides between two kinds of registers: there every hole is
 * suspect if only one of both compilers goes by it ({@link Padding}), and so is the beginning of a
 * union, in which a bit-field needs no room of its own.
 */
final class Holes {
  /**
   * Describes a hole.
   *
   * @param from first bit
   * @param to first bit behind it
   */
  record Hole(long from, long to) {}

  /** Bits of the widest bit-field that C knows; a tail of as many may be one. */
  private static final long WIDEST_BIT_FIELD = 64;

  private static final int DEEPEST = 64;

  private Holes() {}

  /**
   * Returns what stands before the first member of a struct of C, or makes up all of it: nothing
   * but unnamed bit-fields can.
   */
  static Optional<Hole> certain(Type.Aggregate aggregate) {
    long first = aggregate.bytes() * 8;
    for (Member member : aggregate.members()) {
      first = Math.min(first, member.bitOffset());
    }
    return first == 0 ? Optional.empty() : Optional.of(new Hole(0, first));
  }

  static List<Hole> in(Type.Aggregate aggregate, TypeGraph types, Padding padding) {
    List<Hole> holes = new ArrayList<>(0);
    if (aggregate.shape() == Type.Shape.UNION) {
      return unionHole(aggregate, types, padding);
    }
    boolean floats = mayHide(aggregate, types, padding);
    List<Member> members = new ArrayList<>(aggregate.members());
    members.sort(Comparator.comparingLong(Member::bitOffset));
    long reached = 0;
    boolean behindBits = false;
    for (Member member : members) {
      boolean bits = member instanceof Member.BitField;
      long alignment = bits ? 1 : aligned(member, types);
      if (member.bitOffset() > reached
          && (floats
              || reached == 0
              || behindBits
              || bits
              || member.bitOffset() - reached >= alignment)) {
        holes.add(new Hole(reached, member.bitOffset()));
      }
      reached = Math.max(reached, member.bitOffset() + types.bits(member));
      behindBits = bits;
    }
    long end = aggregate.bytes() * 8;
    long whole = aggregate.alignment().orElse(1) * 8L;
    long alone = Math.min(WIDEST_BIT_FIELD, Math.max(widest(members, types), whole));
    boolean suspect = floats || behindBits || end - reached >= alone;
    if (end > reached && suspect) {
      holes.add(new Hole(reached, end));
    }
    return holes;
  }

  private static List<Hole> unionHole(Type.Aggregate union, TypeGraph types, Padding padding) {
    long reached = 0;
    for (Member member : union.members()) {
      reached = Math.max(reached, types.bits(member));
    }
    long end = union.bytes() * 8;
    boolean hides = mayHide(union, types, padding);
    if (reached >= end) {
      return hides ? List.of(new Hole(0, 1)) : List.of();
    }
    boolean suspect = hides || union.alignment().isEmpty() || union.members().isEmpty();
    return suspect ? List.of(new Hole(reached, end)) : List.of();
  }

  private static boolean mayHide(Type.Aggregate aggregate, TypeGraph types, Padding padding) {
    return switch (padding) {
      case IS_PADDING -> false;
      case MAY_BE_BIT_FIELDS -> hasFloat(aggregate, types, 0);
    };
  }

  private static boolean hasFloat(Type.Aggregate aggregate, TypeGraph types, int depth) {
    return depth < DEEPEST
        && aggregate.members().stream().anyMatch(member -> isFloat(member.type(), types, depth));
  }

  private static boolean isFloat(TypeId id, TypeGraph types, int depth) {
    return switch (types.type(types.resolved(id))) {
      case Type.Scalar scalar ->
          switch (scalar.encoding()) {
            case FLOAT, COMPLEX_FLOAT, DECIMAL_FLOAT -> true;
            case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE, COMPLEX_INTEGER -> false;
          };
      case Type.Vector _ -> true;
      case Type.Array array -> depth < DEEPEST && isFloat(array.element(), types, depth + 1);
      case Type.Aggregate aggregate -> hasFloat(aggregate, types, depth + 1);
      case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private static long widest(List<Member> members, TypeGraph types) {
    long widest = 8;
    for (Member member : members) {
      widest = Math.max(widest, aligned(member, types));
    }
    return widest;
  }

  private static long aligned(Member member, TypeGraph types) {
    if (member instanceof Member.Field field && field.alignment().isPresent()) {
      return field.alignment().getAsInt() * 8L;
    }
    long bytes = types.bytes(member.type()).orElse(1L);
    return switch (types.type(types.resolved(member.type()))) {
      case Type.Array array -> Math.max(1, array.stride()) * 8;
      case Type.Aggregate aggregate ->
          aggregate.alignment().isPresent()
              ? aggregate.alignment().getAsInt() * 8L
              : Math.max(8, Math.min(bytes, 16) * 8);
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _ -> Math.max(1, bytes) * 8;
      case Type.Tagged _, Type.Function _, Type.Wrapper _ -> Math.max(1, bytes) * 8;
      case Type.Unknown _ -> Math.max(1, bytes) * 8;
    };
  }
}
