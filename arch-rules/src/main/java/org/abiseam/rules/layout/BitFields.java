package org.abiseam.rules.layout;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.Flat.Bits;
import org.abiseam.rules.layout.Flat.Run;
import org.abiseam.rules.layout.Flat.Slot;
import org.abiseam.rules.layout.Flat.Unit;

/**
 * C's bit-fields and the bytes in which Rust keeps them.
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
 * <p>Where in the unit a bit-field lies only its accessor tells. With accessors at hand each is
 * compared; without them {@link Packing} argues from what bindgen does.
 *
 * <p>Rust written by hand may keep bit-fields in a plain number. One bit-field that fills the
 * number is the number; several in one number are masked by code that nobody can see here.
 */
final class BitFields {
  private static final Clause CLAUSE =
      Clause.harmful(Rule.LAYOUT_BITFIELD, Citations.BINDGEN_BIT_FIELDS);
  private static final Clause FILLED =
      Clause.harmless(Rule.LAYOUT_BITFIELD, Citations.DWARF_BIT_FIELD);
  private static final Clause EXACT =
      Clause.harmful(Rule.LAYOUT_BITFIELD, Citations.DWARF_BIT_FIELD);

  private final Comparison comparison;
  private final Flat expected;
  private final Flat actual;
  private final Outcome out;
  private final Room room;

  BitFields(Comparison comparison, TypeId expected, TypeId actual, Outcome out, Room room) {
    this.room = room;
    this.comparison = comparison;
    this.expected = comparison.provider().flat(expected);
    this.actual = comparison.consumer().flat(actual);
    this.out = out;
  }

  /** Compares, and marks the consumer's plain members that turn out to hold bit-fields. */
  void compare(boolean[] taken) {
    List<Run> runs = expected.runs();
    for (int i = 0; i < runs.size(); i++) {
      Optional<Unit> unit = unit(runs.get(i), i);
      for (Bits bits : runs.get(i).bits()) {
        if (!exact(bits) && unit.filter(found -> found.covers(bits)).isEmpty()) {
          elsewhere(bits, unit, taken);
        }
      }
      unit.ifPresent(found -> inside(found));
      if (unit.isPresent()) {
        positions(runs.get(i), unit.get());
        overlap(runs.get(i), unit.get());
      }
    }
    unknownToProvider();
  }

  private void inside(Unit unit) {
    for (Member.Accessor accessor : unit.member().accessors().orElse(List.of())) {
      if (named(expected, accessor.name()).isEmpty()) {
        long at = unit.position() + accessor.bitOffset();
        add(accessor.name(), at, What.PRESENCE, Value.of("absent"), range(at, accessor.bitWidth()));
      }
    }
  }

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

  /** Both sides have bit-fields: C with C. */
  private boolean exact(Bits bits) {
    Optional<Bits> other = named(actual, bits.field().name());
    if (other.isEmpty()) {
      return false;
    }
    String name = bits.field().name();
    if (other.get().position() != bits.position()) {
      differ(name, bits.position(), What.BIT_OFFSET, bits.position(), other.get().position());
    }
    if (other.get().field().bitWidth() != bits.field().bitWidth()) {
      int width = other.get().field().bitWidth();
      differ(name, bits.position(), What.BIT_SIZE, bits.field().bitWidth(), width);
    }
    comparison.embed(out, name, bits.position(), bits.field().type(), other.get().field().type());
    out.countStated();
    return true;
  }

  private static Optional<Bits> named(Flat flat, String name) {
    for (Run run : flat.runs()) {
      for (Bits bits : run.bits()) {
        if (bits.field().name().equals(name)) {
          return Optional.of(bits);
        }
      }
    }
    return Optional.empty();
  }

  /** A bit-field that its unit does not hold: in a plain member, or nowhere. */
  private void elsewhere(Bits bits, Optional<Unit> unit, boolean[] taken) {
    int holder = holder(bits);
    if (holder < 0) {
      Value actualValue =
          unit.isPresent()
              ? Value.of(
                  unit.get().member().name()
                      + " holds bits "
                      + text(unit.get().position(), unit.get().bits()))
              : Value.of("absent");
      Value expectedValue = declared(comparison.provider(), bits);
      What what = unit.isPresent() ? What.BIT_OFFSET : What.PRESENCE;
      add(bits.field().name(), bits.position(), what, expectedValue, actualValue);
      return;
    }
    taken[holder] = true;
    Slot slot = actual.slots().get(holder);
    boolean fills = slot.position() == bits.position() && slot.end() == bits.end();
    if (fills && number(bits)) {
      sign(bits, slot);
      out.countStated();
    } else {
      out.countUnknown();
      out.add(
          Reason.BIT_FIELD_POSITIONS,
          bits.field().name(),
          "lies in the plain member " + slot.name() + ", which code takes apart");
    }
  }

