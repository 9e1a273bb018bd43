package org.abiseam.rules.layout;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.FlatMembers.Bits;
import org.abiseam.rules.layout.FlatMembers.Run;
import org.abiseam.rules.layout.FlatMembers.Slot;
import org.abiseam.rules.layout.FlatMembers.Unit;

/**
 * Compares C's bit-fields with the bytes in which Rust keeps them.
 *
 * <pre>
 *   C       | a:3 | b:5 |   c:9    |.......|  d  |      one run of three, then a member
 *   Rust    |  _bitfield_1: [u8; 3]        |  d  |      one unit
 * </pre>
 *
 * <p>Debug info has the unit and not what is in it. It proves this much: every bit of a bit-field
 * must lie in the unit of its run, and no unit may lie on an ordinary member. bindgen writes a unit
 * for each run, in order, so that runs and units pair by number where there are as many.
 *
 * <p>Where in the unit a bit-field lies only its accessor shows. With accessors at hand each is
 * compared; without them {@link Packing} argues from what bindgen does.
 *
 * <p>Rust written by hand may keep bit-fields in a plain number. One bit-field that fills the
 * number is the number; several in one number are masked by code that is not in debug info.
 */
final class BitFieldRule {
  private static final Clause CLAUSE =
      Clause.harmful(Rule.LAYOUT_BITFIELD, Citations.BINDGEN_BIT_FIELDS);
  private static final Clause FILLED =
      Clause.harmless(Rule.LAYOUT_BITFIELD, Citations.DWARF_BIT_FIELD);
  private static final Clause SIGN = Clause.risky(Rule.LAYOUT_BITFIELD, Citations.DWARF_BIT_FIELD);
  private static final Clause EXACT =
      Clause.harmful(Rule.LAYOUT_BITFIELD, Citations.DWARF_BIT_FIELD);

  private final TypePair pair;
  private final FlatMembers expected;
  private final FlatMembers actual;
  private final FreeSpace space;

  BitFieldRule(TypePair pair, FreeSpace space) {
    this.pair = pair;
    this.space = space;
    this.expected = pair.expectedMembers();
    this.actual = pair.actualMembers();
  }

  /** Compares, and marks the plain members of either side that turn out to be bit-fields. */
  void compare(boolean[] given, boolean[] taken) {
    List<Run> runs = expected.runs();
    for (int i = 0; i < runs.size(); i++) {
      Run run = runs.get(i);
      Optional<Unit> unit = unit(run, i);
      for (Bits bits : run.bits()) {
        if (!exact(bits) && unit.filter(found -> found.covers(bits)).isEmpty()) {
          elsewhere(bits, unit, taken);
        }
      }
      unit.ifPresent(found -> unit(run, found));
    }
    for (Run run : actual.runs()) {
      for (Bits bits : run.bits()) {
        if (named(expected, bits.name()).isEmpty() && !whole(bits, given)) {
          boolean free = pair.comparison().versions() && space.free(bits.position(), bits.end());
          Value declared = declared(pair.consumer(), bits);
          add(free ? FILLED : CLAUSE, bits, What.PRESENCE, Value.ABSENT, declared);
        }
      }
    }
  }

  /** Finds the unit of a run. */
  private Optional<Unit> unit(Run run, int number) {
    List<Unit> units = actual.units();
    if (units.size() == expected.runs().size()) {
      return Optional.of(units.get(number));
    }
    Optional<Unit> touching = Optional.empty();
    for (Unit unit : units) {
      boolean all = true;
      for (Bits bits : run.bits()) {
        all &= unit.covers(bits);
        if (touching.isEmpty() && bits.position() < unit.end() && unit.position() < bits.end()) {
          touching = Optional.of(unit);
        }
      }
      if (all) {
        return Optional.of(unit);
      }
    }
    return touching;
  }

