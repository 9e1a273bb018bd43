package org.abiseam.rules.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/** Walks a value down to its leaves. */
final class Leaves {
  /** No machine passes anything with more parts than this by looking at them. */
  private static final int MOST = 1 << 13;

  private static final int DEEPEST = 64;

  private final ValueTypes values;
  private final Fill fill;
  private final List<Leaf> found = new ArrayList<>();
  private int steps;

  /** Which holes count as unnamed bit-fields. */
  enum Fill {
    NONE,
    CERTAIN,
    ALL
  }

  Leaves(ValueTypes values, Fill fill) {
    this.values = values;
    this.fill = fill;
  }

  List<Leaf> of(TypeId id) {
    walk(id, 0, false, 0);
    return found;
  }

  private void walk(TypeId id, long base, boolean inUnion, int depth) {
    if (depth > DEEPEST || ++steps > MOST) {
      throw new Unsettled(values.text(id) + " has too many parts");
    }
    switch (plain(id)) {
      case Type.Void _ -> empty(id, base, inUnion, Leaf.Form.EMPTY);
      case Type.Scalar scalar -> scalar(scalar, id, base, inUnion, depth);
      case Type.Enumeration enumeration ->
          add(Leaf.Kind.INTEGER, enumeration.bytes(), id, base, inUnion);
      case Type.Pointer pointer -> add(Leaf.Kind.POINTER, pointer.bytes(), id, base, inUnion);
      case Type.Vector vector -> add(Leaf.Kind.VECTOR, vector.bytes(), id, base, inUnion);
      case Type.Array array -> array(array, base, inUnion, depth);
      case Type.Aggregate aggregate -> aggregate(aggregate, id, base, inUnion, depth);
      case Type.Tagged tagged -> tagged(tagged, base, depth);
      case Type.Function _, Type.Unknown _, Type.Wrapper _ ->
          throw new Unsettled("the inside of " + values.text(id) + " is not known");
    }
  }

  private boolean composed(TypeId id) {
    return switch (plain(id)) {
      case Type.Aggregate _, Type.Array _ -> true;
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Unknown _, Type.Wrapper _ -> false;
    };
  }

  private Type plain(TypeId id) {
    return values.types().type(values.types().resolved(id));
  }

  private void add(Leaf.Kind kind, long bytes, TypeId id, long base, boolean inUnion) {
    found.add(new Leaf(base, bytes * 8, kind, Leaf.Form.MEMBER, id, inUnion));
  }

  private void empty(TypeId id, long base, boolean inUnion, Leaf.Form form) {
    found.add(new Leaf(base, 0, kindOf(id), form, id, inUnion));
  }

  private void scalar(Type.Scalar scalar, TypeId id, long base, boolean inUnion, int depth) {
    switch (scalar.encoding()) {
      case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE ->
          add(Leaf.Kind.INTEGER, scalar.bytes(), id, base, inUnion);
      case FLOAT -> add(values.number(id, depth > 0), scalar.bytes(), id, base, inUnion);
      case DECIMAL_FLOAT -> add(Leaf.Kind.DECIMAL, scalar.bytes(), id, base, inUnion);
      case COMPLEX_FLOAT -> complex(Leaf.Kind.FLOAT, scalar, id, base, inUnion);
      case COMPLEX_INTEGER -> complex(Leaf.Kind.INTEGER, scalar, id, base, inUnion);
    }
  }

  private void complex(Leaf.Kind kind, Type.Scalar pair, TypeId id, long base, boolean inUnion) {
    long half = pair.bytes() * 4;
    found.add(new Leaf(base, half, kind, Leaf.Form.COMPLEX_PART, id, inUnion));
    found.add(new Leaf(base + half, half, kind, Leaf.Form.COMPLEX_PART, id, inUnion));
  }

  private void array(Type.Array array, long base, boolean inUnion, int depth) {
    long count = array.count().orElse(0);
    if (count == 0) {
      boolean flexible = array.count().isEmpty();
      // A compiler that looks at an array of no elements looks at the parts of one.
      List<Leaf> parts =
          flexible || !composed(array.element())
              ? List.of()
              : new Leaves(values, Fill.NONE).of(array.element());
      parts.forEach(it -> empty(it.type(), base + it.bitOffset(), inUnion, Leaf.Form.EMPTY));
      if (parts.isEmpty()) {
        empty(array.element(), base, inUnion, flexible ? Leaf.Form.FLEXIBLE : Leaf.Form.EMPTY);
      }
    }
    for (long i = 0; i < count; i++) {
      walk(array.element(), base + i * array.stride() * 8, inUnion, depth + 1);
    }
  }

  private void aggregate(
      Type.Aggregate aggregate, TypeId id, long base, boolean inUnion, int depth) {
    boolean shares = inUnion || aggregate.shape() == Type.Shape.UNION;
    if (aggregate.members().isEmpty() && aggregate.bytes() == 0) {
      empty(id, base, inUnion, Leaf.Form.EMPTY);
    }
    for (Member member : aggregate.members()) {
      long at = base + member.bitOffset();
      if (member instanceof Member.BitField field) {
        found.add(
            new Leaf(
                at,
                field.bitWidth(),
                Leaf.Kind.INTEGER,
                Leaf.Form.BIT_FIELD,
                field.type(),
                shares));
      } else {
        walk(member.type(), at, shares, depth + 1);
      }
    }
    List<Holes.Hole> holes =
        switch (fill) {
          case NONE -> List.of();
          case CERTAIN -> Holes.certain(aggregate).stream().toList();
          case ALL -> Holes.in(aggregate, values.types(), values.padding());
        };
    if (!holes.isEmpty()) {
      for (Holes.Hole hole : holes) {
        found.add(
            new Leaf(
                base + hole.from(),
                hole.to() - hole.from(),
                Leaf.Kind.INTEGER,
                Leaf.Form.UNNAMED_BIT_FIELD,
                id,
                shares));
      }
    }
    if (!shares) {
      // Rust writes members in any order; state goes by position.
      found.sort(Comparator.comparingLong(Leaf::bitOffset));
    }
  }

  private void tagged(Type.Tagged tagged, long base, int depth) {
    tagged
        .discriminant()
        .ifPresent(tag -> walk(tag.type(), base + tag.bitOffset(), true, depth + 1));
    for (Type.Tagged.Variant variant : tagged.variants()) {
      walk(variant.payload(), base, true, depth + 1);
    }
  }

  private Leaf.Kind kindOf(TypeId id) {
    return switch (plain(id)) {
      case Type.Scalar scalar ->
          switch (scalar.encoding()) {
            case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE, COMPLEX_INTEGER ->
                Leaf.Kind.INTEGER;
            case FLOAT, COMPLEX_FLOAT -> Leaf.Kind.FLOAT;
            case DECIMAL_FLOAT -> Leaf.Kind.DECIMAL;
          };
      case Type.Enumeration _ -> Leaf.Kind.INTEGER;
      case Type.Pointer _ -> Leaf.Kind.POINTER;
      case Type.Vector _ -> Leaf.Kind.VECTOR;
      case Type.Void _, Type.Array _, Type.Aggregate _, Type.Tagged _ -> Leaf.Kind.NONE;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> Leaf.Kind.NONE;
    };
  }
}
