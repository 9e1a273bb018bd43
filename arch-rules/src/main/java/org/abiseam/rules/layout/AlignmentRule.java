package org.abiseam.rules.layout;

import java.util.OptionalInt;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * The alignment that Rust states must be one that explains what C's debug info shows; {@link
 * Alignments} says which do.
 *
 * <p>Alignment that differs where no size and no offset does is risky, not harmful: no bit moves in
 * what was compared, but the type will lie elsewhere in the next struct that holds it, on the stack
 * and in arrays with a rounded size.
 */
final class AlignmentRule {
  private static final Clause CLAUSE =
      Clause.risky(Rule.LAYOUT_ALIGNMENT, Citations.DWARF_ALIGNMENT);

  private AlignmentRule() {}

  static void compare(Comparison comparison, TypeId expected, TypeId actual, Outcome out) {
    if (stated(comparison.consumer().type(actual)).isEmpty()
        && !(comparison.consumer().type(actual) instanceof Type.Aggregate)) {
      return;
    }
    Alignments provider = comparison.provider().alignments();
    long consumer = comparison.consumer().alignments().expected(actual);
    long sure = provider.expected(expected);
    if ((sure & consumer) != 0) {
      return;
    }
    boolean packed = mayBePacked(comparison, expected, actual, consumer);
    boolean untold = untold(comparison, expected, actual);
    if (ofC(comparison)) {
      // Two compilers of C look at one source: an attribute that the one states is so for the
      // other.
      Alignments other = comparison.consumer().alignments();
      boolean attributes = provider.attributes(expected) || other.attributes(actual);
      if (attributes && (packed || untold)) {
        return;
      }
    } else if (packed) {
      out.add(Reason.ALIGNMENT, "", text(consumer, sure));
      return;
    } else if (untold) {
      out.add(
          Reason.ALIGNMENT,
          "",
          "aligned to %d or to %d: debug info of C need not say which"
              .formatted(Long.highestOneBit(sure), Long.lowestOneBit(consumer)));
      return;
    }
    if (comparison.provider().evidence() == Evidence.BTF && Long.lowestOneBit(consumer) > sure) {
      long bytes = Long.lowestOneBit(consumer);
      out.add(
          Reason.ALIGNMENT,
          "",
          "aligned to %d in Rust; BTF does not say whether C has an attribute for it"
              .formatted(bytes));
      return;
    }
    out.property(
        CLAUSE,
        What.ALIGNMENT,
        Value.of(Long.highestOneBit(sure) * 8),
        Value.of(Long.lowestOneBit(consumer) * 8));
  }

  /**
   * Whether C's struct may be packed without showing it: Rust's is packed by its own members, or
   * has bytes in place of members that could show it, or all that asks for more in C are structs of
   * which the same may be true.
   */
  private static boolean mayBePacked(
      Comparison comparison, TypeId expected, TypeId actual, long consumer) {
    Alignments provider = comparison.provider().alignments();
    if (provider.stated(expected)
        || Long.lowestOneBit(consumer) >= Long.lowestOneBit(provider.expected(expected))) {
      return false;
    }
    return comparison.consumer().alignments().packed(actual)
        || withoutMembers(comparison.consumer(), actual)
        || provider.leastUnpacked(expected) <= Long.highestOneBit(consumer);
  }

  private static boolean ofC(Comparison comparison) {
    return !comparison.provider().rust() && !comparison.consumer().rust();
  }

  /** Whether one of the two, of C, may have an alignment that its debug info does not tell. */
  private static boolean untold(Comparison comparison, TypeId expected, TypeId actual) {
    Alignments provider = comparison.provider().alignments();
    Alignments consumer = comparison.consumer().alignments();
    long one = provider.expected(expected);
    long other = consumer.expected(actual);
    boolean packed = !consumer.stated(actual) && Long.highestOneBit(one) < Long.lowestOneBit(other);
    return packed || ((one | provider.untold(expected)) & (other | consumer.untold(actual))) != 0;
  }

  private static boolean withoutMembers(Side consumer, TypeId actual) {
    return !(consumer.type(actual) instanceof Type.Aggregate)
        || !consumer.flat(actual).units().isEmpty();
  }

  private static String text(long consumer, long natural) {
    return "aligned to "
        + Long.lowestOneBit(consumer)
        + " in Rust; in C to "
        + Long.highestOneBit(natural)
        + " unless it is packed, which its members do not show";
  }

  private static OptionalInt stated(Type type) {
    return switch (type) {
      case Type.Aggregate aggregate -> aggregate.alignment();
      case Type.Tagged tagged -> tagged.alignment();
      case Type.Opaque opaque -> opaque.alignment();
      case Type.Void _,
          Type.Scalar _,
          Type.Enumeration _,
          Type.Pointer _,
          Type.Array _,
          Type.Vector _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _ ->
          OptionalInt.empty();
    };
  }
}
