package org.abiseam.btf;

import static org.abiseam.btf.Kinds.*;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * {@code BTF_KIND_STRUCT} and {@code BTF_KIND_UNION}, btf.rst §2.2.4.
 *
 * <p>With the flag a member's word holds the width of a bit-field above 24 bits of offset; without
 * it all 32 bits are the offset, and a bit-field shows by its type, an integer of fewer bits than
 * its bytes have. Bits count from the beginning in the order of the machine, as DWARF's {@code
 * DW_AT_data_bit_offset} does. A bit-field without a name is a hole.
 */
final class BtfAggregates {
  private BtfAggregates() {}

  static Type lowered(Btf.Record record, GraphWriter<Btf.Record> writer, Machine machine) {
    List<Member> members = new ArrayList<>(record.count());
    for (int i = 0; i < record.count(); i++) {
      Member member = member(record, i, writer, machine);
      if (!(member instanceof Member.BitField) || !member.name().isEmpty()) {
        members.add(member);
      }
    }
    Optional<String> name = Optional.of(record.name()).filter(text -> !text.isEmpty());
    boolean union = shape(record) == Type.Shape.UNION;
    if (members.isEmpty() && name.isEmpty() && union && record.sizeOrType() > 0) {
      throw new Unmodelled("GCC leaves out the members of a transparent union without a tag");
    }
    return new Type.Aggregate(
        shape(record), name, record.sizeOrType(), OptionalInt.empty(), members);
  }

  static Type.Shape shape(Btf.Record record) {
    boolean union = record.kind() == BTF_KIND_FWD ? record.flag() : record.kind() == BTF_KIND_UNION;
    return union ? Type.Shape.UNION : Type.Shape.STRUCT;
  }

  private static Member member(
      Btf.Record record, int index, GraphWriter<Btf.Record> writer, Machine machine) {
    String name = record.string(3 * index);
    long typeNumber = record.word(3 * index + 1);
    long word = record.word(3 * index + 2);
    long offset = record.flag() ? word & 0xff_ffff : word;
    int width = record.flag() ? (int) (word >>> 24) : 0;
    Optional<Btf.Record> integer =
        record.flag() ? Optional.empty() : narrow(record.owner(), typeNumber);
    if (integer.isPresent()) {
      width = BtfScalars.bits(integer.get());
      offset += BtfScalars.offset(integer.get());
    }
    TypeId type = writer.value(record.owner().value(typeNumber));
    if (width != 0) {
      long most = record.owner().bytes(typeNumber, machine).orElse(0) * 8;
      if (width > most) {
        throw new Unmodelled("bit-field " + name + " has " + width + " of " + most + " bits");
      }
      return new Member.BitField(name, type, offset, width);
    }
    if (offset % 8 != 0) {
      throw new Unmodelled("member " + name + " does not begin at a byte");
    }
    return new Member.Field(name, type, offset, OptionalInt.empty());
  }

  /** The integer of fewer bits than its bytes have that a member is declared with. */
  private static Optional<Btf.Record> narrow(Btf btf, long type) {
    Optional<Btf.Record> at = btf.unqualified(type);
    for (int steps = 0; at.isPresent() && at.get().kind() == BTF_KIND_TYPEDEF; steps++) {
      if (steps > 64) {
        return Optional.empty();
      }
      at = btf.unqualified(at.get().sizeOrType());
    }
    return at.filter(record -> record.kind() == BTF_KIND_INT && !BtfScalars.bitPrecise(record))
        .filter(
            record ->
                BtfScalars.bits(record) != record.sizeOrType() * 8
                    || BtfScalars.offset(record) != 0);
  }
}
