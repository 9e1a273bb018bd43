package org.abiseam.rules;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;
import org.abiseam.model.View;
import org.abiseam.rules.layout.Comparison;
import org.abiseam.rules.layout.Oriented;
import org.abiseam.rules.layout.Outcome;
import org.abiseam.rules.layout.Relation;
import org.abiseam.rules.layout.Side;

/** One comparison for each pair of type graphs, so that what was compared once is remembered. */
final class Sides {
  private final Set<String> shared;
  private final Relation relation;
  private final BiPredicate<String, String> renamed;
  private final List<Side> sides = new ArrayList<>();
  private final IdentityHashMap<Side, IdentityHashMap<Side, Comparison>> comparisons =
      new IdentityHashMap<>();

  Sides(Set<String> shared, Relation relation, BiPredicate<String, String> renamed) {
    this.relation = relation;
    this.renamed = renamed;
    this.shared = shared;
  }

  /** Whether an old build is held against a new one. */
  boolean versions() {
    return relation == Relation.VERSIONS;
  }

  Outcome compare(View.Typed provider, View.Typed consumer) {
    return comparison(provider, consumer)
        .of(provider.definition().type(), consumer.definition().type());
  }

  /** The comparison that two views take part in. */
  Comparison comparison(View.Typed provider, View.Typed consumer) {
    return comparisons
        .computeIfAbsent(side(provider), _ -> new IdentityHashMap<>())
        .computeIfAbsent(
            side(consumer),
            actual ->
                new Comparison(side(provider), actual, shared, new PointerCalls())
                    .under(relation)
                    .knowing(renamed));
  }

  /** The comparison for who defines a symbol and who uses it. */
  Oriented oriented(View.Typed provider, View.Typed consumer) {
    boolean turned = Oriented.turned(provider, consumer);
    return new Oriented(
        turned ? comparison(consumer, provider) : comparison(provider, consumer), turned);
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
