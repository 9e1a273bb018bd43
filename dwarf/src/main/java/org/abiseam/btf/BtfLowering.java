package org.abiseam.btf;

import static org.abiseam.btf.Kinds.*;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.abiseam.model.Origin;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Turns records of one object into types, as far as it is asked to.
 *
 * <p>By value all of a type is wanted, behind a pointer its name where it has one; a struct under
 * construction may be met again behind a pointer and nowhere else. What goes wrong inside a record
 * makes it a {@link Type.Opaque} with the reason.
 */
final class BtfLowering {
  private static final int DEEPEST = 256;
  private static final int MOST_QUALIFIERS = 32;
  private static final int MOST_TYPEDEFS = 64;

  private final Btf btf;
  private final Machine machine;
  private final boolean distilled;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<Integer, Node> values = new HashMap<>();
  private final Map<Integer, TypeId> pointees = new HashMap<>();
  private Optional<TypeId> nothing = Optional.empty();
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

  /** Starts with an empty graph; of a distilled base only sizes and names are known. */
  BtfLowering(Btf btf, Machine machine, boolean distilled) {
    this.btf = btf;
    this.machine = machine;
    this.distilled = distilled;
  }

  TypeGraph build() {
    return graph.build();
  }

  Btf btf() {
    return btf;
  }

  /** A named type with everything that it holds by value. */
  TypeId define(Btf.Record record) {
    pointers = 0;
    return value(record);
  }

  /** A function under its own line of the symbol, or a variable. */
  TypeId symbol(Btf.Record record) {
    pointers = 0;
    try {
      Optional<Btf.Record> type = unqualified(record.sizeOrType());
      if (record.kind() == BTF_KIND_VAR) {
        return add(new Type.Alias("", result(type), OptionalInt.empty()), record);
      }
      if (type.isEmpty() || type.get().kind() != BTF_KIND_FUNC_PROTO) {
        throw new Unmodelled("a function without a prototype");
      }
      return add(new Type.Function(Prototypes.lowered(type.get(), this)), record);
    } catch (Unmodelled fault) {
      return add(opaque(record, fault.reason()), record);
    } catch (Malformed fault) {
      return add(opaque(record, String.valueOf(fault.getMessage())), record);
    }
  }

  /** The record of a type without qualifiers and tags; empty for {@code void}. */
  Optional<Btf.Record> unqualified(long id) {
    long at = id;
    for (int steps = 0; steps < MOST_QUALIFIERS; steps++) {
      if (at == 0) {
        return Optional.empty();
      }
      Btf.Record record = btf.type(at);
      switch (record.kind()) {
        case BTF_KIND_CONST, BTF_KIND_VOLATILE, BTF_KIND_RESTRICT, BTF_KIND_TYPE_TAG ->
            at = record.sizeOrType();
        default -> {
          return Optional.of(record);
        }
      }
    }
    throw new Unmodelled("more than " + MOST_QUALIFIERS + " qualifiers in a row");
  }

  /** A type by value, {@code void} included. */
  TypeId result(Optional<Btf.Record> record) {
    return record.isPresent() ? value(record.get()) : nothing();
  }

  /** A type by value, by its number. */
  TypeId value(long id) {
    return value(unqualified(id).orElseThrow(() -> new Unmodelled("void in the place of a value")));
  }

  private TypeId value(Btf.Record record) {
    Node known = values.get(record.id());
    if (known != null) {
      if (known.open && known.pointers == pointers) {
        throw new Unmodelled("contains itself by value");
      }
      return known.id;
    }
    Node node = new Node(graph.reserve(origin(record)), pointers);
    values.put(record.id(), node);
    depth++;
    graph.define(node.id, lowered(record));
    depth--;
    node.open = false;
    return node.id;
  }

  private Type lowered(Btf.Record record) {
    int pointersBefore = pointers;
    try {
      if (depth > DEEPEST) {
        throw new Unmodelled("types lie in each other deeper than " + DEEPEST);
      }
      return byKind(record);
    } catch (Unmodelled fault) {
      pointers = pointersBefore;
      return opaque(record, fault.reason());
    } catch (Malformed fault) {
      pointers = pointersBefore;
      return opaque(record, String.valueOf(fault.getMessage()));
    }
  }

  private Type byKind(Btf.Record record) {
    return switch (record.kind()) {
      case BTF_KIND_INT, BTF_KIND_FLOAT -> BtfScalars.lowered(record);
      case BTF_KIND_PTR ->
          new Type.Pointer(pointee(unqualified(record.sizeOrType())), machine.pointerBytes());
      case BTF_KIND_ARRAY -> array(record);
      case BTF_KIND_STRUCT, BTF_KIND_UNION -> {
        if (distilled && record.id() < btf.first()) {
          throw new Unmodelled("the distilled base states its size alone");
        }
        yield BtfAggregates.lowered(record, this);
      }
      case BTF_KIND_ENUM, BTF_KIND_ENUM64 -> BtfEnumerations.lowered(record);
      case BTF_KIND_FWD ->
          new Type.Incomplete(BtfAggregates.shape(record), record.name(), OptionalLong.empty());
      case BTF_KIND_TYPEDEF ->
          new Type.Alias(
              record.name(), result(unqualified(record.sizeOrType())), OptionalInt.empty());
      case BTF_KIND_FUNC_PROTO -> new Type.Function(Prototypes.lowered(record, this));
      default -> throw new Unmodelled("a record of kind " + record.kind() + " is no type");
    };
  }

