package org.abiseam.rules.plan;

import java.util.List;
import java.util.OptionalInt;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.machine.Alignments;

/**
 * Looks at where the members of a C struct lie, and tells whether the attribute {@code packed} can
 * have put them there.
 *
 * <p>{@code packed} leaves no room: each member begins at the byte behind the one before it, each
 * bit-field at the bit, and the struct ends with the byte that its last member ends in (GCC manual,
 * "Common Type Attributes"). Room that natural alignment explains completely therefore refutes it:
 * only unnamed bit-fields as wide as that room could have made the same layout.
 */
final class PackedLayout {
  private final TypeGraph types;
  private final Alignments alignments;

  /** Whether the compiler says nothing of an alignment that is the one of a struct's size. */
  private final boolean dropped;

  /** What the layout says so far. */
  private boolean refuted;

  /** Whether something lies where only an attribute, or an unnamed bit-field, can have put it. */
  private boolean unnatural;

  /** Whether whole bytes of room are left that alignment does not explain. */
  private boolean room;

  PackedLayout(TypeGraph types, Alignments alignments, boolean dropped) {
    this.types = types;
    this.alignments = alignments;
    this.dropped = dropped;
  }

  /** Tells whether the struct or union may be packed. */
  boolean explains(TypeId id) {
    look(id);
    return !refuted;
  }

  /**
   * Tells whether it may be packed and have a bit-field without name besides: there is room for it
   * that nothing else explains, or it is a union, in which one needs no room.
   */
  boolean hides(TypeId id) {
    look(id);
    boolean union =
        types.type(id) instanceof Type.Aggregate aggregate && aggregate.shape() == Type.Shape.UNION;
    return !refuted && (union || (unnatural && room));
  }

  private void look(TypeId id) {
    if (types.type(id) instanceof Type.Aggregate aggregate) {
      boolean union = aggregate.shape() == Type.Shape.UNION;
      long end = union ? union(aggregate.members()) : struct(aggregate.members());
      tail(aggregate, end, Long.highestOneBit(natural(aggregate)));
    }
  }

  private long union(List<Member> members) {
    long end = 0;
    for (Member member : members) {
      end = Math.max(end, member.bitOffset() + types.bits(member));
    }
    return end;
  }

  private long struct(List<Member> members) {
    long reached = 0;
    for (Member member : members) {
      boolean bitField = member instanceof Member.BitField;
      long packed = bitField ? reached : rounded(reached, kept(member) ? unit(member) : Byte.SIZE);
      long at = member.bitOffset();
      if (at != packed) {
        boolean explained = at == rounded(reached, unit(member));
        refuted |= explained && (!bitField || straddles(member, reached));
        unnatural |= !explained;
        room |= !explained && at - reached >= Byte.SIZE;
      } else {
        unnatural |= bitField ? straddles(member, at) : at % unit(member) != 0;
      }
      reached = Math.max(reached, at + types.bits(member));
    }
    return reached;
  }

  /** Tells whether a bit-field at a place would lie in two units of its type. */
  private boolean straddles(Member bitField, long at) {
    return at % unit(bitField) + types.bits(bitField) > unit(bitField);
  }

  private void tail(Type.Aggregate aggregate, long end, long alignment) {
    long bits = aggregate.bytes() * Byte.SIZE;
    boolean explained = bits == rounded(end, alignment * Byte.SIZE);
    unnatural |= !explained;
    if (bits == rounded(end, Byte.SIZE) || attributed(aggregate)) {
      return;
    }
    if (aggregate.shape() == Type.Shape.UNION && declaredBy(aggregate)) {
      return;
    }
    boolean mode =
        dropped && aggregate.alignment().isEmpty() && Long.bitCount(aggregate.bytes()) == 1;
    refuted |= explained && !mode;
    room |= !explained && bits - end >= Byte.SIZE;
  }

  /** Clang aligns no union with {@code ms_struct} by a bit-field, which makes it as large. */
  private boolean declaredBy(Type.Aggregate union) {
    return union.members().stream()
        .anyMatch(
            it ->
                it instanceof Member.BitField
                    && types.bytes(it.type()).orElse(0L) == union.bytes());
  }

  /** Tells whether an alignment is stated that is not that of a member: GCC states those too. */
  private boolean attributed(Type.Aggregate aggregate) {
    OptionalInt alignment = aggregate.alignment();
    return alignment.isPresent()
        && aggregate.members().stream()
            .noneMatch(
                it ->
                    (stated(it) || alignments.attributes(it.type()))
                        && unit(it) == alignment.getAsInt() * (long) Byte.SIZE);
  }

  private long natural(Type.Aggregate aggregate) {
    long most = 1;
    for (Member member : aggregate.members()) {
      most = Math.max(most, unit(member) / Byte.SIZE);
    }
    return most;
  }

  /** Returns the bits to whose multiple a member, or what holds a bit-field, is aligned. */
  private long unit(Member member) {
    return stated(member)
        ? ((Member.Field) member).alignment().getAsInt() * (long) Byte.SIZE
        : Long.highestOneBit(alignments.expected(member.type())) * Byte.SIZE;
  }

  /**
   * Tells whether a member is aligned although the struct is packed: an attribute of its own says
   * so. GCC states that of its typedef as well, which {@code packed} takes away.
   */
  private boolean kept(Member member) {
    return stated(member) && unit(member) != alignments.expected(member.type()) * Byte.SIZE;
  }

  private static boolean stated(Member member) {
    return member instanceof Member.Field field && field.alignment().isPresent();
  }

  private static long rounded(long bits, long unit) {
    return (bits + unit - 1) / unit * unit;
  }
}
