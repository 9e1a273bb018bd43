package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Sparc64Divergences.*;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.ValueTypes;

/**
 * Which bytes of a value are for floating point registers on SPARC: a floating point number, both
 * halves of a complex one, and those that are members of a struct or of a struct in it. Not those
 * in arrays. Compilers part on packed structs and on unions.
 */
final class Sparc64Floats {
  private static final int DOUBLEWORD = 8;

  /** Bytes of the widest integer mode. */
  private static final int MOST = 16;

  private final CallArranger call;
  private final ValueTypes values;

  /** Describes a number that travels in floating point registers, by its bytes in the value. */
  record Part(long offset, long bytes) {}

  Sparc64Floats(CallArranger call) {
    this.call = call;
    this.values = call.values;
  }

  /** In order; none where there are no registers for them. */
  List<Part> of(TypeId type) {
    List<Part> parts = new ArrayList<>();
    add(type, 0, parts);
    boolean any = !parts.isEmpty();
    boolean there =
        any
            && call.state
                .dialect()
                .switches()
                .on(List.of("-mfpu", "-mhard-float"), List.of("-mno-fpu", "-msoft-float"), true);
    boolean struct = there && values.composite(type);
    if (!there || (struct && !call.state.ask(MEMBERS_IN_FLOATING_REGISTERS))) {
      return List.of();
    }
    parts.sort(Comparator.comparingLong(Part::offset));
    return parts;
  }

  /**
   * Tells whether GCC gives a struct the machine mode of an integer: as aligned as it is large, and
   * no number that is all of it (stor-layout.cc, compute_record_mode).
   */
  boolean likeAnInteger(TypeId type) {
    long bytes = values.bytes(type);
    boolean struct = values.composite(type) && bytes <= MOST && Long.bitCount(bytes) == 1;
    return struct
        && values.alignment(type, 1) >= bytes
        && values.named(type).stream()
            .noneMatch(leaf -> leaf.bits() == bytes * 8 || leaf.form() == Leaf.Form.COMPLEX_PART);
  }

  private void add(TypeId type, long offset, List<Part> parts) {
    switch (values.type(type)) {
      case Type.Scalar scalar -> scalar(scalar, offset, parts);
      case Type.Aggregate aggregate -> aggregate(type, aggregate, offset, parts);
      case Type.Vector vector -> vector(vector.bytes(), offset, parts);
      case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Array _, Type.Tagged _ -> {}
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> {}
    }
  }

  /** GCC takes a vector for a number of its size, by doublewords. */
  private void vector(long bytes, long offset, List<Part> parts) {
    if (call.state.ask(VECTOR_MEMBER_IN_FLOATING_REGISTERS)) {
      for (long at = 0; at < bytes; at += DOUBLEWORD) {
        parts.add(new Part(offset + at, Math.min(DOUBLEWORD, bytes)));
      }
    }
  }

  private void scalar(Type.Scalar scalar, long offset, List<Part> parts) {
    boolean pair = scalar.encoding() == Type.Encoding.COMPLEX_FLOAT;
    if (!pair && scalar.encoding() != Type.Encoding.FLOAT) {
      return;
    }
    long bytes = pair ? scalar.bytes() / 2 : scalar.bytes();
    // What is not aligned in its doubleword could not be loaded into a register of its own.
    if (offset % bytes == 0 || call.state.ask(MISALIGNED_NUMBER_IN_FLOATING_REGISTER)) {
      parts.add(new Part(offset, bytes));
      if (pair) {
        parts.add(new Part(offset + bytes, bytes));
      }
    }
  }

  private void aggregate(TypeId type, Type.Aggregate aggregate, long offset, List<Part> parts) {
    List<Part> within = new ArrayList<>();
    if (aggregate.shape() == Type.Shape.UNION) {
      widest(aggregate).ifPresent(member -> add(member.type(), offset, within));
      boolean stopped = !within.isEmpty() && !call.state.ask(UNION_IN_FLOATING_REGISTERS);
      parts.addAll(stopped ? List.of() : within);
      return;
    }
    for (Member member : aggregate.members()) {
      if (member instanceof Member.Field) {
        add(member.type(), offset + member.bitOffset() / 8, within);
      }
    }
    boolean stopped =
        !within.isEmpty()
            && packed(type, aggregate)
            && call.state.ask(PACKED_STRUCT_IN_GENERAL_REGISTERS);
    parts.addAll(stopped ? List.of() : within);
  }

  /**
   * Returns what Clang takes for the type of a union: the first of the most aligned, largest
   * members.
   */
  private Optional<Member> widest(Type.Aggregate union) {
    Member best = null;
    for (Member member : union.members()) {
      if (best == null || wider(member, best)) {
        best = member;
      }
    }
    return Optional.ofNullable(best);
  }

  private boolean wider(Member one, Member other) {
    int first = values.alignment(one.type(), 1);
    int second = values.alignment(other.type(), 1);
    return first > second
        || (first == second && values.bytes(one.type()) > values.bytes(other.type()));
  }

  /** Returns what a typedef lowers is not packed. */
  private int declared(TypeId type) {
    TypeId at = type;
    while (values.types().type(at) instanceof Type.Alias alias) {
      if (alias.alignment().isPresent()) {
        return alias.alignment().getAsInt();
      }
      at = alias.target();
    }
    return values.naturalAlignment(type, 1);
  }

  /**
   * By a member that is not aligned or is stated to be less so than its type, or a size that is not
   * a multiple of the alignment.
   */
  private boolean packed(TypeId type, Type.Aggregate aggregate) {
    boolean may = values.assumes(values.resolved(type), Assumption.PACKED);
    for (Member member : aggregate.members()) {
      if (member instanceof Member.Field field) {
        long alignment = declared(member.type()) * 8L;
        may |= member.bitOffset() % alignment != 0 || aggregate.bytes() * 8 % alignment != 0;
        // GCC states what is left of a member's alignment where something packs it.
        may |= field.alignment().isPresent() && field.alignment().getAsInt() * 8L < alignment;
      }
    }
    return may;
  }
}
