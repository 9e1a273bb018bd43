package org.abiseam.engine.compare;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.abiseam.model.Linkage;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;

/**
 * Tells whether a type of the old build has another name in the new build: both are defined, and
 * nothing that matters differs. Asked only for what a pointer points to under two names, which is
 * read then.
 */
final class Renames implements BiPredicate<String, String> {
  private final IndexedBuild before;
  private final IndexedBuild after;
  private final Map<Pair, Boolean> known = new HashMap<>();

  private record Pair(String old, String recent) {}

  Renames(IndexedBuild before, IndexedBuild after) {
    this.before = before;
    this.after = after;
  }

  @Override
  public boolean test(String old, String recent) {
    Pair pair = new Pair(old, recent);
    Boolean answer = known.get(pair);
    if (answer == null) {
      // A type that points to itself is one of another name unless something else tells it apart.
      known.put(pair, true);
      answer = same(old, recent);
      known.put(pair, answer);
    }
    return answer;
  }

  private boolean same(String old, String recent) {
    List<View> views = views(before, old);
    List<View> others = views(after, recent);
    if (views.isEmpty() || others.isEmpty()) {
      return false;
    }
    Seam seam =
        new Seam(
            List.of(new Seam.SharedType(old, views, others)),
            List.of(),
            List.of(),
            List.of(),
            Linkage.NOTHING);
    Verification found = Checker.changes(seam, this);
    return found.undetermined().isEmpty()
        && found.findings().stream().allMatch(one -> one.severity() == Severity.HARMLESS);
  }

  private static List<View> views(IndexedBuild build, String name) {
    if (!build.types().containsKey(name)) {
      return List.of();
    }
    List<ObjectModel> models = build.models(Set.of(name), Set.of());
    Map<String, List<View>> all = BuildSeam.definitions(models);
    return all.getOrDefault(name, List.of());
  }
}
