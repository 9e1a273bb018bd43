package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what was compared, and compares cyclic types by coinduction.
 *
 * <p>A struct may contain a pointer to a function that takes the struct: {@code struct ops { void
 * (*f)(struct ops); }}. Whether two such structs agree depends on whether they agree. They do
 * unless something else distinguishes them, so a pair that is met again on the way is assumed to
 * agree. If it turns out that it does not, everything concluded from the assumption is forgotten
 * and compared again on demand; by then the pair itself is known.
 */
final class ComparisonCache {
  private final Map<Long, Differences> known = new HashMap<>();

  /** Pairs that are being compared, by depth. */
  private final Map<Long, Integer> open = new HashMap<>();

  /** What was concluded from open pairs, with the depth of the outermost of them. */
  private final Map<Long, Integer> tentative = new HashMap<>();

  /** The outermost open pair that was assumed to agree since the innermost one began. */
  private int outermost = Integer.MAX_VALUE;

  /** Returns the known answer for a pair, or computes it. */
  Differences of(long key, Supplier<Differences> compare) {
    Differences answer = known.get(key);
    if (answer != null) {
      assume(tentative.isEmpty() ? null : tentative.get(key));
      return answer;
    }
    if (open.containsKey(key)) {
      assume(open.get(key));
      return Differences.NONE;
    }
    int before = outermost;
    int depth = open.size();
    outermost = Integer.MAX_VALUE;
    open.put(key, depth);
    Differences found = compare.get();
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

  private void conclude(Differences found, int depth) {
    tentative
        .entrySet()
        .removeIf(
            one -> {
              boolean settled = one.getValue() >= depth;
              if (settled && !found.nothing()) {
                known.remove(one.getKey());
              }
              return settled;
            });
  }
}
