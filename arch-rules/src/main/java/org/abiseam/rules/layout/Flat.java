package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * A struct or union with its anonymous members opened.
 *
 * <p>C23 §6.7.3.2 paragraph 15: the members of an anonymous struct or union are members of the
 * containing one. bindgen gives an anonymous member a name ({@code __bindgen_anon_1}) that lowering
 * takes off again, so on both sides what remains is a list of named members at positions from the
 * beginning of the outermost type. What is lost by opening is which members lie on each other on
 * purpose; each therefore keeps the number of the struct or union that held it.
 */
final class Flat {
  /** The largest struct of a Linux kernel has some hundreds, anonymous ones opened. */
  static final int MOST = 1 << 14;

  /** An ordinary member. {@code container} is the number of the struct or union that holds it. */
  record Slot(String name, TypeId type, long position, long bits, int container) {
    long end() {
      return position + bits;
    }

    boolean covers(long from, long to) {
      return position <= from && to <= end();
    }

    boolean overlaps(long from, long to) {
      return position < to && from < end();
    }
  }

  /** A C bit-field. */
  record Bits(Member.BitField field, long position) {
    long end() {
      return position + field.bitWidth();
    }
  }

  /** C bit-fields that follow each other without another member between. */
  record Run(int container, boolean union, List<Bits> bits) {}

  /** Where Rust keeps a run. */
  record Unit(Member.BitFieldUnit member, long position, long bits) {
    long end() {
      return position + bits;
    }

    boolean covers(Bits field) {
      return position <= field.position() && field.end() <= end();
    }
  }

  private final List<Slot> slots = new ArrayList<>();
  private final List<Slot> paddings = new ArrayList<>(0);
  private final List<Run> runs = new ArrayList<>();
  private final List<Unit> units = new ArrayList<>();
  private int containers;
  private int members;
  private boolean overfull;

  private Flat() {}

  static Flat of(Side side, TypeId aggregate) {
    Flat flat = new Flat();
    flat.open(side, (Type.Aggregate) side.types().type(aggregate), 0);
    return flat;
  }

  /** Whether there are more than {@value #MOST} members, of which then some are left out. */
  boolean overfull() {
    return overfull;
  }

  List<Slot> slots() {
    return slots;
  }

  /** Bytes that bindgen spelled out as padding. */
  List<Slot> paddings() {
    return paddings;
  }

  List<Run> runs() {
    return runs;
  }

  List<Unit> units() {
    return units;
  }

  private void open(Side side, Type.Aggregate aggregate, long base) {
    int container = containers++;
    boolean union = aggregate.shape() == Type.Shape.UNION;
    List<Bits> run = List.of();
    for (Member member : aggregate.members()) {
      if (members + containers >= MOST) {
        overfull = true;
        return;
      }
      members++;
      long position = base + member.bitOffset();
      if (member instanceof Member.BitField field) {
        if (run.isEmpty()) {
          run = new ArrayList<>(4);
          runs.add(new Run(container, union, run));
        }
        run.add(new Bits(field, position));
      } else {
        run = List.of();
        add(side, member, position, container);
      }
    }
  }

  private void add(Side side, Member member, long position, int container) {
    switch (member) {
      case Member.Field field -> {
        Type inner = field.name().isEmpty() ? anonymous(side, field.type()) : new Type.Void();
        if (inner instanceof Type.Aggregate aggregate) {
          open(side, aggregate, position);
        } else {
          long bits = side.bytes(field.type()) * 8;
          slots.add(new Slot(field.name(), field.type(), position, bits, container));
        }
      }
      case Member.BitFieldUnit unit ->
          units.add(new Unit(unit, position, side.bytes(unit.type()) * 8));
      case Member.Padding padding ->
          paddings.add(
              new Slot(
                  padding.name(),
                  padding.type(),
                  position,
                  side.bytes(padding.type()) * 8,
                  container));
      case Member.AlignmentMarker _, Member.BitField _ -> {}
    }
  }

  /** What an anonymous member holds, out of {@code ManuallyDrop<X__bindgen_ty_1>} and the like. */
  private static Type anonymous(Side side, TypeId id) {
    TypeId at = id;
    while (side.type(at) instanceof Type.Aggregate aggregate
        && aggregate.name().filter(name -> name.indexOf('<') > 0).isPresent()) {
      TypeId inner = Wrappers.inner(side, at);
      if (inner.equals(at)) {
        break;
      }
      at = inner;
    }
    return side.type(at);
  }
}
