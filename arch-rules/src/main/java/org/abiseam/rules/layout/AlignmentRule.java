package org.abiseam.rules.layout;

import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.machine.Alignments;

/**
 * Compares the alignment that Rust states with those that explain C's debug info; {@link
 * Alignments} says which do.
 *
 * <p>Alignment that differs where no size and no offset does is risky, not harmful: no bit moves in
 * what was compared, but the type will lie elsewhere in the next struct that contains it, on the
 * stack and in arrays with a rounded size. Between versions a greater one is harmful: new code
 * relies on it, and old code places the type elsewhere.
 */
final class AlignmentRule {
  private static final Clause CLAUSE =
      Clause.risky(Rule.LAYOUT_ALIGNMENT, Citations.DWARF_ALIGNMENT);
  private static final Clause GREATER =
      Clause.harmful(Rule.LAYOUT_ALIGNMENT, Citations.DWARF_ALIGNMENT);

  private AlignmentRule() {}

  /** Compares the alignments of two types. */
  static void compare(TypePair pair) {
    if (!states(pair.actual())) {
      return;
    }
    Alignments provider = pair.provider().alignments();
    Alignments consumer = pair.consumer().alignments();
    long expected = provider.expected(pair.expectedId());
    long actual = consumer.expected(pair.actualId());
    if ((expected & actual) != 0) {
      return;
    }
    long most = Long.highestOneBit(expected);
    long least = Long.lowestOneBit(actual);
    boolean packed = mayBePacked(pair, expected, actual);
    boolean hidden = mayBeHidden(pair, expected, actual);
    if (!pair.provider().rust() && !pair.consumer().rust()) {
      // Two compilers of C read one source: an attribute that one of them states, the other has
      // seen as well.
      boolean attributes =
          provider.attributes(pair.expectedId()) || consumer.attributes(pair.actualId());
      if (attributes && (packed || hidden)) {
        return;
      }
    } else if (packed) {
      pair.undecided(
          Reason.ALIGNMENT,
          "aligned to %d in Rust and to %d in C, unless C packs it, which debug info does not show"
              .formatted(least, most));
      return;
    } else if (hidden) {
      pair.undecided(
          Reason.ALIGNMENT,
          "aligned to %d or to %d; C's debug info does not show which".formatted(most, least));
      return;
    }
    if (pair.provider().evidence() == Evidence.BTF && least > expected) {
      pair.undecided(
          Reason.ALIGNMENT,
          "aligned to %d in Rust; BTF does not show whether C has an attribute for it"
              .formatted(least));
      return;
    }
    if (pair.consumer().evidence() == Evidence.BTF && Long.lowestOneBit(expected) > actual) {
      pair.undecided(
          Reason.ALIGNMENT,
          "aligned to %d on one side; the BTF of the other does not show an attribute for it"
              .formatted(most));
      return;
    }
    Value one = Value.of(most * Byte.SIZE);
    Clause clause = pair.comparison().versions() && least > most ? GREATER : CLAUSE;
    pair.differs(RuleDifference.of(clause, What.ALIGNMENT, one, Value.of(least * Byte.SIZE)));
  }

  /** Tells whether an alignment of the type is stated or follows from its members. */
  private static boolean states(Type type) {
    return type instanceof Type.Aggregate
        || (type instanceof Type.Tagged tagged && tagged.alignment().isPresent())
        || (type instanceof Type.Opaque opaque && opaque.alignment().isPresent());
  }

  /**
   * Tells whether C's struct may be packed without showing it: Rust's is packed by its own members,
   * or has bytes in place of members that could show it, or every member of C's that asks for more
   * is a struct of which the same may be true.
   */
  private static boolean mayBePacked(TypePair pair, long expected, long actual) {
    Alignments provider = pair.provider().alignments();
    if (provider.stated(pair.expectedId())
        || Long.lowestOneBit(actual) >= Long.lowestOneBit(expected)) {
      return false;
    }
    boolean withoutMembers =
        !(pair.actual() instanceof Type.Aggregate) || !pair.actualMembers().units().isEmpty();
    return withoutMembers
        || pair.consumer().alignments().packed(pair.actualId())
        || provider.leastUnpacked(pair.expectedId()) <= Long.highestOneBit(actual);
  }

  /** Tells whether a type of C may have an alignment that its debug info does not show. */
  private static boolean mayBeHidden(TypePair pair, long expected, long actual) {
    Alignments provider = pair.provider().alignments();
    Alignments consumer = pair.consumer().alignments();
    boolean packed =
        !consumer.stated(pair.actualId())
            && Long.highestOneBit(expected) < Long.lowestOneBit(actual);
    return packed
        || ((expected | provider.hidden(pair.expectedId()))
                & (actual | consumer.hidden(pair.actualId())))
            != 0;
  }
}
