package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.layout.FlatMembers.Slot;

/**
 * Compares two structs, or two unions, member by member.
 *
 * <p>Members pair by name first, wherever they lie, where both sides have names (mrustc numbers
 * them, so that they pair in their order), then by place: a member that was renamed is at the same
 * place and of the same type, and that is harmless. What is left exists on one side only. C's must
 * not be missing in Rust, because a struct that Rust copies loses it; a union's may, but it hints
 * at bindings of another version. Rust's must not lie where C has nothing, unless its name says
 * that it is filler. A filler of Rust that covers members of C hides them, like a blob.
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
  private final List<Slot> paddings;
  private final List<Slot> spare = new ArrayList<>(0);
  private final boolean[] expectedDone;
  private final boolean[] actualDone;

  private MemberRule(TypePair pair) {
    this.pair = pair;
    this.versions = pair.comparison().versions();
    this.space = new FreeSpace(pair);
    this.expected = pair.expectedMembers().slots();
    FlatMembers members = pair.actualMembers();
    this.actual = members.slots();
    this.paddings = members.paddings();
    this.expectedDone = new boolean[expected.size()];
    this.actualDone = new boolean[actual.size()];
  }

  /** Compares two types of one shape. */
  static void compare(TypePair pair) {
    MemberRule rule = new MemberRule(pair);
    if (rule.numbered()) {
      rule.byOrder();
    } else {
      rule.byName();
    }
    new BitFieldRule(pair, rule.space).compare(rule.expectedDone, rule.actualDone);
    rule.byPlace();
    rule.spelledOut();
    rule.missingInConsumer();
    rule.missingInProvider();
    pair.sizeDiffers(SIZE);
  }

  /** Compares the sizes alone, where there are too many members to compare. */
  static void compareSizes(TypePair pair) {
    pair.sizeDiffers(SIZE);
  }

  /** Tells whether one side has numbers for names and each member has its partner. */
  private boolean numbered() {
    return (pair.provider().producer().isMrustc() || pair.consumer().producer().isMrustc())
        && languages()
        && expected.size() == actual.size();
  }

  private void byOrder() {
    for (int i = 0; i < expected.size(); i++) {
      Slot slot = expected.get(i);
      Slot other = actual.get(i);
      if (slot.position() != other.position()) {
        Value offset = Value.of(slot.position());
        add(OFFSET, slot, What.OFFSET, offset, Value.of(other.position()));
      }
      compare(i, i);
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
        Slot other = actual.get(partner);
        if (lessReserved(slot, other)) {
          expectedDone[i] = true;
          actualDone[partner] = true;
          add(FILLED, slot, What.SIZE, Value.of(slot.bits()), Value.of(other.bits()));
          continue;
        }
        if (resized(slot, other)) {
          expectedDone[i] = true;
          actualDone[partner] = true;
          spare.add(other);
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

  /** Tells whether both keep bytes for later under one name, and one has used some of them. */
  private boolean resized(Slot slot, Slot other) {
    return languages()
        && (slot.position() != other.position() || slot.bits() != other.bits())
        && Filler.kept(slot);
  }

  private boolean languages() {
    return pair.provider().rust() != pair.consumer().rust();
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
    Slot other = actual.get(j);
    pair.embed(slot.label(), slot.position(), alike(slot, other), other.type());
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
        if (!actualDone[j] && same && meets(slot, other)) {
          compare(i, j);
          if (!slot.name().isEmpty() && !other.name().isEmpty()) {
            add(RENAMED, slot, What.PRESENCE, Value.of(slot.name()), Value.of(other.name()));
          }
        }
      }
    }
  }

  private boolean meets(Slot slot, Slot other) {
    return !alike(slot, other).equals(slot.type())
        || !pair.comparison().compare(slot.type(), other.type()).differs();
  }

  /**
   * Returns the type that C has in the place of a number or pointer of Rust: of a union the first
   * alternative of its size that agrees, else one that does no harm.
   */
  private TypeId alike(Slot slot, Slot other) {
    Type actualType = pair.consumer().type(other.type());
    boolean value = actualType instanceof Type.Number || actualType instanceof Type.Pointer;
    if (!languages()
        || !value
        || !(pair.provider().type(slot.type()) instanceof Type.Aggregate type)
        || type.shape() != Type.Shape.UNION) {
      return slot.type();
    }
    TypeId found = slot.type();
    for (Member member : type.members()) {
      Differences differences = pair.comparison().compare(member.type(), other.type());
      if (pair.provider().bytes(member.type()) == type.bytes() && !differences.harmful()) {
        if (!differences.differs()) {
          return member.type();
        }
        found = found.equals(slot.type()) ? member.type() : found;
      }
    }
    return found;
  }

  /** Pairs members of C that are structs or unions with their members in Rust. */
  private void spelledOut() {
    for (int i = 0; i < expected.size() && languages() && !union(); i++) {
      Slot slot = expected.get(i);
      if (!expectedDone[i]
          && slot.bits() > 0
          && pair.provider().type(slot.type()) instanceof Type.Aggregate type
          && (type.shape() == Type.Shape.UNION ? alternative(slot) : apart(slot))) {
        expectedDone[i] = true;
        Value text = Value.of(pair.provider().text(slot.type()));
        add(RENAMED, slot, What.PRESENCE, text, Value.of("its members"));
      }
    }
  }

  /** Tells whether Rust has each member of a struct of C in the place of the struct. */
  private boolean apart(Slot slot) {
    List<Integer> found = new ArrayList<>();
    for (Slot inner : pair.provider().flat(slot.type()).slots()) {
      int partner = inner.bits() == 0 ? -1 : partner(slot, inner);
      if (partner < 0 && inner.bits() > 0) {
        return false;
      }
      if (partner >= 0) {
        found.add(partner);
      }
    }
    found.forEach(index -> actualDone[index] = true);
    return !found.isEmpty();
  }

  /** Tells whether Rust has one alternative of a union of C, and filler in the rest of it. */
  private boolean alternative(Slot slot) {
    for (Slot inner : pair.provider().flat(slot.type()).slots()) {
      int partner = partner(slot, inner);
      if (partner >= 0 && inner.bits() + filled(slot, partner) == slot.bits()) {
        actualDone[partner] = true;
        return true;
      }
    }
    return false;
  }

  /** Returns the member of Rust that is what lies in a member of C, or -1. */
  private int partner(Slot outer, Slot inner) {
    for (int j = 0; j < actual.size(); j++) {
      Slot other = actual.get(j);
      if (!actualDone[j]
          && other.position() == outer.position() + inner.position()
          && other.bits() == inner.bits()
          && !pair.comparison().compare(inner.type(), other.type()).harmful()) {
        return j;
      }
    }
    return -1;
  }

  /** Counts the bits of a member of C in which Rust has filler. */
  private long filled(Slot slot, int partner) {
    long bits = 0;
    for (int j = 0; j < actual.size(); j++) {
      Slot other = actual.get(j);
      boolean inside = slot.covers(other.position(), other.end());
      bits += j != partner && inside && Filler.fills(pair.consumer(), other) ? other.bits() : 0;
    }
    return bits;
  }

  private void missingInConsumer() {
    for (int i = 0; i < expected.size(); i++) {
      Slot slot = expected.get(i);
      if (expectedDone[i] || (slot.bits() == 0 && !tail(pair.provider(), expected, slot))) {
        continue;
      }
      Value text = Value.of(pair.provider().text(slot.type()));
      int cover = pair.consumer().rust() && !versions ? cover(slot) : -1;
      if (versions && Filler.reserved(pair.provider(), slot)) {
        // Others use the reserved bytes now, or the struct has another size.
        add(FILLED, slot, What.PRESENCE, text, Value.ABSENT);
      } else if (languages() && taken(i)) {
        add(RENAMED, slot, What.PRESENCE, text, Value.of("by another name"));
      } else if (padded(slot) || (languages() && inSpare(slot))) {
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

  /** Tells whether it lies in bytes that Rust keeps for later under C's name for such bytes. */
  private boolean inSpare(Slot slot) {
    return spare.stream().anyMatch(one -> one.covers(slot.position(), slot.end()));
  }

  /** Tells whether it is an alternative, in an anonymous union, to a member that Rust has. */
  private boolean taken(int index) {
    Slot slot = expected.get(index);
    for (int k = 0; k < expected.size(); k++) {
      Slot sibling = expected.get(k);
      if (k != index && expectedDone[k] && sibling.covers(slot.position(), slot.end())) {
        return actual.stream().anyMatch(one -> one.covers(slot.position(), slot.end()));
      }
    }
    return false;
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
    return paddings.stream().anyMatch(padding -> padding.covers(slot.position(), slot.end()));
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
    boolean c = !pair.provider().rust() && !pair.consumer().rust();
    Clause quoted =
        c && clause.rule() == Rule.LAYOUT_MEMBER_MISSING
            ? clause.quoting(Citations.C_COMPATIBLE)
            : clause;
    pair.differs(RuleDifference.of(quoted, what, one, other).at(slot.label(), slot.position()));
  }
}
