package org.abiseam.engine.evidence;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** Collects the names of the types that nodes lead to, as far as their graphs go. */
public final class GraphReach {
  private final Set<String> names = new HashSet<>();
  private final IdentityHashMap<TypeGraph, Set<TypeId>> seen = new IdentityHashMap<>();

  /** Returns all names so far; of a path of Rust the last word. */
  public Set<String> names() {
    return names;
  }

  /** Goes on from a node. */
  public void from(TypeGraph graph, TypeId start) {
    graph.walk(List.of(start), seen.computeIfAbsent(graph, _ -> new HashSet<>()), this::name);
  }

  private void name(Type type) {
    type.declaredName().ifPresent(name -> names.add(name.substring(name.lastIndexOf(':') + 1)));
  }
}
