package org.abiseam.engine.evidence;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Set;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** The names of the types that nodes lead to, as far as their graphs go. */
public final class GraphReach {
  private final Set<String> names = new HashSet<>();
  private final IdentityHashMap<TypeGraph, Set<TypeId>> seen = new IdentityHashMap<>();
  private final Deque<TypeId> open = new ArrayDeque<>();

  /** All names so far; of a path of Rust the last word. */
  public Set<String> names() {
    return names;
  }

  /** Goes on from a node. */
  public void from(TypeGraph graph, TypeId start) {
    Set<TypeId> done = seen.computeIfAbsent(graph, _ -> new HashSet<>());
    open.add(start);
    while (!open.isEmpty()) {
      TypeId id = open.poll();
      if (done.add(id)) {
        inside(graph.type(id));
      }
    }
  }

  private void inside(Type type) {
    switch (type) {
      case Type.Void _, Type.Scalar _ -> {}
      case Type.Enumeration enumeration -> enumeration.name().ifPresent(this::name);
      case Type.Pointer pointer -> open.add(pointer.target());
      case Type.Array array -> open.add(array.element());
      case Type.Vector vector -> open.add(vector.element());
      case Type.Aggregate aggregate -> {
        aggregate.name().ifPresent(this::name);
        aggregate.members().forEach(this::member);
      }
      case Type.Tagged tagged -> {
        name(tagged.name());
        tagged.variants().forEach(variant -> open.add(variant.payload()));
      }
      case Type.Function function -> signature(function.signature());
      case Type.Alias alias -> {
        name(alias.name());
        open.add(alias.target());
      }
      case Type.Atomic atomic -> open.add(atomic.target());
      case Type.Incomplete incomplete -> name(incomplete.name());
      case Type.Opaque opaque -> opaque.name().ifPresent(this::name);
    }
  }

  private void member(Member member) {
    switch (member) {
      case Member.Field field -> open.add(field.type());
      case Member.BitField bits -> open.add(bits.type());
      case Member.BitFieldUnit _, Member.Padding _, Member.AlignmentMarker _ -> {}
    }
  }

  private void signature(Signature signature) {
    signature.parameters().forEach(parameter -> open.add(parameter.type()));
    open.add(signature.result());
  }

  private void name(String name) {
    names.add(name.substring(name.lastIndexOf(':') + 1));
  }
}
