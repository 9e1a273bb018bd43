package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Opaque.Cause;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * The types of one language in a snapshot, as far as they are asked for: a block that nothing
 * reaches is never looked into.
 */
final class TypeTable {
  /** How deep types may lie in each other; the deepest of a Linux kernel is below 40. */
  private static final int DEEPEST = 256;

  private static final int NOT_OPEN = -1;

  /** Holds what a name in a line leads to. */
  record Key(String word, String name, String qualifier) {}

  private final Map<Key, BlockReader.Paragraph> blocks;
  private final String object;
  private final Machine machine;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<Key, TypeId> ids = new HashMap<>();

  /** Types under construction, each with the pointers that lay on the way to it. */
  private final Map<Key, Integer> open = new HashMap<>();

  private int pointers;

  TypeTable(Map<Key, BlockReader.Paragraph> blocks, String object, Machine machine) {
    this.blocks = blocks;
    this.object = object;
    this.machine = machine;
  }

  TypeGraph build() {
    return graph.build();
  }

  /** Returns the node of a block. */
  TypeId of(Key key) {
    TypeId known = ids.get(key);
    BlockReader.Paragraph block = block(key);
    if (known != null) {
      if (open.getOrDefault(key, NOT_OPEN) == pointers) {
        throw new BadSnapshot(block.head().number(), "the type contains itself by value");
      }
      return known;
    }
    if (open.size() > DEEPEST) {
      throw new BadSnapshot(
          block.head().number(), "types lie in each other deeper than " + DEEPEST);
    }
    TypeId id = graph.reserve(origin(block, object));
    ids.put(key, id);
    open.put(key, pointers);
    graph.define(id, new TypeBlockParser(this, block).type(key));
    open.remove(key);
    return id;
  }

  private BlockReader.Paragraph block(Key key) {
    BlockReader.Paragraph block = blocks.get(key);
    if (block == null) {
      throw new IllegalArgumentException("no block: " + key);
    }
    return block;
  }

  /** Returns a node that has been given. */
  Type known(TypeId id) {
    return graph.defined(id).orElseThrow();
  }

  static Origin origin(BlockReader.Paragraph block, String object) {
    Optional<Origin.Line> declared = Optional.empty();
    for (BlockReader.Line line : block.lines()) {
      if (line.depth() == 1 && line.text().startsWith("in ")) {
        String file = new LineScanner(line.text().substring(3), line.number()).quoted();
        declared = Optional.of(new Origin.Line(file, 0));
      }
    }
    return new Origin(object, "", OptionalLong.empty(), declared);
  }

  /**
   * Returns the type of a function or variable; the latter's node has a place of its own, and no
   * name.
   */
  TypeId symbol(BlockReader.Paragraph block, boolean variable, String holder) {
    TypeId type = new TypeBlockParser(this, block).symbol();
    Type node =
        variable
            ? new Type.Alias("", type, OptionalInt.empty())
            : graph.defined(type).orElseThrow();
    return graph.add(node, origin(block, holder));
  }

  private TypeId add(Type type) {
    return graph.add(type, new Origin(object, "", OptionalLong.empty(), Optional.empty()));
  }

  /** Returns a type of a line; types without a name come from the lines below, in order. */
  TypeId of(TypeExpr term, BlockReader.Line line, TypeBlockParser inside) {
    return switch (term) {
      case TypeExpr.Nothing _ -> add(new Type.Void());
      case TypeExpr.Named named -> of(find(named, line));
      case TypeExpr.Unnamed unnamed -> add(inside.unnamed(unnamed.word(), line));
      case TypeExpr.Declared declared ->
          add(new Type.Incomplete(declared.shape(), declared.name(), declared.placeholder()));
      case TypeExpr.Pointer pointer -> {
        pointers++;
        TypeId target =
            pointer.target() instanceof TypeExpr.Named named && named.word().isEmpty()
                ? behind(named, line)
                : of(pointer.target(), line, inside);
        pointers--;
        long bytes = pointer.bytes().orElse(machine.pointerBytes());
        yield add(new Type.Pointer(target, bytes, pointer.constant()));
      }
      case TypeExpr.Array array -> {
        TypeId element = of(array.element(), line, inside);
        long stride =
            array.stride().isPresent() ? array.stride().getAsLong() : bytes(element, line);
        yield add(new Type.Array(element, array.count(), stride));
      }
      case TypeExpr.Function function -> add(function(function, line, inside));
      case TypeExpr.Vector vector ->
          add(new Type.Vector(of(vector.element(), line, inside), vector.count(), vector.bytes()));
      case TypeExpr.Atomic atomic -> add(new Type.Atomic(of(atomic.target(), line, inside)));
      case TypeExpr.NonZero number -> add(new Type.NonZero(of(number.target(), line, inside)));
      case TypeExpr.Opaque opaque ->
          add(opaque(Optional.empty(), opaque.bytes(), opaque.alignment(), opaque.reason()));
    };
  }

