package org.abiseam.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The types that one object file defines; nodes name each other by {@link TypeId}. Immutable. */
public final class TypeGraph {
  private final List<Type> types;
  private final List<Origin> origins;
  private final Map<TypeId, Boolean> transparent;

  private TypeGraph(List<Type> types, List<Origin> origins, Map<TypeId, Boolean> transparent) {
    this.types = types;
    this.origins = origins;
    this.transparent = transparent;
  }

  /**
   * Returns the node of an id.
   *
   * @param id an id of this graph
   * @return the node
   */
  public Type type(TypeId id) {
    return types.get(id.index());
  }

  /**
   * Returns where the node was read.
   *
   * @param id an id of this graph
   * @return its origin
   */
  public Origin origin(TypeId id) {
    return origins.get(id.index());
  }

  /**
   * Tells whether a struct of Rust is {@code repr(transparent)} and travels as what it holds.
   *
   * @param id an id of this graph
   * @return empty where its source was not read; debug info does not tell
   */
  public Optional<Boolean> transparent(TypeId id) {
    return Optional.ofNullable(transparent.get(id));
  }

  /**
   * This graph with one more node, for questions about types that nobody has written.
   *
   * @param type may name nodes of this graph
   * @param origin what it is derived from
   * @return a graph whose last node it is; all ids of this one mean the same there
   */
  public TypeGraph with(Type type, Origin origin) {
    List<Type> more = new ArrayList<>(types);
    List<Origin> from = new ArrayList<>(origins);
    more.add(type);
    from.add(origin);
    return new TypeGraph(more, from, transparent);
  }

  /**
   * Looks through typedefs, {@code _Atomic} and {@code NonZero}. A chain that never ends is
   * impossible: readers refuse one.
   *
   * @param id an id of this graph
   * @return the first id that is none of them
   */
  public TypeId resolved(TypeId id) {
    TypeId at = id;
    while (type(at) instanceof Type.Wrapper wrapper) {
      at = wrapper.target();
    }
    return at;
  }

  /**
   * Tells whether a type is {@code _Atomic} itself, or a typedef of one that is.
   *
   * @param id an id of this graph
   * @return false where only a part of it is
   */
  public boolean atomic(TypeId id) {
    TypeId at = id;
    while (type(at) instanceof Type.Wrapper wrapper) {
      if (wrapper instanceof Type.Atomic) {
        return true;
      }
      at = wrapper.target();
    }
    return false;
  }

  /**
   * Tells whether a value is {@code _Atomic} or has a part that is.
   *
   * @param id an id of this graph
   * @return false where only what it points to is
   */
  public boolean holdsAtomic(TypeId id) {
    if (atomic(id)) {
      return true;
    }
    return switch (type(resolved(id))) {
      case Type.Array array -> holdsAtomic(array.element());
      case Type.Aggregate aggregate ->
          aggregate.members().stream().anyMatch(member -> holdsAtomic(member.type()));
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  /**
   * Lists the types that a type refers to: members, elements, targets, parameters and results.
   *
   * @param id an id of this graph
   * @return ids of this graph, in order of declaration
   */
  public List<TypeId> children(TypeId id) {
    return type(id).children();
  }

  /**
   * Size of a value of the type.
   *
   * @param id an id of this graph
   * @return bytes; empty for functions, declarations without a body and where the debug info has
   *     none
   */
  public Optional<Long> bytes(TypeId id) {
    OptionalLong bytes = type(resolved(id)).valueBytes();
    return bytes.isPresent() ? Optional.of(bytes.getAsLong()) : Optional.empty();
  }

  /**
   * Size of a member.
   *
   * @param member of a type of this graph
   * @return bits; 0 where the size of its type is not known
   */
  public long bits(Member member) {
    return member instanceof Member.BitField field
        ? field.bitWidth()
        : bytes(member.type()).orElse(0L) * Byte.SIZE;
  }

  /**
   * Walks over all types that some types lead to.
   *
   * @param starts ids of this graph
   * @param known ids that are not visited again; those that are visited are added
   * @param visit called once for each
   */
  public void walk(Collection<TypeId> starts, Set<TypeId> known, Consumer<Type> visit) {
    Deque<TypeId> open = new ArrayDeque<>(starts);
    while (!open.isEmpty()) {
      TypeId id = open.poll();
      if (known.add(id)) {
        visit.accept(type(id));
        open.addAll(children(id));
      }
    }
  }

  /**
   * Returns how many nodes there are.
   *
   * @return ids run from 0 to this, exclusive
   */
  public int size() {
    return types.size();
  }

  /**
   * Collects nodes; a node may be named before it is defined, so cycles can be built. Not
   * thread-safe.
   */
  public static final class Builder {
    private final List<@Nullable Type> types = new ArrayList<>();
    private final List<Origin> origins = new ArrayList<>();
    private final Map<TypeId, Boolean> transparent = new HashMap<>();

    /** Starts an empty graph. */
    public Builder() {}

    /**
     * Takes an id whose node is given later.
     *
     * @param origin where the node is read
     * @return the id
     */
    public TypeId reserve(Origin origin) {
      types.add(null);
      origins.add(origin);
      return new TypeId(types.size() - 1);
    }

    /**
     * Gives the node of a reserved id.
     *
     * @param id from {@link #reserve}
     * @param type the node
     */
    public void define(TypeId id, Type type) {
      types.set(id.index(), type);
    }

    /**
     * Takes an id and gives its node at once.
     *
     * @param type the node
     * @param origin where it was read
     * @return the id
     */
    public TypeId add(Type type, Origin origin) {
      TypeId id = reserve(origin);
      define(id, type);
      return id;
    }

    /**
     * Tells what the source of a struct of Rust says of its representation.
     *
     * @param id an id of this graph
     * @param isTransparent whether it is {@code repr(transparent)}
     */
    public void transparent(TypeId id, boolean isTransparent) {
      transparent.put(id, isTransparent);
    }

    /**
     * Returns the node of an id, if it has been given.
     *
     * @param id an id of this graph
     * @return the node, or empty between {@link #reserve} and {@link #define}
     */
    public Optional<Type> defined(TypeId id) {
      return Optional.ofNullable(types.get(id.index()));
    }

    /**
     * Ends the building. A type that exceeds {@link Limits.Limit#TYPE_DEPTH} or {@link
     * Limits.Limit#TYPE_PARTS} becomes a {@link Type.Opaque} that says so.
     *
     * @return the graph
     * @throws IllegalStateException if a reserved id was never defined, or typedefs name each other
     *     in a circle
     */
    public TypeGraph build() {
      List<Type> complete = new ArrayList<>(types.size());
      for (int i = 0; i < types.size(); i++) {
        Type type = types.get(i);
        if (type == null) {
          throw new IllegalStateException(
              "type " + i + " was reserved and never defined: " + origins.get(i));
        }
        complete.add(type);
      }
      refuseCircles(complete);
      GraphBounds.apply(complete);
      return new TypeGraph(List.copyOf(complete), List.copyOf(origins), Map.copyOf(transparent));
    }

    private static void refuseCircles(List<Type> types) {
      int[] passed = new int[types.size()];
      for (int i = 0; i < types.size(); i++) {
        int at = i;
        while (passed[at] == 0 && types.get(at) instanceof Type.Wrapper wrapper) {
          passed[at] = i + 1;
          at = wrapper.target().index();
        }
        if (passed[at] == i + 1) {
          throw new IllegalStateException("typedef " + i + " stands for itself");
        }
      }
    }
  }
}
