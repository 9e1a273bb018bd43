package org.abiseam.model;

import static org.abiseam.model.Limits.Limit.TYPE_DEPTH;
import static org.abiseam.model.Limits.Limit.TYPE_PARTS;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;

/**
 * Bounds the types of a graph, so that no walk over them goes deeper and no text of one is longer
 * than {@link Limits} say. Each type is visited once, whatever its shape, and without recursion.
 */
final class GraphBounds {
  private static final int DEEPEST = Limits.USUAL.count(TYPE_DEPTH);
  private static final int MOST_PARTS = Limits.USUAL.count(TYPE_PARTS);

  private final List<Type> types;

  /** How deep the types inside lie, the type itself included; 0 before it is known. */
  private final int[] heights;

  /** How many parts a type has when it is written out in another. */
  private final int[] parts;

  private final boolean[] opened;
  private final Deque<Visit> path = new ArrayDeque<>();

  /** Describes a type with its children, and those of them that were not looked at. */
  private record Visit(int index, List<TypeId> children, Iterator<TypeId> left) {}

  private GraphBounds(List<Type> types) {
    this.types = types;
    this.heights = new int[types.size()];
    this.parts = new int[types.size()];
    this.opened = new boolean[types.size()];
  }

  /** Replaces each type that exceeds a bound by one that says so. */
  static void apply(List<Type> types) {
    GraphBounds bounds = new GraphBounds(types);
    for (int i = 0; i < types.size(); i++) {
      bounds.open(i);
      bounds.closeAll();
    }
  }

  private void open(int index) {
    if (!opened[index]) {
      opened[index] = true;
      List<TypeId> children = types.get(index).children();
      path.push(new Visit(index, children, children.iterator()));
    }
  }

  private void closeAll() {
    while (!path.isEmpty()) {
      Visit visit = path.peek();
      if (visit.left().hasNext()) {
        open(visit.left().next().index());
      } else {
        path.pop();
        close(visit.index(), visit.children());
      }
    }
  }

  private void close(int index, List<TypeId> children) {
    Type type = types.get(index);
    int below = 0;
    int own = 1;
    long inner = 0;
    for (TypeId child : children) {
      below = Math.max(below, heights[child.index()]);
      own++;
      inner += Math.max(0, parts[child.index()] - 1);
    }
    heights[index] = below + 1;
    parts[index] = type.declaredName().isPresent() ? 1 : (int) Math.min(own + inner, MOST_PARTS);
    if (below >= DEEPEST) {
      replace(index, "types lie in each other deeper than " + DEEPEST);
    } else if (inner > MOST_PARTS) {
      replace(index, "the types without a name inside have more than " + MOST_PARTS + " parts");
    }
  }

  private void replace(int index, String reason) {
    Type type = types.get(index);
    types.set(
        index,
        new Type.Opaque(type.declaredName(), type.valueBytes(), OptionalInt.empty(), reason));
    heights[index] = 1;
    parts[index] = 1;
  }
}
