package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_class_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_pointer_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_structure_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_subprogram;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_typedef;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_union_type;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.abiseam.dwarf.Die;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Turns the entries of one object file into types, as far as it is asked to; an entry that is
 * reached twice becomes one node. Not thread-safe.
 *
 * <p>There are two ways to reach an entry and a memory for each. {@link #value} wants all of it.
 * {@link #pointee} comes through a pointer and wants a name where there is one. A struct that
 * contains itself by value is impossible; one that reaches itself through a pointer is ordinary. To
 * tell them apart, each node under construction remembers how many pointers lay on the way to it.
 *
 * <p>Whatever goes wrong inside an entry makes that entry a {@link Type.Opaque} with the reason,
 * here and nowhere else.
 */
public final class Lowering {
  /** How deep types may lie in each other; the deepest of a Linux kernel is below 40. */
  static final int DEEPEST = 256;

  /** How many nodes one object may have: four times all unique types of a vmlinux. */
  static final int MOST_NODES = 1 << 22;

  private final Origins whereabouts;
  private final Machine machine;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<Die, Node> values = new HashMap<>();
  private final Map<Die, TypeId> pointees = new HashMap<>();
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
   * @param object path as in {@link Origin#object()}
   * @param machine what the object was made for
   */
  public Lowering(String object, Machine machine) {
    this.whereabouts = new Origins(object);
    this.machine = machine;
  }

  /**
   * Lowers a named type with everything it holds by value.
   *
   * @param die its entry
   * @param path namespaces around it, outermost first
   * @param units how many units define it so
   * @return the definition, whose node is in {@link #build()}
   */
  public Definition define(Die die, List<String> path, int units) {
    return new Definition(
        path,
        Entries.nameOrEmpty(die),
        type(die),
        die.unit().description().producer(),
        Evidence.DWARF,
        units);
  }

  /**
   * Lowers a type with everything it holds by value.
   *
   * @param die its entry
   * @return its node
   */
  public TypeId type(Die die) {
    pointers = 0;
    try {
      return result(Entries.unqualified(die));
    } catch (Unmodelled fault) {
      return graph.add(Origins.opaque(die, fault.reason()), whereabouts.origin(die));
    } catch (Malformed fault) {
      return graph.add(
          Origins.opaque(die, String.valueOf(fault.getMessage())), whereabouts.origin(die));
    }
  }

  /**
   * Lowers a function or variable under the name that the linker knows it by.
   *
   * @param die {@code DW_TAG_subprogram}, {@code DW_TAG_variable}, or {@code DW_TAG_pointer_type}
   *     of a pointer that holds a function
   * @param path namespaces around it, outermost first
   * @param symbol its symbol
   * @param role whether the entry is a definition
   * @return the entity; its node is a {@link Type.Function}, the type of the variable, or a {@link
   *     Type.Opaque} with the reason
   */
  public Entity symbol(Die die, List<String> path, String symbol, Entity.Role role) {
    if (Witness.isCrate(path) && role == Entity.Role.DECLARES) {
      return witnessed(die, path, symbol);
    }
    boolean held = die.tag() == DW_TAG_pointer_type;
    boolean function = held || die.tag() == DW_TAG_subprogram;
    TypeId type = held ? target(type(die)) : function ? function(die) : variable(die);
    Producer producer = die.unit().description().producer();
    return new Entity(
        function ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE,
        role,
        new Definition(path, symbol, type, producer, Evidence.DWARF, 1));
  }

  private Entity witnessed(Die die, List<String> path, String symbol) {
    boolean function = Witness.ofFunction(die);
    TypeId believed = Witness.believed(die).map(this::type).orElseGet(this::nothing);
    // The type of a foreign function is seen as a pointer to it.
    TypeId type = function ? target(believed) : believed;
    Producer producer = die.unit().description().producer();
    return new Entity(
        function ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE,
        Entity.Role.DECLARES,
        new Definition(path, symbol, type, producer, Evidence.WITNESS, 1));
  }

  private TypeId target(TypeId function) {
    return graph.defined(function).orElse(null) instanceof Type.Pointer pointer
        ? pointer.target()
        : function;
  }

  private TypeId function(Die die) {
    return switch (signature(die)) {
      case Understanding.Known known ->
          graph.add(new Type.Function(known.signature()), whereabouts.origin(die));
      case Understanding.Unknown unknown ->
          graph.add(
              new Type.Opaque(
                  Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), unknown.reason()),
              whereabouts.origin(die));
    };
  }

  private TypeId variable(Die die) {
    pointers = 0;
    try {
      Die typed = die.carrier(DW_AT_type).orElse(die);
      TypeId type = result(Entries.type(typed));
      // The variable has a line of its own.
      return graph.add(new Type.Alias("", type, OptionalInt.empty()), whereabouts.origin(die));
    } catch (Unmodelled fault) {
      return graph.add(Origins.opaque(die, fault.reason()), whereabouts.origin(die));
    } catch (Malformed fault) {
      return graph.add(
          Origins.opaque(die, String.valueOf(fault.getMessage())), whereabouts.origin(die));
    }
  }

  /**
   * Lowers a function.
   *
   * @param subprogram {@code DW_TAG_subprogram} or {@code DW_TAG_subroutine_type}
   * @return its signature, or the reason why there is none
   */
  public Understanding signature(Die subprogram) {
    pointers = 0;
    try {
      return new Understanding.Known(Signatures.lowered(subprogram, this));
    } catch (Unmodelled fault) {
      return new Understanding.Unknown(fault.reason());
    } catch (Malformed fault) {
      return new Understanding.Unknown(String.valueOf(fault.getMessage()));
    }
  }

  /** What became of a function. */
  public sealed interface Understanding {
    /**
     * It was understood.
     *
     * @param signature its types are nodes of {@link #build()}
     */
    record Known(Signature signature) implements Understanding {}

    /**
     * It was not.
     *
     * @param reason a clause
     */
    record Unknown(String reason) implements Understanding {}
  }

  /**
   * Ends the lowering.
   *
   * @return all nodes
   */
  public TypeGraph build() {
    return graph.build();
  }

  Machine machine() {
    return machine;
  }

  /** A type by value; {@code die} carries no qualifier. */
  TypeId value(Die die) {
    Node known = values.get(die);
    if (known != null) {
      if (known.open && known.pointers == pointers) {
        throw new Unmodelled("contains itself by value");
      }
      return known.id;
    }
    Node node = new Node(reserve(die), pointers);
    values.put(die, node);
    depth++;
    graph.define(node.id, lowered(die));
    depth--;
    node.open = false;
    return node.id;
  }

  private Type lowered(Die die) {
    int pointersBefore = pointers;
    try {
      if (depth > DEEPEST) {
        throw new Unmodelled("types lie in each other deeper than " + DEEPEST);
      }
      return TypeLowering.lowered(die, this);
    } catch (Unmodelled fault) {
      pointers = pointersBefore;
      return Origins.opaque(die, fault.reason());
    } catch (Malformed fault) {
      pointers = pointersBefore;
      return Origins.opaque(die, String.valueOf(fault.getMessage()));
    }
  }

  /** A type behind a pointer; empty for {@code void}. */
  TypeId pointee(Optional<Die> die) {
    if (die.isEmpty()) {
      return nothing();
    }
    Die target = die.get();
    TypeId known = pointees.get(target);
    if (known != null) {
      return known;
    }
    pointers++;
    TypeId id = seenThroughPointer(target);
    pointers--;
    pointees.put(target, id);
    return id;
  }

  private TypeId seenThroughPointer(Die die) {
    return switch (die.tag()) {
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type -> {
        Optional<String> name = Pointees.named(die);
        if (name.isEmpty()) {
          yield value(die);
        }
        Die inside = Pointees.unwrapped(die);
        TypeId declared =
            add(Pointees.declaration(inside, Entries.name(inside).orElse(name.get())), inside);
        yield inside.equals(die)
            ? declared
            : add(new Type.Alias(name.get(), declared, OptionalInt.empty()), die);
      }
      case DW_TAG_typedef -> {
        Optional<Type> alias = Pointees.alias(die, this);
        yield alias.isPresent() ? add(alias.get(), die) : value(die);
      }
      default -> value(die);
    };
  }

  /** A type by value, {@code void} included. */
  TypeId result(Optional<Die> die) {
    return die.isPresent() ? value(die.get()) : nothing();
  }

  /** The node of {@code void}. */
  TypeId nothing() {
    if (nothing.isEmpty()) {
      Origin nowhere = whereabouts.nowhere();
      nothing = Optional.of(graph.add(new Type.Void(), nowhere));
    }
    return nothing.get();
  }

  /** A node that no entry stands for alone. */
  TypeId add(Type type, Die die) {
    TypeId id = reserve(die);
    graph.define(id, type);
    return id;
  }

  private TypeId reserve(Die die) {
    if (++nodes > MOST_NODES) {
      throw new Unmodelled("the object has more than " + MOST_NODES + " types");
    }
    return graph.reserve(whereabouts.origin(die));
  }

  /** Runs a lowering that lies behind a pointer. */
  <T> T throughPointer(Supplier<T> lowering) {
    pointers++;
    T lowered = lowering.get();
    pointers--;
    return lowered;
  }

  /** The node of an id that has been lowered by value. */
  Type lowered(TypeId id) {
    return graph.defined(id).orElseThrow(() -> new Unmodelled("contains itself by value"));
  }

  /** Size of a value; empty for what has none, is unknown or still under construction. */
  OptionalLong knownBytes(TypeId id) {
    Optional<Type> at = graph.defined(id);
    for (int steps = 0; at.isPresent() && steps < DEEPEST; steps++) {
      switch (at.get()) {
        case Type.Alias alias -> at = graph.defined(alias.target());
        case Type.Atomic atomic -> at = graph.defined(atomic.target());
        case Type type -> {
          return Sizes.of(type);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Size of a value that must have one. */
  long bytes(TypeId id) {
    return knownBytes(id).orElseThrow(() -> new Unmodelled("holds something without a size"));
  }
}