  /** What has a cause of its own has a fixed reason, by which it is read again. */
  static Type opaque(
      Optional<String> name, OptionalLong bytes, OptionalInt alignment, String reason) {
    Cause cause =
        switch (reason) {
          case Type.Opaque.BLOB -> Cause.BINDGEN_BLOB;
          case Type.Opaque.SWAPPED -> Cause.OTHER_BYTE_ORDER;
          default -> Cause.NOT_MODELLED;
        };
    return new Type.Opaque(name, bytes, alignment, cause, reason);
  }

  private Type function(TypeExpr.Function function, BlockReader.Line line, TypeBlockParser inside) {
    List<String> names = inside.takeNames();
    TypeId result = of(function.result(), line, inside);
    List<Signature.Parameter> parameters = new ArrayList<>();
    for (TypeExpr parameter : function.parameters()) {
      int index = parameters.size();
      String name = index < names.size() ? names.get(index) : "";
      parameters.add(new Signature.Parameter(name, of(parameter, line, inside)));
    }
    return new Type.Function(
        new Signature(
            parameters, result, function.arity(), function.convention(), function.completion()));
  }

  /** Returns the block that a name means; typedefs and scalars share their spelling. */
  private Key find(TypeExpr.Named named, BlockReader.Line line) {
    String word = named.word().startsWith("whole ") ? named.word().substring(6) : named.word();
    List<String> words = word.isEmpty() ? List.of("typedef", "scalar") : List.of(word);
    for (String one : words) {
      Key key = new Key(one, named.name(), named.qualifier());
      if (blocks.containsKey(key)) {
        return key;
      }
    }
    throw new BadSnapshot(
        line.number(),
        "there is no block of '"
            + (word.isEmpty() ? "" : word + " ")
            + named.name()
            + named.qualifier()
            + "'");
  }

  /** A typedef that ends in a struct counts by its name, directly behind a pointer. */
  private TypeId behind(TypeExpr.Named named, BlockReader.Line line) {
    Key key = find(named, line);
    return key.word().equals("typedef") ? shortened(key, 0).orElseGet(() -> of(key)) : of(key);
  }

  private Optional<TypeId> shortened(Key typedef, int steps) {
    BlockReader.Paragraph block = block(typedef);
    TypeBlockParser.Alias alias = new TypeBlockParser(this, block).alias();
    Optional<Type> end =
        switch (alias.term()) {
          case TypeExpr.Unnamed unnamed -> incomplete(unnamed.word(), typedef.name());
          case TypeExpr.Named named -> incomplete(named.word(), named.name());
          case TypeExpr.Declared declared ->
              Optional.of(
                  new Type.Incomplete(declared.shape(), declared.name(), declared.placeholder()));
          case TypeExpr.Nothing _, TypeExpr.Pointer _, TypeExpr.Array _, TypeExpr.Function _ ->
              Optional.empty();
          case TypeExpr.Vector _, TypeExpr.Atomic _, TypeExpr.NonZero _, TypeExpr.Opaque _ ->
              Optional.empty();
        };
    Optional<TypeId> target = end.map(this::add);
    if (alias.term() instanceof TypeExpr.Named named && named.word().isEmpty()) {
      Key next = find(named, block.head());
      boolean chained = next.word().equals("typedef") && steps < DEEPEST;
      target = chained ? shortened(next, steps + 1) : Optional.empty();
    }
    return target.map(id -> add(new Type.Alias(typedef.name(), id, alias.alignment())));
  }

  private static Optional<Type> incomplete(String word, String name) {
    return switch (word) {
      case "struct" ->
          Optional.of(new Type.Incomplete(Type.Shape.STRUCT, name, OptionalLong.empty()));
      case "union" ->
          Optional.of(new Type.Incomplete(Type.Shape.UNION, name, OptionalLong.empty()));
      default -> Optional.empty();
    };
  }

  private long bytes(TypeId id, BlockReader.Line line) {
    Type type = graph.defined(id).orElse(new Type.Void());
    while (type instanceof Type.Wrapper wrapper) {
      type = graph.defined(wrapper.target()).orElse(new Type.Void());
    }
    if (type instanceof Type.Function || type instanceof Type.Incomplete) {
      throw new BadSnapshot(line.number(), "an array of something without a size");
    }
    return type.valueBytes().orElse(0);
  }
}
