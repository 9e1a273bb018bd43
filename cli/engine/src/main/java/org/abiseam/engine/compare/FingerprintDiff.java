package org.abiseam.engine.compare;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.Subject;

/**
 * Compares the fingerprints of two builds before a single type is read: finds names that only one
 * of them has, names that may stand for something else, and how many are the same.
 *
 * @param types names of types that the builds define differently
 * @param symbols functions and variables likewise
 * @param removed names that only the old one has, by kind
 * @param added names that only the new one has, by kind
 * @param bothTypes names of types that both have
 * @param bothSymbols functions and variables that both have
 */
record FingerprintDiff(
    Set<String> types,
    Set<String> symbols,
    Map<Subject.Kind, SortedSet<String>> removed,
    Map<Subject.Kind, SortedSet<String>> added,
    SortedSet<String> bothTypes,
    SortedSet<Subject> bothSymbols) {

  static FingerprintDiff of(IndexedBuild before, IndexedBuild after) {
    SortedSet<Subject> both = new TreeSet<>();
    before
        .symbols()
        .forEach(
            (name, symbol) -> {
              if (after.symbols().containsKey(name)) {
                both.add(new Subject(symbol.kind(), name));
              }
            });
    SortedSet<String> types = new TreeSet<>(before.types().keySet());
    types.retainAll(after.types().keySet());
    return new FingerprintDiff(
        types(before, after),
        symbols(before, after),
        onlyIn(before, after),
        onlyIn(after, before),
        types,
        both);
  }

  /** Functions and variables that only the old one has. */
  Set<String> gone() {
    Set<String> gone = new HashSet<>();
    removed.forEach((kind, names) -> gone.addAll(kind == Subject.Kind.TYPE ? Set.of() : names));
    return gone;
  }

  /** Finds changed types of which a build has several, so that they pair by their files. */
  Set<String> ofSeveralFiles(IndexedBuild before, IndexedBuild after) {
    Set<String> several = new HashSet<>();
    for (String name : types) {
      if (before.types().getOrDefault(name, Set.of()).size() > 1
          || after.types().getOrDefault(name, Set.of()).size() > 1) {
        several.add(name);
      }
    }
    return several;
  }

  private static Set<String> types(IndexedBuild before, IndexedBuild after) {
    Set<String> changed = new TreeSet<>();
    // Function pointers inside a type are called as the compilers of its units do.
    boolean alike = before.dialects().equals(after.dialects());
    before
        .types()
        .forEach(
            (name, old) -> {
              Set<Long> recent = after.types().get(name);
              if (recent != null && (!alike || differ(old, recent))) {
                changed.add(name);
              }
            });
    return changed;
  }

  private static Set<String> symbols(IndexedBuild before, IndexedBuild after) {
    Set<String> changed = new TreeSet<>();
    before
        .symbols()
        .forEach(
            (name, old) -> {
              IndexedBuild.Symbol recent = after.symbols().get(name);
              if (recent != null && differ(old.fingerprints(), recent.fingerprints())) {
                changed.add(name);
              }
            });
    return changed;
  }

  private static boolean differ(Set<Long> old, Set<Long> recent) {
    return old.contains(0L) || recent.contains(0L) || !old.equals(recent);
  }

  /** Lists what one build has alone; a build of which nothing was read lacks nothing. */
  private static Map<Subject.Kind, SortedSet<String>> onlyIn(IndexedBuild one, IndexedBuild other) {
    Map<Subject.Kind, SortedSet<String>> only = new TreeMap<>();
    SortedSet<String> types = new TreeSet<>(one.types().keySet());
    types.removeAll(other.types().keySet());
    only.put(Subject.Kind.TYPE, other.isUntyped() ? new TreeSet<>() : types);
    only.put(Subject.Kind.FUNCTION, new TreeSet<>());
    only.put(Subject.Kind.VARIABLE, new TreeSet<>());
    if (other.isUntyped() && other.symbols().isEmpty()) {
      return only;
    }
    one.symbols()
        .forEach(
            (name, symbol) -> {
              if (!other.symbols().containsKey(name)) {
                only.computeIfAbsent(symbol.kind(), _ -> new TreeSet<>()).add(name);
              }
            });
    return only;
  }
}