  /** btf.rst §2.2.3. pahole writes {@code T x[2][3]} as six elements, {@code T x[]} as none. */
  private Type array(Btf.Record record) {
    long element = record.word(0);
    long count = record.word(2);
    TypeId held = value(element);
    long stride =
        bytes(element).orElseThrow(() -> new Unmodelled("an array of something without a size"));
    if (Math.multiplyHigh(stride, count) != 0 || stride * count < 0) {
      throw new Unmodelled("an array of more bytes than there are");
    }
    return new Type.Array(held, count == 0 ? OptionalLong.empty() : OptionalLong.of(count), stride);
  }

  /** A type behind a pointer; empty for {@code void}. */
  TypeId pointee(Optional<Btf.Record> record) {
    if (record.isEmpty()) {
      return nothing();
    }
    Btf.Record target = record.get();
    TypeId known = pointees.get(target.id());
    if (known != null) {
      return known;
    }
    pointers++;
    TypeId id = seenThroughPointer(target);
    pointers--;
    pointees.put(target.id(), id);
    return id;
  }

  private TypeId seenThroughPointer(Btf.Record record) {
    return switch (record.kind()) {
      case BTF_KIND_STRUCT, BTF_KIND_UNION ->
          record.name().isEmpty() ? value(record) : declared(record, record.name());
      case BTF_KIND_TYPEDEF -> alias(record);
      default -> value(record);
    };
  }

  private TypeId declared(Btf.Record record, String name) {
    return add(
        new Type.Incomplete(BtfAggregates.shape(record), name, OptionalLong.empty()), record);
  }

  /** A typedef that ends in a struct borrows it the name where it has none. */
  private TypeId alias(Btf.Record typedef) {
    Optional<Btf.Record> target = unqualified(typedef.sizeOrType());
    Optional<Btf.Record> end = target;
    Btf.Record last = typedef;
    for (int steps = 0; end.isPresent() && end.get().kind() == BTF_KIND_TYPEDEF; steps++) {
      if (steps == MOST_TYPEDEFS) {
        throw new Unmodelled("more than " + MOST_TYPEDEFS + " typedefs in a row");
      }
      last = end.get();
      end = unqualified(last.sizeOrType());
    }
    boolean aggregate =
        end.isPresent()
            && switch (end.get().kind()) {
              case BTF_KIND_STRUCT, BTF_KIND_UNION -> true;
              default -> false;
            };
    if (!aggregate) {
      return value(typedef);
    }
    boolean borrows = last.id() == typedef.id() && end.get().name().isEmpty();
    TypeId shown = borrows ? declared(end.get(), typedef.name()) : pointee(target);
    return add(new Type.Alias(typedef.name(), shown, OptionalInt.empty()), typedef);
  }

  private TypeId nothing() {
    if (nothing.isEmpty()) {
      Origin nowhere =
          new Origin(btf.object(btf.first()), "", OptionalLong.empty(), Optional.empty());
      nothing = Optional.of(graph.add(new Type.Void(), nowhere));
    }
    return nothing.get();
  }

  private TypeId add(Type type, Btf.Record record) {
    return graph.add(type, origin(record));
  }

  /** Size of a value by the records, which know it also while the type is under construction. */
  OptionalLong bytes(long id) {
    return bytes(id, 0);
  }

  private OptionalLong bytes(long id, int steps) {
    if (steps > MOST_TYPEDEFS) {
      throw new Unmodelled("more than " + MOST_TYPEDEFS + " types around one");
    }
    Optional<Btf.Record> found = unqualified(id);
    if (found.isEmpty()) {
      return OptionalLong.empty();
    }
    Btf.Record record = found.get();
    return switch (record.kind()) {
      case BTF_KIND_INT,
          BTF_KIND_FLOAT,
          BTF_KIND_STRUCT,
          BTF_KIND_UNION,
          BTF_KIND_ENUM,
          BTF_KIND_ENUM64 ->
          OptionalLong.of(record.sizeOrType());
      case BTF_KIND_PTR -> OptionalLong.of(machine.pointerBytes());
      case BTF_KIND_TYPEDEF -> bytes(record.sizeOrType(), steps + 1);
      case BTF_KIND_ARRAY -> {
        OptionalLong element = bytes(record.word(0), steps + 1);
        long count = record.word(2);
        boolean fits =
            element.isPresent()
                && Math.multiplyHigh(element.getAsLong(), count) == 0
                && element.getAsLong() * count >= 0;
        yield fits ? OptionalLong.of(element.getAsLong() * count) : OptionalLong.empty();
      }
      default -> OptionalLong.empty();
    };
  }

  private static Type opaque(Btf.Record record, String reason) {
    boolean sized =
        switch (record.kind()) {
          case BTF_KIND_STRUCT, BTF_KIND_UNION, BTF_KIND_ENUM, BTF_KIND_ENUM64, BTF_KIND_INT ->
              true;
          default -> false;
        };
    return new Type.Opaque(
        attempt(() -> Optional.of(record.name()).filter(name -> !name.isEmpty())),
        sized ? OptionalLong.of(record.sizeOrType()) : OptionalLong.empty(),
        OptionalInt.empty(),
        reason);
  }

  private static Optional<String> attempt(Supplier<Optional<String>> reading) {
    try {
      return reading.get();
    } catch (Malformed fault) {
      return Optional.empty();
    }
  }

  private Origin origin(Btf.Record record) {
    return new Origin(
        btf.object(record.id()), Btf.SECTION, OptionalLong.of(record.at()), Optional.empty());
  }
}
