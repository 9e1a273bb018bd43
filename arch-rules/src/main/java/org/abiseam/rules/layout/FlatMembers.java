package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Lists the members of a struct or union with its anonymous members opened.
 *
 * <p>C23 §6.7.3.2 paragraph 15: the members of an anonymous struct or union are members of the
 * containing one. bindgen gives an anonymous member a name ({@code __bindgen_anon_1}) that lowering
 * takes off again, so on both sides what remains is a list of named members at positions from the
 * beginning of the outermost type. What is lost by opening is which members lie on each other on
 * purpose; each therefore keeps the number of the struct or union that held it.
 *
 * <p>Rust has no anonymous members. Written by hand, one has a name: {@code u: Data} is opened as
 * well where C has an anonymous struct or union of its place and size.
 */
final class FlatMembers {
  /** The largest struct of a Linux kernel has some hundreds, anonymous ones opened. */
  static final int MOST = 1 << 14;

  /**
   * Describes an ordinary member. {@code container} is the number of the struct or union that holds
   * it.
   */
  record Slot(String name, TypeId type, long position, long bits, int container) {
    String label() {
      return name.isEmpty() ? "(anonymous)" : name;
    }

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

  /** Describes a struct or union that was opened, by its place in bits. */
  private record Opened(Type.Shape shape, long position, long bits) {}

  /** Describes a C bit-field. */
  record Bits(Member.BitField field, long position) {
    String name() {
      return field.name();
    }

    int width() {
      return field.bitWidth();
    }

    long end() {
      return position + width();
    }
  }

  /** Describes C bit-fields that follow each other without another member between. */
  record Run(int container, boolean union, List<Bits> bits) {}

  /** Describes the bytes in which Rust keeps a run. */
  record Unit(Member.BitFieldUnit member, long position, long bits) {
    long end() {
      return position + bits;
    }

    boolean covers(Bits field) {
      return position <= field.position() && field.end() <= end();
    }
  }

  private final TypeGraph types;

  /** What the other side opened without having a member in its place. */
  private final Set<Opened> open;

  private final Set<Opened> opened = new HashSet<>(0);
  private final List<Slot> slots = new ArrayList<>();
  private final List<Slot> paddings = new ArrayList<>(0);
  private final List<Run> runs = new ArrayList<>();
  private final List<Unit> units = new ArrayList<>();
  private int containers;
  private int members;
  private boolean overfull;

  private FlatMembers(TypeGraph types, Set<Opened> open) {
    this.types = types;
    this.open = open;
  }

  /** Lists the members of a node that is a struct or union. */
  static FlatMembers of(TypeGraph types, TypeId aggregate) {
    return of(types, aggregate, Set.of());
  }

  /** Lists them for Rust, which has names for what is anonymous in C. */
  static FlatMembers of(TypeGraph types, TypeId aggregate, FlatMembers ofC) {
    Set<Opened> open = new HashSet<>(ofC.opened);
    for (Slot slot : ofC.slots) {
      if (ofC.types.type(ofC.types.resolved(slot.type)) instanceof Type.Aggregate member) {
        open.remove(new Opened(member.shape(), slot.position, slot.bits));
      }
    }
    return of(types, aggregate, open);
  }

  private static FlatMembers of(TypeGraph types, TypeId aggregate, Set<Opened> open) {
    FlatMembers flat = new FlatMembers(types, open);
    flat.open((Type.Aggregate) types.type(aggregate), 0);
    return flat;
  }

  /** Tells whether some members have no name, so that theirs are listed. */
  boolean hasAnonymous() {
    return !opened.isEmpty();
  }

  /** Tells whether two types have a member of one name, or one of them has none at all. */
  boolean related(FlatMembers actual) {
    if (!runs.isEmpty() || !actual.units.isEmpty() || !actual.runs.isEmpty()) {
      return true;
    }
    if (slots.isEmpty() || actual.slots.isEmpty()) {
      return slots.isEmpty() == actual.slots.isEmpty();
    }
    Set<String> names = new HashSet<>();
    slots.forEach(slot -> names.add(slot.name()));
    names.remove("");
    return actual.slots.stream().anyMatch(slot -> names.contains(slot.name()));
  }

  /** Tells whether there are more than {@value #MOST} members, of which then some are left out. */
  boolean overfull() {
    return overfull;
  }

  List<Slot> slots() {
    return slots;
  }

  /** Lists the bytes that bindgen spelled out as padding. */
  List<Slot> paddings() {
    return paddings;
  }

  List<Run> runs() {
    return runs;
  }

  /** Lists the bit-fields of all runs. */
  Stream<Bits> bitFields() {
    return runs.stream().flatMap(run -> run.bits().stream());
  }

  List<Unit> units() {
    return units;
  }

  private void open(Type.Aggregate aggregate, long base) {
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
        add(member, position, container);
      }
    }
  }

  private void add(Member member, long position, int container) {
    switch (member) {
      case Member.Field field -> {
        boolean anonymous = field.name().isEmpty();
        if ((anonymous || !open.isEmpty())
            && anonymous(field.type()) instanceof Type.Aggregate aggregate
            && (anonymous || open.contains(opened(aggregate, position)))) {
          opened.add(opened(aggregate, position));
          open(aggregate, position);
        } else {
          slots.add(slot(field, position, container));
        }
      }
      case Member.BitFieldUnit unit -> units.add(new Unit(unit, position, bits(unit.type())));
      case Member.Padding padding -> paddings.add(slot(padding, position, container));
      case Member.AlignmentMarker _, Member.BitField _ -> {}
    }
  }

  private static Opened opened(Type.Aggregate aggregate, long position) {
    return new Opened(aggregate.shape(), position, aggregate.bytes() * Byte.SIZE);
  }

  private Slot slot(Member member, long position, int container) {
    return new Slot(member.name(), member.type(), position, bits(member.type()), container);
  }

  private long bits(TypeId type) {
    return types.bytes(type).orElse(0L) * Byte.SIZE;
  }

  /** Returns what an anonymous member is, behind {@code ManuallyDrop<X__bindgen_ty_1>} and such. */
  private Type anonymous(TypeId id) {
    TypeId at = types.resolved(id);
    while (types.type(at) instanceof Type.Aggregate aggregate
        && aggregate.name().filter(name -> name.indexOf('<') > 0).isPresent()) {
      TypeId inner = types.resolved(Wrappers.inner(types, at));
      if (inner.equals(at)) {
        break;
      }
      at = inner;
    }
    return types.type(at);
  }
}
