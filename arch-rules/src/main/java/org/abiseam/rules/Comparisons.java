package org.abiseam.rules;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.View;
import org.abiseam.rules.call.EntryFacts;
import org.abiseam.rules.layout.ComparisonMode;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.DirectedComparison;
import org.abiseam.rules.layout.LayoutComparison;
import org.abiseam.rules.layout.Side;
import org.abiseam.rules.layout.TypeComparison;

/** Keeps one comparison for each pair of type graphs, so that types are compared once. */
final class Comparisons {
  private final Set<String> shared;
  private final ComparisonMode mode;
  private final BiPredicate<String, String> renamed;
  private final EntryFacts facts = new EntryFacts();
  private final List<Side> sides = new ArrayList<>();
  private final IdentityHashMap<Side, IdentityHashMap<Side, TypeComparison>> comparisons =
      new IdentityHashMap<>();

  Comparisons(Set<String> shared, ComparisonMode mode, BiPredicate<String, String> renamed) {
    this.mode = mode;
    this.renamed = renamed;
    this.shared = shared;
  }

  /** Tells whether an old build is compared with a new one. */
  boolean versions() {
    return mode == ComparisonMode.VERSIONS;
  }

  /** Returns what the entries of functions show of types that others pass too. */
  EntryFacts facts() {
    return facts;
  }

  /** Compares the types of two views. */
  Differences compare(View.Typed provider, View.Typed consumer) {
    Differences found =
        comparison(provider, consumer)
            .compare(provider.definition().type(), consumer.definition().type());
    return LongDoubles.doubtful(provider, consumer) ? withDoubt(found) : found;
  }

  private static Differences withDoubt(Differences found) {
    return new Differences.Builder()
        .include(found, "", 0)
        .undecided(
            Reason.SWITCHES,
            "",
            "one side was compiled with a switch that chooses the format of long double, and the"
                + " other side was not, or does not record it")
        .build();
  }

  private TypeComparison comparison(View.Typed provider, View.Typed consumer) {
    return comparisons
        .computeIfAbsent(side(provider), _ -> new IdentityHashMap<>())
        .computeIfAbsent(
            side(consumer),
            actual ->
                new LayoutComparison(
                    side(provider),
                    actual,
                    new LayoutComparison.Options(mode, shared, renamed, new PointerCalls())));
  }

  /** Returns the comparison from the side that defines a symbol to the side that uses it. */
  DirectedComparison directed(View.Typed provider, View.Typed consumer) {
    boolean swapped = DirectedComparison.swapped(provider, consumer);
    return new DirectedComparison(
        swapped ? comparison(consumer, provider) : comparison(provider, consumer), swapped);
  }

  private Side side(View.Typed view) {
    for (int i = sides.size() - 1; i >= 0; i--) {
      if (sides.get(i).serves(view)) {
        return sides.get(i);
      }
    }
    Side side = new Side(view);
    sides.add(side);
    return side;
  }
}