  private void unit(Run run, Unit unit) {
    for (Member.Accessor accessor : unit.member().accessors().orElse(List.of())) {
      if (named(expected, accessor.name()).isEmpty()) {
        long at = unit.position() + accessor.bitOffset();
        Value range = range(at, accessor.bitWidth());
        add(CLAUSE, accessor.name(), at, What.PRESENCE, Value.ABSENT, range);
      }
    }
    positions(run, unit);
    for (Slot slot : run.union() ? List.<Slot>of() : expected.slots()) {
      // A unit must not lie on an ordinary member next to the run.
      if (slot.container() == run.container() && slot.overlaps(unit.position(), unit.end())) {
        Value range = range(slot.position(), slot.bits());
        add(CLAUSE, slot.name(), slot.position(), What.OFFSET, range, range(unit));
      }
    }
  }

  /** Compares a bit-field that both sides state, as C and C do, and tells whether they do. */
  private boolean exact(Bits bits) {
    Optional<Bits> found = named(actual, bits.name());
    if (found.isEmpty()) {
      return false;
    }
    Bits other = found.get();
    stated(bits, other.position(), other.width());
    if (pair.provider().type(bits.field().type()) instanceof Type.Scalar one
        && pair.consumer().type(other.field().type()) instanceof Type.Scalar two
        && (sameKind(one, two) || oneBit(bits, one, two))) {
      // Whatever the size of the base types, the bits are the same.
      base(bits, one, two);
    } else {
      pair.embed(bits.name(), bits.position(), bits.field().type(), other.field().type());
    }
    return true;
  }

  private static boolean sameKind(Type.Scalar one, Type.Scalar other) {
    return Side.integer(one) && Side.integer(other) && one.bytes() != other.bytes();
  }

  /** Tells whether one side takes for a truth value what is 0 or 1 on the other. */
  private static boolean oneBit(Bits bits, Type.Scalar one, Type.Scalar other) {
    boolean truth = one.encoding() == Type.Encoding.BOOLEAN;
    boolean otherTruth = other.encoding() == Type.Encoding.BOOLEAN;
    return bits.width() == 1
        && truth != otherTruth
        && (truth || Side.integer(one))
        && (otherTruth || Side.integer(other));
  }

  private void base(Bits bits, Type.Scalar one, Type.Scalar other) {
    boolean signed = one.encoding() == Type.Encoding.SIGNED;
    if (signed != (other.encoding() == Type.Encoding.SIGNED)) {
      Value name = Value.of(one.name());
      add(SIGN, bits, What.SIGNEDNESS, name, Value.of(other.name()));
    }
  }

  private void stated(Bits bits, long position, int width) {
    if (position != bits.position()) {
      Value offset = Value.of(bits.position());
      add(EXACT, bits, What.BIT_OFFSET, offset, Value.of(position));
    }
    if (width != bits.width()) {
      add(EXACT, bits, What.BIT_SIZE, Value.of(bits.width()), Value.of(width));
    }
    pair.found().countStated();
  }

  private static Optional<Bits> named(FlatMembers members, String name) {
    for (Run run : members.runs()) {
      for (Bits bits : run.bits()) {
        if (bits.name().equals(name)) {
          return Optional.of(bits);
        }
      }
    }
    return Optional.empty();
  }

  /** Compares a bit-field that lies in a plain member or nowhere. */
  private void elsewhere(Bits bits, Optional<Unit> unit, boolean[] taken) {
    int holder = holder(bits);
    if (holder < 0) {
      What what = unit.isPresent() ? What.BIT_OFFSET : What.PRESENCE;
      Value other = unit.map(BitFieldRule::range).orElse(Value.ABSENT);
      add(CLAUSE, bits, what, declared(pair.provider(), bits), other);
      return;
    }
    taken[holder] = true;
    Slot slot = actual.slots().get(holder);
    if (slot.position() == bits.position()
        && slot.end() == bits.end()
        && pair.provider().type(bits.field().type()) instanceof Type.Scalar number) {
      sign(bits, number, pair.consumer().type(slot.type()));
      pair.found().countStated();
    } else if (!pair.consumer().rust()) {
      boolean same = slot.name().equals(bits.name());
      Value width = same ? Value.of(bits.width()) : declared(pair.provider(), bits);
      Value other = same ? Value.of(slot.bits()) : Value.ABSENT;
      add(EXACT, bits, same ? What.BIT_SIZE : What.PRESENCE, width, other);
    } else {
      unknown(bits, "lies in the plain member " + slot.name() + ", which code takes apart");
    }
  }