  private int holder(Bits bits) {
    List<Slot> slots = actual.slots();
    int found = -1;
    for (int j = 0; j < slots.size(); j++) {
      if (slots.get(j).covers(bits.position(), bits.end())
          && (found < 0 || slots.get(j).name().equals(bits.field().name()))) {
        found = j;
      }
    }
    return found;
  }

  private boolean number(Bits bits) {
    return comparison.provider().type(bits.field().type()) instanceof Type.Scalar;
  }

  private void sign(Bits bits, Slot slot) {
    if (comparison.provider().type(bits.field().type()) instanceof Type.Scalar one
        && comparison.consumer().type(slot.type()) instanceof Type.Scalar other
        && ScalarRule.number(one)
        && ScalarRule.number(other)
        && one.encoding() != other.encoding()) {
      add(
          bits.field().name(),
          bits.position(),
          What.SIGNEDNESS,
          Value.of(one.name()),
          Value.of(other.name()));
    }
  }

  /** Where in the unit each bit-field lies. */
  private void positions(Run run, Unit unit) {
    Optional<List<Member.Accessor>> accessors = unit.member().accessors();
    if (accessors.isPresent()) {
      for (Bits bits : run.bits()) {
        accessor(bits, unit, accessors.get());
      }
      return;
    }
    int proven = Packing.proven(comparison.provider(), run, unit);
    for (int i = 0; i < run.bits().size(); i++) {
      Bits bits = run.bits().get(i);
      if (!unit.covers(bits)) {
        continue;
      }
      if (i < proven) {
        out.countByModel();
      } else {
        out.countUnknown();
        out.add(Reason.BIT_FIELD_POSITIONS, bits.field().name(), Packing.doubt(run, unit, i));
      }
    }
  }

  private void accessor(Bits bits, Unit unit, List<Member.Accessor> accessors) {
    for (Member.Accessor accessor : accessors) {
      if (accessor.name().equals(bits.field().name())) {
        long at = unit.position() + accessor.bitOffset();
        if (at != bits.position()) {
          differ(accessor.name(), bits.position(), What.BIT_OFFSET, bits.position(), at);
        }
        if (accessor.bitWidth() != bits.field().bitWidth()) {
          int width = bits.field().bitWidth();
          differ(accessor.name(), bits.position(), What.BIT_SIZE, width, accessor.bitWidth());
        }
        out.countStated();
        return;
      }
    }
    out.countUnknown();
    out.add(
        Reason.BIT_FIELD_POSITIONS,
        bits.field().name(),
        "the generated bindings have no accessor for it");
  }

  /** A unit must not lie on an ordinary member beside the run. */
  private void overlap(Run run, Unit unit) {
    if (run.union()) {
      return;
    }
    for (Slot slot : expected.slots()) {
      if (slot.container() == run.container() && slot.overlaps(unit.position(), unit.end())) {
        add(
            slot.name(),
            slot.position(),
            What.OFFSET,
            range(slot.position(), slot.bits()),
            Value.of(unit.member().name() + " holds bits " + text(unit.position(), unit.bits())));
      }
    }
  }

  private void unknownToProvider() {
    for (Run run : actual.runs()) {
      for (Bits bits : run.bits()) {
        if (named(expected, bits.field().name()).isEmpty()) {
          boolean free =
              comparison.versions() && room.free(bits.position(), bits.position() + width(bits));
          put(
              free ? FILLED : CLAUSE,
              bits.field().name(),
              bits.position(),
              What.PRESENCE,
              Value.of("absent"),
              declared(comparison.consumer(), bits));
        }
      }
    }
  }

  private static long width(Bits bits) {
    return bits.field().bitWidth();
  }

  /** Where it lies; between versions also what it is, because there the other side has nothing. */
  private Value declared(Side side, Bits bits) {
    return comparison.versions()
        ? Value.of(
            "%s:%d at bit %d"
                .formatted(side.text(bits.field().type()), width(bits), bits.position()))
        : range(bits.position(), width(bits));
  }

  private static Value range(long position, long bits) {
    return Value.of("bits " + text(position, bits));
  }

  private static String text(long position, long bits) {
    return position + " to " + (position + bits - 1);
  }

  private void differ(
      String name, long position, What what, long expectedNumber, long actualNumber) {
    put(EXACT, name, position, what, Value.of(expectedNumber), Value.of(actualNumber));
  }

  private void add(String name, long position, What what, Value expectedValue, Value actualValue) {
    put(CLAUSE, name, position, what, expectedValue, actualValue);
  }

  private void put(
      Clause clause,
      String name,
      long position,
      What what,
      Value expectedValue,
      Value actualValue) {
    out.add(
        new Deviation(
            clause.rule(),
            clause.severity(),
            name,
            position,
            what,
            expectedValue,
            actualValue,
            "",
            clause.citation(),
            List.of()));
  }
}
