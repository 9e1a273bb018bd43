package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.Flat.Slot;

/**
 * Two structs, or two unions, member by member.
 *
 * <p>Members pair by name first, wherever they lie, then by place: a member that was renamed is at
 * the same place and of the same type, and that is harmless. What is left over is there on one side
 * only. C's must not be missing in Rust, because a struct that Rust copies loses it; a union's may,
 * but it hints at bindings of another version. Rust's must not lie where C has nothing, unless its
 * name says that it is filler. A filler that covers members of C hides them, like a blob.
 *
 * <p>Members of no size do not matter for presence. A flexible array is one; its place does matter,
 * because data follows there.
 */
final class Members {
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.C_SIZEOF);
  private static final Clause OFFSET = Clause.harmful(Rule.LAYOUT_OFFSET, Citations.C_STRUCT_ORDER);
  private static final Clause MISSING =
      Clause.harmful(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_STRUCT);
  private static final Clause UNION =
      Clause.risky(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_UNION);
  private static final Clause RENAMED =
      Clause.harmless(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_STRUCT);

  private static final Clause FILLED =
      Clause.harmless(Rule.LAYOUT_MEMBER_MISSING, Citations.C_STRUCT_ORDER);
  private static final Pattern RESERVED =
      Pattern.compile("(?i).*(reserved|rsvd|unused|padding|kabi_|_pad).*|pad\\d*");

  private static final Clause HIDDEN =
      Clause.harmless(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_C_STRUCT);

  private final Comparison comparison;
  private final TypeId expectedType;
  private final TypeId actualType;
  private final Outcome out;
  private final boolean union;
  private final Room room;
  private final List<Slot> expected;
  private final List<Slot> actual;
  private final boolean[] expectedDone;
  private final boolean[] actualDone;

  Members(Comparison comparison, TypeId expected, TypeId actual, Outcome out) {
    this.comparison = comparison;
    this.expectedType = expected;
    this.actualType = actual;
    this.out = out;
    this.union =
        comparison.provider().type(expected) instanceof Type.Aggregate aggregate
            && aggregate.shape() == Type.Shape.UNION;
    this.room =
        new Room(comparison, expected, actual, slot -> reserved(slot, comparison.provider()));
    this.expected = comparison.provider().flat(expected).slots();
    this.actual = comparison.consumer().flat(actual).slots();
    this.expectedDone = new boolean[this.expected.size()];
    this.actualDone = new boolean[this.actual.size()];
  }

  /** Whether two types have a member of one name, or one of them has none at all. */
  static boolean related(Flat expected, Flat actual) {
    if (!expected.runs().isEmpty() || !actual.units().isEmpty() || !actual.runs().isEmpty()) {
      return true;
    }
    if (expected.slots().isEmpty() || actual.slots().isEmpty()) {
      return expected.slots().isEmpty() == actual.slots().isEmpty();
    }
    for (Slot one : expected.slots()) {
      for (Slot other : actual.slots()) {
        if (!one.name().isEmpty() && one.name().equals(other.name())) {
          return true;
        }
      }
    }
    return false;
  }

  void compare() {
    byName();
    new BitFields(comparison, expectedType, actualType, out, room).compare(actualDone);
    byPlace();
    missingInConsumer();
    missingInProvider();
    long expectedBytes = comparison.provider().bytes(expectedType);
    long actualBytes = comparison.consumer().bytes(actualType);
    if (expectedBytes != actualBytes) {
      out.size(SIZE, expectedBytes, actualBytes, "");
    }
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
        expectedDone[i] = true;
        actualDone[partner] = true;
        pair(slot, actual.get(partner));
      }
    }
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

  private void pair(Slot one, Slot other) {
    if (one.position() != other.position() && !nothing(one, other)) {
      add(OFFSET, one, What.OFFSET, Value.of(one.position()), Value.of(other.position()));
    }
    comparison.member(out, one.name(), one.position(), one, other);
  }

  /** Neither has a size, and no data follows under its name. */
  private boolean nothing(Slot one, Slot other) {
    return one.bits() == 0
        && other.bits() == 0
        && !(comparison.provider().type(one.type()) instanceof Type.Array);
  }

  private void byPlace() {
    for (int i = 0; i < expected.size(); i++) {
      Slot slot = expected.get(i);
      if (expectedDone[i] || slot.bits() == 0) {
        continue;
      }
      for (int j = 0; j < actual.size() && !expectedDone[i]; j++) {
        Slot other = actual.get(j);
        boolean same = other.position() == slot.position() && other.bits() == slot.bits();
        if (!actualDone[j] && same && !comparison.of(slot.type(), other.type()).differs()) {
          expectedDone[i] = true;
          actualDone[j] = true;
          renamed(slot, other);
        }
      }
    }
  }

  private void renamed(Slot slot, Slot other) {
    comparison.member(out, label(slot), slot.position(), slot, other);
    if (!slot.name().isEmpty() && !other.name().isEmpty()) {
      add(RENAMED, slot, What.PRESENCE, Value.of(slot.name()), Value.of(other.name()));
    }
  }

  private void missingInConsumer() {
    for (int i = 0; i < expected.size(); i++) {
      Slot slot = expected.get(i);
      if (expectedDone[i] || slot.bits() == 0) {
        continue;
      }
      int cover = comparison.versions() ? -1 : cover(slot);
      if (comparison.versions() && reserved(slot, comparison.provider())) {
        freed(slot);
      } else if (padded(slot)) {
        String text = comparison.provider().text(slot.type());
        add(HIDDEN, slot, What.PRESENCE, Value.of(text), Value.of("in padding"));
      } else if (cover >= 0) {
        out.add(
            Reason.OPAQUE,
            label(slot),
            "Rust has "
                + comparison.consumer().text(actual.get(cover).type())
                + " "
                + actual.get(cover).name()
                + " in its place");
      } else {
        String text = comparison.provider().text(slot.type());
        add(union ? UNION : MISSING, slot, What.PRESENCE, Value.of(text), Value.of("absent"));
      }
    }
  }

  /**
   * Whether Rust has declared padding there: bindgen does so where Clang did not show it a member
   * ({@code -fms-extensions}). The bytes are kept and copied, and nobody misreads them.
   */
  private boolean padded(Slot slot) {
    for (Slot padding : comparison.consumer().flat(actualType).paddings()) {
      if (padding.covers(slot.position(), slot.end())) {
        return true;
      }
    }
    return false;
  }

  /** The filler or blob in which a member of C lies, or -1. */
  private int cover(Slot slot) {
    for (int j = 0; j < actual.size(); j++) {
      Slot other = actual.get(j);
      boolean hides =
          filler(other)
              || other.name().isEmpty()
              || comparison.consumer().type(other.type()) instanceof Type.Opaque;
      if (other.covers(slot.position(), slot.end()) && hides && partnerless(j)) {
        return j;
      }
    }
    return -1;
  }

  private boolean partnerless(int index) {
    return !actualDone[index];
  }

  private void missingInProvider() {
    for (int j = 0; j < actual.size(); j++) {
      Slot slot = actual.get(j);
      if (actualDone[j] || slot.bits() == 0 || filler(slot)) {
        continue;
      }
      if (comparison.consumer().type(slot.type()) instanceof Type.Opaque && overlapsMember(slot)) {
        continue;
      }
      String text = comparison.consumer().text(slot.type());
      Clause clause =
          comparison.versions() && room.free(slot.position(), slot.end()) ? FILLED : MISSING;
      add(clause, slot, What.PRESENCE, Value.of("absent"), Value.of(text));
    }
  }

  /** Reserved bytes that are gone: others use them now, or the struct has another size. */
  private void freed(Slot slot) {
    String text = comparison.provider().text(slot.type());
    add(FILLED, slot, What.PRESENCE, Value.of(text), Value.of("absent"));
  }

  /** Bytes kept for later, by their name. */
  private static boolean reserved(Slot slot, Side side) {
    boolean number =
        side.type(slot.type()) instanceof Type.Scalar scalar && ScalarRule.number(scalar);
    return RESERVED.matcher(slot.name()).matches()
        && (number || OpaqueRule.numbers(side, slot.type()));
  }

  private boolean overlapsMember(Slot slot) {
    for (Slot one : expected) {
      if (one.overlaps(slot.position(), slot.end())) {
        return true;
      }
    }
    return false;
  }

  /** Bytes whose name says that they are nothing. */
  private boolean filler(Slot slot) {
    String name = slot.name();
    boolean named = name.startsWith("_") || name.startsWith("pad") || name.startsWith("reserved");
    return (named && OpaqueRule.numbers(comparison.consumer(), slot.type()))
        || name.startsWith("_pad")
        || name.startsWith("__pad")
        || name.startsWith("_reserved");
  }

  private static String label(Slot slot) {
    return slot.name().isEmpty() ? "(anonymous)" : slot.name();
  }

  private void add(Clause clause, Slot slot, What what, Value expectedValue, Value actualValue) {
    out.add(
        new Deviation(
            clause.rule(),
            clause.severity(),
            label(slot),
            slot.position(),
            what,
            expectedValue,
            actualValue,
            "",
            clause.citation(),
            List.of()));
  }
}
