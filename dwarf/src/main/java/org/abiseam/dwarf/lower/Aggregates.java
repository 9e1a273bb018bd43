package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * {@code DW_TAG_structure_type}, {@code DW_TAG_class_type} and {@code DW_TAG_union_type} as C has
 * them, DWARF 5 §5.7.
 *
 * <p>A member without a name is an anonymous struct or union whose members belong to the outer one.
 * A bit-field without a name is in no compiler's debug info by rule, so the few that are there are
 * left out: to the model they are holes. Static members ({@code DW_AT_external} or {@code
 * DW_AT_declaration}, without a location) are variables and lie elsewhere.
 */
final class Aggregates {
  private Aggregates() {}

  static Type lowered(Die die, GraphWriter<Die> writer) {
    Optional<String> name = Entries.name(die);
    if (declared(die)) {
      return new Type.Incomplete(shape(die), name.orElse(""), OptionalLong.empty());
    }
    long bytes = Entries.bytes(die);
    List<Member> members = new ArrayList<>();
    for (Die child : die.children()) {
      if (child.tag() == DW_TAG_inheritance) {
        throw new Unmodelled("a C++ base class");
      }
      if (child.tag() == DW_TAG_member && !isStatic(child)) {
        Member member = member(child, writer);
        if (!(member instanceof Member.BitField) || !member.name().isEmpty()) {
          members.add(member);
        }
      }
    }
    if (members.isEmpty() && bytes > 0 && name.isEmpty() && shape(die) == Type.Shape.UNION) {
      throw new Unmodelled("GCC leaves out the members of a transparent union without a tag");
    }
    return new Type.Aggregate(shape(die), name, bytes, Entries.alignment(die), members);
  }

  static boolean declared(Die die) {
    return die.flag(DW_AT_declaration) && Entries.statedBytes(die).isEmpty();
  }

  static Type.Shape shape(Die die) {
    return die.tag() == DW_TAG_union_type ? Type.Shape.UNION : Type.Shape.STRUCT;
  }

  static boolean isStatic(Die member) {
    return (member.flag(DW_AT_external) || member.flag(DW_AT_declaration))
        && !member.has(DW_AT_data_member_location)
        && !member.has(DW_AT_data_bit_offset);
  }

  static Die memberType(Die member) {
    return Entries.type(member)
        .orElseThrow(() -> new Unmodelled("member " + label(member) + " has no type"));
  }

  private static Member member(Die member, GraphWriter<Die> writer) {
    String name = Entries.nameOrEmpty(member);
    TypeId type = writer.value(memberType(member));
    OptionalLong width = BitPositions.width(member);
    if (width.isEmpty()) {
      return new Member.Field(name, type, fieldPosition(member), Entries.alignment(member));
    }
    OptionalLong declaredBytes = writer.knownBytes(type);
    long bits = width.getAsLong();
    if (bits < 0
        || bits > Integer.MAX_VALUE
        || (declaredBytes.isPresent() && bits > declaredBytes.getAsLong() * 8)
        || (bits == 0 && !name.isEmpty())) {
      throw new Unmodelled(
          "bit-field " + label(member) + " has " + Long.toUnsignedString(bits) + " bits");
    }
    boolean byteWide = declaredBytes.isPresent() && declaredBytes.getAsLong() == 1;
    long stated =
        BitPositions.ofBitField(member, bits, declaredBytes.orElse(0), member.unit().bigEndian());
    boolean swapped =
        byteWide && Entries.behindTypedefs(memberType(member)).filter(Entries::swapped).isPresent();
    long position = swapped ? fromTheOtherEnd(member, stated, bits) : stated;
    return new Member.BitField(name, type, position, (int) bits);
  }

  /**
   * Returns where a bit-field of a byte is that GCC's scalar_storage_order counts from the byte's
   * other end.
   */
  private static long fromTheOtherEnd(Die member, long stated, long bits) {
    long within = stated % Byte.SIZE;
    if (!member.has(DW_AT_data_bit_offset) || within + bits > Byte.SIZE) {
      throw new Unmodelled(
          "bit-field " + label(member) + " is counted from the other end (scalar_storage_order)");
    }
    return stated - within + Byte.SIZE - within - bits;
  }

  private static long fieldPosition(Die member) {
    if (!member.has(DW_AT_data_bit_offset)) {
      return BitPositions.ofMember(member);
    }
    long position = BitPositions.ofBitField(member, 0, 0, false);
    if (position % 8 != 0) {
      throw new Unmodelled("member " + label(member) + " does not begin at a byte");
    }
    return position;
  }

  private static String label(Die member) {
    return member.string(DW_AT_name).orElse("without a name");
  }
}