  /** Compares a bit-field of the consumer that is as wide as a plain number in its place. */
  private boolean whole(Bits bits, boolean[] given) {
    for (int i = 0; i < given.length; i++) {
      Slot slot = expected.slots().get(i);
      if (!given[i]
          && slot.position() == bits.position()
          && slot.end() == bits.end()
          && pair.provider().type(slot.type()) instanceof Type.Scalar number
          && pair.consumer().type(bits.field().type()) instanceof Type.Scalar) {
        given[i] = true;
        sign(bits, number, pair.consumer().type(bits.field().type()));
        pair.found().countStated();
        return true;
      }
    }
    return false;
  }

  private int holder(Bits bits) {
    List<Slot> slots = actual.slots();
    int found = -1;
    for (int j = 0; j < slots.size(); j++) {
      if (slots.get(j).covers(bits.position(), bits.end())
          && (found < 0 || slots.get(j).name().equals(bits.name()))) {
        found = j;
      }
    }
    return found;
  }

  private void sign(Bits bits, Type.Scalar one, Type type) {
    if (type instanceof Type.Scalar other
        && Side.integer(one)
        && Side.integer(other)
        && one.encoding() != other.encoding()) {
      Value name = Value.of(one.name());
      add(CLAUSE, bits, What.SIGNEDNESS, name, Value.of(other.name()));
    }
  }

  /** Compares where in the unit each bit-field lies. */
  private void positions(Run run, Unit unit) {
    Optional<List<Member.Accessor>> accessors = unit.member().accessors();
    if (accessors.isPresent()) {
      for (Bits bits : run.bits()) {
        accessors.get().stream()
            .filter(accessor -> accessor.name().equals(bits.name()))
            .findFirst()
            .ifPresentOrElse(
                it -> stated(bits, unit.position() + it.bitOffset(), it.bitWidth()),
                () -> unknown(bits, "the generated bindings have no accessor for it"));
      }
      return;
    }
    int proven = Packing.proven(pair.provider(), run, unit);
    for (int i = 0; i < run.bits().size(); i++) {
      Bits bits = run.bits().get(i);
      if (unit.covers(bits) && i < proven) {
        pair.found().countByModel();
      } else if (unit.covers(bits)) {
        unknown(bits, Packing.doubt(run, unit));
      }
    }
  }

  private void unknown(Bits bits, String detail) {
    pair.found().countUnknown();
    pair.found().undecided(Reason.BIT_FIELD_POSITIONS, bits.name(), detail);
  }

  /** Returns where it lies; between versions also what it is, as the other side has nothing. */
  private Value declared(Side side, Bits bits) {
    return pair.comparison().versions()
        ? Value.of(
            "%s:%d at bit %d"
                .formatted(side.text(bits.field().type()), bits.width(), bits.position()))
        : range(bits.position(), bits.width());
  }

  private static Value range(Unit unit) {
    String bits = range(unit.position(), unit.bits()).text();
    return Value.of(unit.member().name() + " holds " + bits);
  }

  private static Value range(long position, long bits) {
    return Value.of("bits " + position + " to " + (position + bits - 1));
  }

  private void add(Clause clause, Bits bits, What what, Value one, Value other) {
    add(clause, bits.name(), bits.position(), what, one, other);
  }

  private void add(Clause clause, String name, long position, What what, Value one, Value other) {
    pair.differs(RuleDifference.of(clause, what, one, other).at(name, position));
  }
}
