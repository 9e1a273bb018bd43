package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;

/** The members of a type as rows, those of anonymous members among them, in order of position. */
final class LayoutRows {
  private static final int DEEPEST = 16;

  /**
   * Describes a member.
   *
   * @param kind what sort of member
   * @param bitOffset bits from the beginning of the type
   * @param bits its extent; empty where unknown
   * @param text declaration
   * @param depth how many anonymous members lie around it
   * @param name empty where anonymous
   * @param inside bit-fields that the accessors of a unit read, by their offset in it
   */
  record Row(
      Kind kind,
      long bitOffset,
      Optional<Long> bits,
      String text,
      int depth,
      String name,
      List<Member.Accessor> inside) {

    private Row(
        Kind kind, long bitOffset, Optional<Long> bits, String text, int depth, Member member) {
      this(kind, bitOffset, bits, text, depth, member.name(), accessors(member));
    }

    private static List<Member.Accessor> accessors(Member member) {
      return member instanceof Member.BitFieldUnit unit
          ? unit.accessors().orElse(List.of())
          : List.of();
    }
  }

  /** What sort of member a row is. */
  enum Kind {
    MEMBER,
    BIT_FIELD,
    BIT_FIELD_UNIT,
    OTHER,
    HOLE
  }

  private final TypeGraph types;
  private final List<Row> rows = new ArrayList<>();

  private LayoutRows(TypeGraph types) {
    this.types = types;
  }

  static List<Row> of(TypeGraph types, Type.Aggregate aggregate) {
    LayoutRows rows = new LayoutRows(types);
    rows.add(aggregate, 0, 0);
    rows.rows.sort(Comparator.comparingLong(Row::bitOffset));
    return switch (aggregate.shape()) {
      case STRUCT -> withHoles(rows.rows, aggregate.bytes() * 8);
      case UNION -> rows.rows;
    };
  }

  private void add(Type.Aggregate aggregate, long base, int depth) {
    for (Member member : aggregate.members()) {
      Optional<Type.Aggregate> inside = anonymous(member);
      if (inside.isPresent() && depth < DEEPEST) {
        add(inside.get(), base + member.bitOffset(), depth + 1);
      } else {
        rows.add(row(member, base + member.bitOffset(), depth));
      }
    }
  }

  private Optional<Type.Aggregate> anonymous(Member member) {
    return member instanceof Member.Field field
            && field.name().isEmpty()
            && types.type(types.resolved(field.type())) instanceof Type.Aggregate aggregate
        ? Optional.of(aggregate)
        : Optional.empty();
  }

  private Row row(Member member, long at, int depth) {
    Optional<Long> bits = bits(member.type());
    String declared = TypeText.declaration(types, member.type(), member.name());
    return switch (member) {
      case Member.Field _ -> new Row(Kind.MEMBER, at, bits, declared, depth, member);
      case Member.BitField field ->
          new Row(
              Kind.BIT_FIELD,
              at,
              Optional.of((long) field.bitWidth()),
              declared + ":" + field.bitWidth(),
              depth,
              member);
      case Member.BitFieldUnit _ -> new Row(Kind.BIT_FIELD_UNIT, at, bits, declared, depth, member);
      case Member.Padding _, Member.AlignmentMarker _ ->
          new Row(Kind.OTHER, at, bits, declared, depth, member);
    };
  }

  private Optional<Long> bits(TypeId type) {
    return types.bytes(type).map(bytes -> bytes * 8);
  }

  private static List<Row> withHoles(List<Row> rows, long end) {
    List<Row> result = new ArrayList<>();
    long at = 0;
    for (Row row : rows) {
      if (row.bitOffset() > at) {
        result.add(hole(at, row.bitOffset() - at));
      }
      result.add(row);
      at = Math.max(at, row.bitOffset() + row.bits().orElse(0L));
    }
    if (end > at) {
      result.add(hole(at, end - at));
    }
    return result;
  }

  private static Row hole(long at, long bits) {
    String text = "/* " + ReportText.extent(bits) + " hole */";
    return new Row(Kind.HOLE, at, Optional.of(bits), text, 0, "", List.of());
  }
}
