package org.abiseam.lowering;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What typedefs stand for, however many stand for each other in a row. Each is followed once.
 *
 * <p>Lowering goes from a typedef to the next, and so deeper with each. A typedef that is further
 * than {@link #NEAR} from the end of its chain is therefore one of that end: no program sees the
 * difference, since those between have names and nothing else.
 *
 * @param <K> an entry of the debug info, equal to itself wherever it is met
 */
public final class TypedefChains<K> {
  /** Three times the longest chain of a Linux kernel. */
  private static final int NEAR = 32;

  private final Predicate<K> typedef;
  private final Function<K, Optional<K>> next;
  private final Function<K, OptionalInt> alignment;
  private final Map<K, Chain<K>> known = new HashMap<>();

  /**
   * Knows no chain yet.
   *
   * @param typedef tells whether an entry is one
   * @param next gives the type that it names, without qualifiers; empty for {@code void}
   * @param alignment gives what it states of its own
   */
  public TypedefChains(
      Predicate<K> typedef, Function<K, Optional<K>> next, Function<K, OptionalInt> alignment) {
    this.typedef = typedef;
    this.next = next;
    this.alignment = alignment;
  }

  /**
   * Describes what a typedef stands for.
   *
   * @param <K> an entry of the debug info
   * @param next the type that it is lowered with: the one that it names, or the end
   * @param last the last typedef before the end
   * @param end the type that is no typedef; empty for {@code void}
   * @param alignment of the first that states one, up to {@code next}
   * @param length how many typedefs there are, this one included
   */
  public record Chain<K>(
      Optional<K> next, K last, Optional<K> end, OptionalInt alignment, int length) {}

  /**
   * Follows a typedef.
   *
   * @throws Unmodelled where it comes back to itself
   */
  public Chain<K> of(K start) {
    SequencedSet<K> passed = new LinkedHashSet<>();
    Chain<K> behind = end(start, passed);
    OptionalInt stated = first(behind);
    for (K one : passed.reversed()) {
      OptionalInt own = alignment.apply(one);
      stated = own.isPresent() ? own : stated;
      boolean near = behind.length() < NEAR;
      Optional<K> target = near ? next.apply(one) : behind.end();
      behind =
          new Chain<>(
              target, behind.last(), behind.end(), near ? own : stated, behind.length() + 1);
      known.put(one, behind);
    }
    return behind;
  }

  /** Passes typedefs up to one that is known, or is the last. */
  private Chain<K> end(K start, SequencedSet<K> passed) {
    K at = start;
    while (true) {
      Chain<K> before = known.get(at);
      if (before != null) {
        return before;
      }
      Optional<K> target = next.apply(at);
      if (target.isEmpty() || !typedef.test(target.get())) {
        Chain<K> last = new Chain<>(target, at, target, alignment.apply(at), 1);
        known.put(at, last);
        return last;
      }
      if (!passed.add(at)) {
        throw new Unmodelled("contains itself by value");
      }
      at = target.get();
    }
  }

  /** The alignment that is stated first, from one that is known on. */
  private OptionalInt first(Chain<K> start) {
    Chain<K> chain = start;
    while (chain.alignment().isEmpty() && chain.next().isPresent()) {
      Chain<K> behind = known.get(chain.next().get());
      if (behind == null) {
        break;
      }
      chain = behind;
    }
    return chain.alignment();
  }
}
