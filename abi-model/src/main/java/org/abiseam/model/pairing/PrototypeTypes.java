package org.abiseam.model.pairing;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Evidence;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/**
 * Finds the types that the prototypes of one function name on both sides at one place. They are one
 * type, whatever file or module declares them: a caller gives it and the callee takes it. So are
 * the types that members of one name in them lead to.
 */
final class PrototypeTypes {
  /** Pointers to pointers and functions that take functions end somewhere. */
  private static final int DEEPEST = 8;

  private static final int MOST_STEPS = 64;

  private final boolean rust;
  private final Map<String, Set<Origin>> found = new HashMap<>();
  private final Map<String, Set<Origin.Line>> lines = new HashMap<>();
  private final Set<String> grown = new HashSet<>();

  private PrototypeTypes(boolean rust) {
    this.rust = rust;
  }

  /**
   * Finds the types that two views of a symbol share.
   *
   * @param rust whether one view is that of a Rust object; otherwise both are of C
   */
  static PrototypeTypes of(List<Seam.SharedSymbol> symbols, boolean rust) {
    PrototypeTypes types = new PrototypeTypes(rust);
    for (Seam.SharedSymbol symbol : symbols) {
      for (View provider : symbol.provider()) {
        for (View consumer : symbol.consumer()) {
          types.add(provider, consumer);
        }
      }
    }
    return types;
  }

  /** Tells whether both sides name it at one place. */
  boolean contains(String name) {
    return found.containsKey(name);
  }

  /** Tells whether it is a definition of Rust that stands at such a place. */
  boolean means(View.Typed view) {
    return found
        .getOrDefault(BindingTypes.lastSegment(view.definition().name()), Set.of())
        .contains(view.origin());
  }

  /** Tells whether a type of its name and its file stands at such a place. */
  boolean standsAt(View.Typed view) {
    Optional<Origin.Line> line = view.origin().declared();
    return line.isPresent()
        && lines.getOrDefault(view.definition().name(), Set.of()).stream()
            .anyMatch(line.get()::sharesPathWith);
  }

  /**
   * Returns the names of which something was found since the last call.
   *
   * @return the names, in no order
   */
  Set<String> grown() {
    Set<String> names = Set.copyOf(grown);
    grown.clear();
    return names;
  }

  /**
   * Adds what members of one name lead to.
   *
   * @param provider the definitions of a struct or union on one side, at least one
   * @param consumer those on the other, at least one
   */
  void addMembers(List<View.Typed> provider, List<View.Typed> consumer) {
    provider.forEach(view -> addMembers(view, consumer.getFirst()));
    consumer.forEach(view -> addMembers(provider.getFirst(), view));
  }

  private void addMembers(View.Typed one, View.Typed other) {
    Map<String, TypeId> here = new HashMap<>();
    members(one.types(), one.definition().type(), 0, here);
    Map<String, TypeId> there = new HashMap<>();
    members(other.types(), other.definition().type(), 0, there);
    here.forEach(
        (name, type) -> {
          TypeId same = there.get(name);
          if (same != null) {
            add(one.types(), type, other.types(), same, 0);
          }
        });
  }

  /** Collects members by name; those of a struct without a name are its owner's. */
  private static void members(TypeGraph types, TypeId id, int depth, Map<String, TypeId> found) {
    if (types.type(types.resolved(id)) instanceof Type.Aggregate aggregate && depth < DEEPEST) {
      for (Member member : aggregate.members()) {
        if (member instanceof Member.Field field) {
          if (field.name().isEmpty()) {
            members(types, field.type(), depth + 1, found);
          } else {
            found.putIfAbsent(field.name(), field.type());
          }
        }
      }
    }
  }

  private void add(View provider, View consumer) {
    if (provider instanceof View.Typed one
        && consumer instanceof View.Typed other
        && (ofRust(one) || ofRust(other)) == rust
        && one.definition().evidence() != Evidence.BINDINGS
        && other.definition().evidence() != Evidence.BINDINGS) {
      add(one.types(), one.definition().type(), other.types(), other.definition().type(), 0);
    }
  }

  private static boolean ofRust(View view) {
    return view.producer().language() == Producer.Language.RUST;
  }

  private void add(TypeGraph types, TypeId one, TypeGraph others, TypeId other, int depth) {
    Map<String, Origin> here = new HashMap<>();
    Type type = last(types, one, here);
    Map<String, Origin> there = new HashMap<>();
    Type otherType = last(others, other, there);
    here.forEach(
        (name, origin) -> {
          Origin another = there.get(name);
          if (another != null) {
            note(name, origin, another);
          }
        });
    if (depth < DEEPEST
        && type instanceof Type.Function function
        && otherType instanceof Type.Function otherFunction) {
      add(types, function.signature(), others, otherFunction.signature(), depth + 1);
    }
  }

  private void note(String name, Origin one, Origin other) {
    boolean another = !found.containsKey(name);
    Set<Origin> places = found.computeIfAbsent(name, _ -> new HashSet<>());
    if (rust) {
      another |= places.add(one);
      another |= places.add(other);
    } else {
      Set<Origin.Line> known = lines.computeIfAbsent(name, _ -> new HashSet<>());
      one.declared().ifPresent(known::add);
      other.declared().ifPresent(known::add);
    }
    if (another) {
      grown.add(name);
    }
  }

  private void add(
      TypeGraph types, Signature signature, TypeGraph others, Signature other, int depth) {
    add(types, signature.result(), others, other.result(), depth);
    int both = Math.min(signature.parameters().size(), other.parameters().size());
    for (int i = 0; i < both; i++) {
      add(
          types,
          signature.parameters().get(i).type(),
          others,
          other.parameters().get(i).type(),
          depth);
    }
  }

  /** Follows pointers, arrays and typedefs to the end; notes names and places on the way. */
  private static Type last(TypeGraph types, TypeId start, Map<String, Origin> names) {
    TypeId id = start;
    // A typedef cannot lead to itself but through a struct; damaged debug info may say otherwise.
    for (int step = 0; step < MOST_STEPS; step++) {
      Type type = types.type(id);
      switch (type) {
        case Type.Pointer pointer -> id = pointer.target();
        case Type.Array array -> id = array.element();
        case Type.Alias alias -> {
          names.put(BindingTypes.lastSegment(alias.name()), types.origin(id));
          id = alias.target();
        }
        case Type.Wrapper wrapper -> id = wrapper.target();
        case Type.Aggregate aggregate -> {
          note(names, aggregate.name(), types.origin(id));
          return type;
        }
        case Type.Incomplete incomplete -> {
          note(names, Optional.of(incomplete.name()), types.origin(id));
          return type;
        }
        case Type.Enumeration enumeration -> {
          note(names, enumeration.name(), types.origin(id));
          return type;
        }
        case Type.Void _,
            Type.Scalar _,
            Type.Vector _,
            Type.Tagged _,
            Type.Function _,
            Type.Opaque _ -> {
          return type;
        }
      }
    }
    return types.type(id);
  }

  private static void note(Map<String, Origin> names, Optional<String> name, Origin origin) {
    name.ifPresent(it -> names.put(BindingTypes.lastSegment(it), origin));
  }
}
