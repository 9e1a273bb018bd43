package org.abiseam.engine.compare;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.Definition;
import org.abiseam.model.Member;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Lists the references from type to type of a build: each name with the members by which others are
 * reached.
 *
 * <p>A unit often only declares what another one defines, so that references lead from name to name
 * and not from node to node. What has no name is part of what holds it.
 */
final class TypeReferences {
  private static final int DEEPEST = 24;

  private final Map<String, List<Node>> bodies = new HashMap<>();
  private final Map<String, SortedSet<Edge>> ways = new TreeMap<>();
  private final Map<String, String> words = new HashMap<>();
  private final Deque<String> open = new ArrayDeque<>();

  private record Node(TypeGraph graph, TypeId id) {}

  /**
   * Describes a way of one step.
   *
   * @param member the path inside what it begins at; empty for a typedef
   * @param target the name that it leads to
   */
  record Edge(String member, String target) implements Comparable<Edge> {
    @Override
    public int compareTo(Edge other) {
      int byTarget = target.compareTo(other.target);
      return byTarget != 0 ? byTarget : member.compareTo(other.member);
    }
  }

  /** Returns all ways between the types that objects define. */
  static TypeReferences of(List<ObjectModel> models) {
    TypeReferences all = new TypeReferences();
    for (ObjectModel model : models) {
      for (Definition definition : model.definitions()) {
        all.body(definition.name(), model.types(), definition.type());
      }
    }
    all.open.addAll(all.bodies.keySet());
    all.follow();
    return all;
  }

  /** The ways from each name. */
  Map<String, SortedSet<Edge>> all() {
    return ways;
  }

  /** A name with the keyword of C before a tag. */
  String word(String name) {
    return words.getOrDefault(name, name);
  }

  /** Returns the first ways from a function or variable. */
  SortedSet<Edge> from(TypeGraph graph, TypeId start) {
    SortedSet<Edge> found = new TreeSet<>();
    walk(new Node(graph, start), "", found, 0);
    follow();
    return found;
  }

  private void body(String name, TypeGraph graph, TypeId id) {
    bodies.computeIfAbsent(name, _ -> new ArrayList<>(1)).add(new Node(graph, id));
    tag(graph.type(id)).ifPresent(word -> words.putIfAbsent(name, word));
  }

  private void follow() {
    while (!open.isEmpty()) {
      String name = open.poll();
      if (!ways.containsKey(name)) {
        SortedSet<Edge> found = new TreeSet<>();
        ways.put(name, found);
        for (Node body : List.copyOf(bodies.getOrDefault(name, List.of()))) {
          inside(body, "", found, 0);
        }
      }
    }
  }

  /** Goes to a node: a name ends the way, anything else is looked into. */
  private void walk(Node node, String member, SortedSet<Edge> found, int depth) {
    Type type = node.graph().type(node.id());
    // A variable with an alignment of its own has a typedef without a name.
    Optional<String> name = type.declaredName().filter(word -> !word.isEmpty());
    if (name.isPresent()) {
      if (!bodies.containsKey(name.get()) && !(type instanceof Type.Incomplete)) {
        body(name.get(), node.graph(), node.id());
        open.add(name.get());
      }
      found.add(new Edge(member, name.get()));
    } else if (depth < DEEPEST) {
      inside(node, member, found, depth + 1);
    }
  }

  private void inside(Node node, String member, SortedSet<Edge> found, int depth) {
    TypeGraph graph = node.graph();
    switch (graph.type(node.id())) {
      case Type.Void _, Type.Number _, Type.Unknown _ -> {}
      case Type.Pointer pointer -> walk(new Node(graph, pointer.target()), member, found, depth);
      case Type.Sequence sequence ->
          walk(new Node(graph, sequence.element()), member, found, depth);
      case Type.Wrapper wrapper -> walk(new Node(graph, wrapper.target()), member, found, depth);
      case Type.Tagged tagged ->
          tagged
              .variants()
              .forEach(one -> walk(new Node(graph, one.payload()), member, found, depth));
      case Type.Aggregate aggregate ->
          aggregate.members().forEach(one -> member(graph, one, member, found));
      case Type.Function function -> signature(graph, function.signature(), member, found);
    }
  }

  private void member(TypeGraph graph, Member member, String path, SortedSet<Edge> found) {
    switch (member) {
      case Member.Field field ->
          walk(new Node(graph, field.type()), joined(path, field.name()), found, 1);
      case Member.BitField bits ->
          walk(new Node(graph, bits.type()), joined(path, bits.name()), found, 1);
      case Member.BitFieldUnit _, Member.Padding _, Member.AlignmentMarker _ -> {}
    }
  }

  private void signature(TypeGraph graph, Signature signature, String path, SortedSet<Edge> found) {
    for (Signature.Parameter parameter : signature.parameters()) {
      String name = parameter.name().isEmpty() ? "argument" : parameter.name();
      walk(new Node(graph, parameter.type()), path.isEmpty() ? name : path, found, 1);
    }
    walk(new Node(graph, signature.result()), path.isEmpty() ? "result" : path, found, 1);
  }

  private static String joined(String path, String name) {
    return path.isEmpty() ? name : name.isEmpty() ? path : path + "." + name;
  }

  private static Optional<String> tag(Type type) {
    return switch (type) {
      case Type.Aggregate aggregate ->
          aggregate
              .name()
              .map(name -> (aggregate.shape() == Type.Shape.UNION ? "union " : "struct ") + name);
      case Type.Enumeration enumeration -> enumeration.name().map(name -> "enum " + name);
      case Type _ -> Optional.empty();
    };
  }
}
