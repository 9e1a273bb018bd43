package org.abiseam.engine.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.engine.compare.TypeReferences.Edge;
import org.abiseam.engine.result.Impact;
import org.abiseam.model.Entity;
import org.abiseam.model.Finding;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;

/**
 * Finds the functions and variables of the old build that changed types reach, and by which path.
 *
 * <p>Nearly everything of a kernel reaches nearly everything else behind enough pointers, so that
 * each function and variable is told once: with the change that is nearest and the shortest way to
 * it, and how many others reach it as well. All ways are walked backwards from the changes, first
 * from all of them at once for the distances, then from each alone for the counts.
 */
final class Impacts {
  private final TypeReferences ways;
  private final SortedSet<String> causes;
  private final Map<String, List<String>> back = new HashMap<>();
  private final Map<String, Integer> distances;

  private Impacts(TypeReferences ways, SortedSet<String> causes) {
    this.ways = ways;
    this.causes = causes;
    ways.all()
        .forEach(
            (name, all) ->
                all.forEach(
                    way -> back.computeIfAbsent(way.target(), _ -> new ArrayList<>()).add(name)));
    this.distances = distances(causes);
  }

  /** Returns the types that changed; harmless changes reach nobody. */
  static SortedSet<String> causes(List<Finding> findings) {
    SortedSet<String> causes = new TreeSet<>();
    for (Finding finding : findings) {
      if (finding.subject().kind() == Subject.Kind.TYPE
          && finding.severity() != Severity.HARMLESS) {
        causes.add(finding.subject().name());
      }
    }
    return causes;
  }

  /**
   * Follows changes to those who see them.
   *
   * @param models all types of the old build, and the functions and variables that count
   * @return in order of cause and name
   */
  static List<Impact> of(List<ObjectModel> models, SortedSet<String> causes) {
    TypeReferences ways = TypeReferences.of(models);
    SortedMap<Subject, SortedSet<Edge>> symbols = new TreeMap<>();
    for (ObjectModel model : models) {
      for (Entity entity : model.entities()) {
        symbols
            .computeIfAbsent(
                new Subject(entity.kind(), entity.definition().name()), _ -> new TreeSet<>())
            .addAll(ways.from(model.types(), entity.definition().type()));
      }
    }
    return new Impacts(ways, causes).impacts(symbols);
  }

  private List<Impact> impacts(SortedMap<Subject, SortedSet<Edge>> symbols) {
    Map<Subject, Integer> reaching = new HashMap<>();
    for (String cause : causes) {
      Set<String> seen = distances(new TreeSet<>(Set.of(cause))).keySet();
      symbols.forEach(
          (symbol, roots) -> {
            if (roots.stream().anyMatch(way -> seen.contains(way.target()))) {
              reaching.merge(symbol, 1, Integer::sum);
            }
          });
    }
    List<Impact> impacts = new ArrayList<>();
    symbols.forEach(
        (symbol, roots) ->
            roots.stream()
                .filter(way -> distances.containsKey(way.target()))
                .min(Comparator.comparing(way -> distances.getOrDefault(way.target(), 0)))
                .ifPresent(
                    way -> impacts.add(impact(symbol, way, reaching.getOrDefault(symbol, 1)))));
    impacts.sort(Comparator.comparing(Impact::cause).thenComparing(Impact::symbol));
    return impacts;
  }

  private Impact impact(Subject symbol, Edge first, int causes) {
    StringBuilder path = new StringBuilder(first.member());
    path.append(first.member().isEmpty() ? "" : " → ").append(ways.word(first.target()));
    String at = first.target();
    int left = distances.getOrDefault(at, 0);
    while (left > 0) {
      Edge next = next(at, left - 1);
      path.append(next.member().isEmpty() ? "" : ".").append(next.member());
      path.append(" → ").append(ways.word(next.target()));
      at = next.target();
      left--;
    }
    return new Impact(symbol, at, path.toString(), causes);
  }

  private Edge next(String name, int distance) {
    for (Edge way : ways.all().getOrDefault(name, new TreeSet<>())) {
      if (distances.getOrDefault(way.target(), -1) == distance) {
        return way;
      }
    }
    throw new IllegalStateException("no way from " + name);
  }

  /** Steps from each name to the nearest of some. */
  private Map<String, Integer> distances(SortedSet<String> targets) {
    Map<String, Integer> found = new HashMap<>();
    Deque<String> open = new ArrayDeque<>();
    for (String target : targets) {
      found.put(target, 0);
      open.add(target);
    }
    while (!open.isEmpty()) {
      String name = open.remove();
      int next = found.getOrDefault(name, 0) + 1;
      for (String holder : back.getOrDefault(name, List.of())) {
        if (found.putIfAbsent(holder, next) == null) {
          open.add(holder);
        }
      }
    }
    return found;
  }
}
