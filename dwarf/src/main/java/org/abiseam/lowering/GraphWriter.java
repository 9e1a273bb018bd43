package org.abiseam.lowering;

import static org.abiseam.model.Limits.Limit.*;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.abiseam.model.Malformed;
import org.abiseam.model.Origin;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Writes the types of one object into a graph, as far as they are asked for; an entry that is
 * reached twice becomes one node. Not thread-safe.
 *
 * <p>There are two ways to reach an entry and a memory for each. {@link #value} wants all of it.
 * {@link #pointee} comes through a pointer and wants a name where there is one. A struct that
 * contains itself by value is impossible; one that reaches itself through a pointer is ordinary. To
 * tell them apart, each node under construction remembers how many pointers lay on the way to it.
 *
 * <p>Whatever goes wrong inside an entry makes that entry a {@link Type.Opaque} with the reason:
 * {@link #attempt} catches it, and nothing else does. What breaks the format is a diagnostic too.
 *
 * @param <K> an entry of the debug info, equal to itself wherever it is met
 */
public final class GraphWriter<K> {
  /**
   * Knows what an entry means. Each method may throw {@link Unmodelled} or {@link Malformed}, but
   * for {@link #opaque} and {@link #origin}.
   *
   * @param <K> an entry of the debug info
   */
  public interface Source<K> {
    /**
     * Lowers an entry with everything it holds by value.
     *
     * @param entry an entry without qualifiers
     */
    Type lowered(K entry, GraphWriter<K> writer);

    /**
     * Lowers what is seen of an entry through a pointer.
     *
     * @param entry an entry without qualifiers
     * @return the node: a declaration where the entry has a name
     */
    TypeId seenThroughPointer(K entry, GraphWriter<K> writer);

    /** Describes an entry that could not be lowered by what can be read of it. */
    Type opaque(K entry, String reason);

    /**
     * Tells where an entry stands.
     *
     * @return object, unit, offset and line, as far as they are known
     */
    Origin origin(K entry);

    /** Tells how much is taken from the object of an entry. */
    Limits limits(K entry);
  }

  private final Source<K> source;
  private final Origin nowhere;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<K, Node> values = new HashMap<>();
  private final Map<K, TypeId> pointees = new HashMap<>();
  private final Set<Diagnostic> faults = new LinkedHashSet<>();
  private Optional<TypeId> nothing = Optional.empty();
  private int nodes;
  private int depth;
  private int pointers;

  /** A node and, while it is under construction, how it was reached. */
  private static final class Node {
    final TypeId id;
    final int pointers;
    boolean open = true;

    Node(TypeId id, int pointers) {
      this.id = id;
      this.pointers = pointers;
    }
  }

  /**
   * Starts with an empty graph.
   *
   * @param object path of the object, the origin of what no entry stands for
   */
  public GraphWriter(Source<K> source, String object) {
    this.source = source;
    this.nowhere = new Origin(object, "", OptionalLong.empty(), Optional.empty());
  }

  /** Returns what broke the format, each place once, and no more than the limit of diagnostics. */
  public List<Diagnostic> faults() {
    return List.copyOf(faults);
  }

  /** Ends the writing. */
  public TypeGraph build() {
    return graph.build();
  }

  /**
   * Reads something whose faults cost itself alone.
   *
   * @param <T> what is read
   * @param reading may throw {@link Unmodelled} or {@link Malformed}
   * @return what was read, or what stands for it
   */
  public <T> T attempt(Supplier<T> reading, Function<String, T> otherwise) {
    int before = pointers;
    try {
      return reading.get();
    } catch (Unmodelled fault) {
      pointers = before;
      return otherwise.apply(String.valueOf(fault.getMessage()));
    } catch (Malformed fault) {
      pointers = before;
      if (faults.size() < Limits.USUAL.of(DIAGNOSTICS)) {
        faults.add(fault.diagnostic(nowhere.object(), Optional.empty()));
      }
      return otherwise.apply(String.valueOf(fault.getMessage()));
    }
  }

  /**
   * Reads something that may be left out of the description of what is damaged already.
   *
   * @param <T> what is read
   * @param reading may throw {@link Unmodelled} or {@link Malformed}
   * @param otherwise stands for what cannot be read
   * @return what was read, or what stands for it
   */
  public static <T> T readable(Supplier<T> reading, T otherwise) {
    try {
      return reading.get();
    } catch (Unmodelled | Malformed _) {
      return otherwise;
    }
  }

  /**
   * Reads the node of an entry that is asked for by name.
   *
   * @return that node, or an opaque one with the reason
   */
  public TypeId root(K entry, Supplier<TypeId> reading) {
    return attempt(
        reading, reason -> graph.add(source.opaque(entry, reason), source.origin(entry)));
  }

  /**
   * Gives a type by value.
   *
   * @param entry an entry without qualifiers
   */
  public TypeId value(K entry) {
    Node known = values.get(entry);
    if (known != null) {
      if (known.open && known.pointers == pointers) {
        throw new Unmodelled("contains itself by value");
      }
      return known.id;
    }
    Node node = new Node(reserve(entry), pointers);
    values.put(entry, node);
    depth++;
    graph.define(node.id, attempt(() -> lowered(entry), reason -> source.opaque(entry, reason)));
    depth--;
    node.open = false;
    return node.id;
  }

  private Type lowered(K entry) {
    int deepest = source.limits(entry).count(TYPE_DEPTH);
    if (depth > deepest) {
      throw new Unmodelled("types lie in each other deeper than " + deepest);
    }
    return source.lowered(entry, this);
  }

  /**
   * Gives a type by value, {@code void} included.
   *
   * @param entry an entry without qualifiers; empty for {@code void}
   */
  public TypeId result(Optional<K> entry) {
    return entry.isPresent() ? value(entry.get()) : nothing();
  }

  /**
   * Gives a type behind a pointer.
   *
   * @param entry an entry without qualifiers; empty for {@code void}
   */
  public TypeId pointee(Optional<K> entry) {
    if (entry.isEmpty()) {
      return nothing();
    }
    K target = entry.get();
    TypeId known = pointees.get(target);
    if (known != null) {
      return known;
    }
    TypeId id = throughPointer(() -> source.seenThroughPointer(target, this));
    pointees.put(target, id);
    return id;
  }

  /**
   * Runs a lowering that lies behind a pointer.
   *
   * @param <T> what it gives
   * @param lowering may throw {@link Unmodelled} or {@link Malformed}
   */
  public <T> T throughPointer(Supplier<T> lowering) {
    pointers++;
    T lowered = lowering.get();
    pointers--;
    return lowered;
  }

  /**
   * Gives the node of {@code void}.
   *
   * @return the same at each call
   */
  public TypeId nothing() {
    if (nothing.isEmpty()) {
      nothing = Optional.of(graph.add(new Type.Void(), nowhere));
    }
    return nothing.get();
  }

  /**
   * Adds a node that no entry stands for alone.
   *
   * @param entry where it is read
   */
  public TypeId add(Type type, K entry) {
    TypeId id = reserve(entry);
    graph.define(id, type);
    return id;
  }

  private TypeId reserve(K entry) {
    long most = source.limits(entry).of(TYPES);
    if (++nodes > most) {
      throw new Unmodelled("the object has more than " + most + " types");
    }
    return graph.reserve(source.origin(entry));
  }

  /** Gives the node of an id that has been lowered by value. */
  public Type node(TypeId id) {
    return graph.defined(id).orElseThrow(() -> new Unmodelled("contains itself by value"));
  }

  /**
   * Gives the size of a value.
   *
   * @return bytes; empty for what has none, is unknown or still under construction
   */
  public OptionalLong knownBytes(TypeId id) {
    Optional<Type> at = graph.defined(id);
    for (int steps = 0; at.isPresent() && steps <= nodes; steps++) {
      switch (at.get()) {
        case Type.Wrapper wrapper -> at = graph.defined(wrapper.target());
        case Type type -> {
          return Sizes.of(type);
        }
      }
    }
    return OptionalLong.empty();
  }

  /**
   * Gives the size of a value that must have one.
   *
   * @return bytes
   */
  public long bytes(TypeId id) {
    return knownBytes(id).orElseThrow(() -> new Unmodelled("holds something without a size"));
  }
}
