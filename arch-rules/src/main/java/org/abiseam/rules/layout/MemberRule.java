package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.FlatMembers.Slot;

/**
 * Compares two structs, or two unions, member by member.
 *
 * <p>Members pair by name first, wherever they lie, then by place: a member that was renamed is at
 * the same place and of the same type, and that is harmless. What is left exists on one side only.
 * C's must not be missing in Rust, because a struct that Rust copies loses it; a union's may, but
 * it hints at bindings of another version. Rust's must not lie where C has nothing, unless its name
 * says that it is filler. A filler that covers members of C hides them, like a blob.
 *
 * <p>Members of no size do not matter for presence. A flexible array is one; its place does matter,
 * because data follows there, and between versions so does whether it is there.
 */
final class MemberRule {
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.C_SIZEOF);
  private static final Clause OFFSET = Clause.harmful(Rule.LAYOUT_OFFSET, Citations.C_STRUCT_ORDER);
  private static final Clause MISSING =
      Clause.harmful(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_STRUCT);
  private static final Clause UNION =
      Clause.risky(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_UNION);

  /** For an alternative of a union whose bits no other alternative takes alike. */
  private static final Clause ALTERNATIVE =
      Clause.harmful(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_UNION);

  /** For a member that Rust calls otherwise or declares as padding. */
  private static final Clause RENAMED =
      Clause.harmless(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_STRUCT);

  /** For reserved bytes that came or went. */
  private static final Clause FILLED =
      Clause.harmless(Rule.LAYOUT_MEMBER_MISSING, Citations.C_STRUCT_ORDER);

  private final TypePair pair;
  private final boolean versions;
  private final FreeSpace space;
  private final List<Slot> expected;
  private final List<Slot> actual;
  private final boolean[] expectedDone;
  private final boolean[] actualDone;

  private MemberRule(TypePair pair) {
    this.pair = pair;
    this.versions = pair.comparison().versions();
    this.space = new FreeSpace(pair);
    this.expected = pair.provider().flat(pair.expectedId()).slots();
    this.actual = pair.consumer().flat(pair.actualId()).slots();
    this.expectedDone = new boolean[expected.size()];
    this.actualDone = new boolean[actual.size()];
  }

  /** Compares two types of one shape. */
  static void compare(TypePair pair) {
    MemberRule rule = new MemberRule(pair);
    rule.byName();
    new BitFieldRule(pair, rule.space).compare(rule.expectedDone, rule.actualDone);
    rule.byPlace();
    rule.missingInConsumer();
    rule.missingInProvider();
    pair.sizeDiffers(SIZE);
  }

  /** Compares the sizes alone, where there are too many members to compare. */
  static void compareSizes(TypePair pair) {
    pair.sizeDiffers(SIZE);
  }

  private void byName() {
    Map<String, Integer> names = Map.of();
    for (int i = 0; i < expected.size(); i++) {
      Slot slot = expected.get(i);
      if (slot.name().isEmpty()) {
        continue;
      }
      // Both sides mostly list the same members in the same order.
      int partner = i < actual.size() && actual.get(i).name().equals(slot.name()) ? i : -1;
      if (partner < 0) {
        names = names.isEmpty() ? index() : names;
        partner = names.getOrDefault(slot.name(), -1);
      }
      if (partner >= 0 && !actualDone[partner]) {
        Slot other = actual.get(partner);
        if (lessReserved(slot, other)) {
          expectedDone[i] = true;
          actualDone[partner] = true;
          add(FILLED, slot, What.SIZE, Value.of(slot.bits()), Value.of(other.bits()));
          continue;
        }
        if (slot.position() != other.position() && !nothing(slot, other)) {
          Value offset = Value.of(slot.position());
          add(OFFSET, slot, What.OFFSET, offset, Value.of(other.position()));
        }
        compare(i, partner);
      }
    }
  }

  /** Tells whether a part of what was kept for later has a use now, or the other way round. */
  private boolean lessReserved(Slot slot, Slot other) {
    return versions
        && slot.bits() != other.bits()
        && pair.expectedBytes() == pair.actualBytes()
        && Filler.reserved(pair.provider(), slot)
        && Filler.reserved(pair.consumer(), other);
  }

  private Map<String, Integer> index() {
    Map<String, Integer> names = new HashMap<>(actual.size() * 2);
    for (int i = 0; i < actual.size(); i++) {
      if (!actual.get(i).name().isEmpty()) {
        names.putIfAbsent(actual.get(i).name(), i);
      }
    }
    return names;
  }

  private void compare(int i, int j) {
    expectedDone[i] = true;
    actualDone[j] = true;
    Slot slot = expected.get(i);
    pair.embed(slot.label(), slot.position(), slot.type(), actual.get(j).type());
  }

  /** Tells whether a member is an array without elements behind all others, between versions. */
  private boolean tail(Side side, List<Slot> slots, Slot slot) {
    return versions
        && side.type(slot.type()) instanceof Type.Array
        && slots.stream().allMatch(one -> one.end() <= slot.position());
  }

  /** Tells whether neither has a size, and no data follows under its name. */
  private boolean nothing(Slot one, Slot other) {
    return one.bits() == 0
        && other.bits() == 0
        && !(pair.provider().type(one.type()) instanceof Type.Array);
  }

  private void byPlace() {
    for (int i = 0; i < expected.size(); i++) {
      Slot slot = expected.get(i);
      boolean counts = slot.bits() > 0 || tail(pair.provider(), expected, slot);
      for (int j = 0; j < actual.size() && !expectedDone[i] && counts; j++) {
        Slot other = actual.get(j);
        boolean same = other.position() == slot.position() && other.bits() == slot.bits();
        if (!actualDone[j]
            && same
            && !pair.comparison().compare(slot.type(), other.type()).differs()) {
          compare(i, j);
          if (!slot.name().isEmpty() && !other.name().isEmpty()) {
            add(RENAMED, slot, What.PRESENCE, Value.of(slot.name()), Value.of(other.name()));
          }
        }
      }
    }
  }

  private void missingInConsumer() {
    for (int i = 0; i < expected.size(); i++) {
      Slot slot = expected.get(i);
      if (expectedDone[i] || (slot.bits() == 0 && !tail(pair.provider(), expected, slot))) {
        continue;
      }
      Value text = Value.of(pair.provider().text(slot.type()));
      int cover = versions ? -1 : cover(slot);
      if (versions && Filler.reserved(pair.provider(), slot)) {
        // Others use the reserved bytes now, or the struct has another size.
        add(FILLED, slot, What.PRESENCE, text, Value.ABSENT);
      } else if (padded(slot)) {
        add(RENAMED, slot, What.PRESENCE, text, Value.of("in padding"));
      } else if (cover >= 0) {
        Slot blob = actual.get(cover);
        String detail = pair.consumer().text(blob.type()) + " " + blob.name();
        pair.found().undecided(Reason.OPAQUE, slot.label(), "Rust has " + detail + " in its place");
      } else {
        add(union() ? left(slot) : MISSING, slot, What.PRESENCE, text, Value.ABSENT);
      }
    }
  }

  /** Tells whether another alternative reads the same bits in the same way. */
  private boolean taken(Slot slot) {
    return actual.stream()
        .anyMatch(
            other ->
                other.position() == slot.position()
                    && other.bits() == slot.bits()
                    && !pair.comparison().compare(slot.type(), other.type()).harmful());
  }

  /** Chooses by whether the consumer reads the bits of a union's alternative in another way. */
  private Clause left(Slot slot) {
    if (versions) {
      return taken(slot) ? UNION : ALTERNATIVE;
    }
    return actual.stream().anyMatch(other -> other.covers(slot.position(), slot.end()))
        ? RENAMED
        : UNION;
  }

  private boolean union() {
    return pair.expected() instanceof Type.Aggregate type && type.shape() == Type.Shape.UNION;
  }

  /**
   * Tells whether Rust has declared padding there: bindgen does so where Clang did not show it a
   * member ({@code -fms-extensions}). The bytes are kept and copied, and nobody misreads them.
   */
  private boolean padded(Slot slot) {
    return pair.consumer().flat(pair.actualId()).paddings().stream()
        .anyMatch(padding -> padding.covers(slot.position(), slot.end()));
  }

  /** Returns the filler or blob in which a member of C lies, or -1. */
  private int cover(Slot slot) {
    for (int j = 0; j < actual.size(); j++) {
      Slot other = actual.get(j);
      if (!actualDone[j]
          && other.covers(slot.position(), slot.end())
          && (other.name().isEmpty() || Filler.fills(pair.consumer(), other) || opaque(other))) {
        return j;
      }
    }
    return -1;
  }

  private boolean opaque(Slot slot) {
    return pair.consumer().type(slot.type()) instanceof Type.Opaque;
  }

  private void missingInProvider() {
    for (int j = 0; j < actual.size(); j++) {
      Slot slot = actual.get(j);
      boolean counts = slot.bits() > 0 || tail(pair.consumer(), actual, slot);
      if (actualDone[j] || !counts || Filler.fills(pair.consumer(), slot)) {
        continue;
      }
      if (opaque(slot)
          && expected.stream().anyMatch(one -> one.overlaps(slot.position(), slot.end()))) {
        continue;
      }
      Value text = Value.of(pair.consumer().text(slot.type()));
      boolean free = versions && (slot.bits() == 0 || space.free(slot.position(), slot.end()));
      add(free ? FILLED : MISSING, slot, What.PRESENCE, Value.ABSENT, text);
    }
  }

  private void add(Clause clause, Slot slot, What what, Value one, Value other) {
    pair.differs(RuleDifference.of(clause, what, one, other).at(slot.label(), slot.position()));
  }
}
