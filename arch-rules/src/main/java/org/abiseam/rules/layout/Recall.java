package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was compared, and knows what is being compared.
 *
 * <p>A struct holds a pointer to a function that takes the struct: {@code struct ops { void
 * (*f)(struct ops); }}. Whether two such structs agree depends on whether they agree. They do
 * unless something else tells them apart, so a pair that is met again on the way is taken to agree.
 * If it turns out that it does not, what was concluded from it is forgotten and compared anew when
 * it is asked for; the pair itself is known by then.
 */
final class Recall {
  private final Map<Long, Outcome> known = new HashMap<>();

  /** Pairs that are being compared, by depth. */
  private final Map<Long, Integer> open = new HashMap<>();

  /** What was concluded from open pairs, with the depth of the outermost of them. */
  private final Map<Long, Integer> tentative = new HashMap<>();

  /** The outermost open pair that was taken to agree since the innermost one began. */
  private int outermost = Integer.MAX_VALUE;

  Outcome of(long key, Consumer<Outcome> compare) {
    Outcome answer = known.get(key);
    if (answer != null) {
      assume(tentative.isEmpty() ? null : tentative.get(key));
      return answer;
    }
    if (open.containsKey(key)) {
      assume(open.get(key));
      return new Outcome();
    }
    int before = outermost;
    int depth = open.size();
    outermost = Integer.MAX_VALUE;
    open.put(key, depth);
    Outcome found = new Outcome();
    compare.accept(found);
    open.remove(key);
    known.put(key, found);
    if (outermost < depth) {
      tentative.put(key, outermost);
    } else if (outermost == depth) {
      outermost = Integer.MAX_VALUE;
      conclude(found, depth);
    }
    outermost = Math.min(before, outermost);
    return found;
  }

  private void assume(@Nullable Integer depth) {
    if (depth != null) {
      outermost = Math.min(outermost, depth);
    }
  }

  private void conclude(Outcome found, int depth) {
    tentative
        .entrySet()
        .removeIf(
            one -> {
              boolean settled = one.getValue() >= depth;
              if (settled && !found.plain()) {
                known.remove(one.getKey());
              }
              return settled;
            });
  }
}
