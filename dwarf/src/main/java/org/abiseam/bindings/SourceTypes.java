package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Types of Rust source, laid out by rustc's rules for one machine (Rust Reference, chapter "Type
 * layout"): {@code repr(C)} puts each field at the next multiple of its alignment, {@code
 * packed(N)} lowers that, {@code align(N)} raises the whole. What bindgen writes for what Rust has
 * no word for becomes what {@code dwarf.lower} makes of rustc's debug info of the same source.
 */
final class SourceTypes {
  private static final int DEEPEST = 256;

  private final String file;
  private final Machine machine;
  private final Map<String, Item> items;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<String, TypeId> named = new HashMap<>();
  private final Map<TypeId, Integer> alignments = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Primitives primitives;
  private int line;

  SourceTypes(String file, Machine machine, Map<String, Item> items) {
    this.file = file;
    this.machine = machine;
    this.items = items;
    this.primitives = new Primitives(machine);
  }

  TypeGraph build() {
    return graph.build();
  }

  /** Returns the node of an item. */
  TypeId item(Item item) {
    line = item.line();
    return switch (item) {
      case Item.Aggregate _, Item.Enumeration _, Item.Alias _ -> name(item.name());
      case Item.Function function -> function(function.type());
      case Item.Static variable -> value(variable.type());
    };
  }

  private TypeId add(Type type, int alignment) {
    TypeId id =
        graph.add(
            type,
            new Origin(file, "", OptionalLong.empty(), Optional.of(new Origin.Line(file, line))));
    alignments.put(id, alignment);
    return id;
  }

  private int alignment(TypeId id) {
    return alignments.getOrDefault(id, 1);
  }

  private long bytes(TypeId id) {
    return switch (graph.defined(id).orElse(new Type.Void())) {
      case Type.Incomplete incomplete -> incomplete.placeholderBytes().orElse(0);
      case Type.Vector _, Type.Tagged _ -> 0;
      case Type type -> type.valueBytes().orElse(0);
    };
  }

  /** Returns why the size of a type is not known; empty where it is. */
  Optional<String> unsized(TypeId id) {
    return switch (graph.defined(id).orElse(null)) {
      case Type.Opaque opaque when opaque.bytes().isEmpty() ->
          Optional.of(opaque.name().map(name -> name + ": ").orElse("") + opaque.reason());
      case Type.Array array -> unsized(array.element());
      case null, default -> Optional.empty();
    };
  }

  private TypeId opaque(String name, String reason) {
    return add(
        new Type.Opaque(Optional.of(name), OptionalLong.empty(), OptionalInt.empty(), reason), 1);
  }

  /** Returns a type by value. */
  private TypeId value(RustType type) {
    return switch (type) {
      case RustType.Nothing _ -> add(new Type.Void(), 1);
      case RustType.Unknown unknown -> opaque(unknown.text(), "the source is not understood");
      case RustType.Pointer pointer -> pointer(behind(pointer.target()));
      case RustType.Function function -> pointer(function(function));
      case RustType.Array array -> array(array);
      case RustType.Path path -> path(path);
    };
  }

  private TypeId pointer(TypeId target) {
    return add(new Type.Pointer(target, machine.pointerBytes()), primitives.pointerAlignment());
  }

  private TypeId array(RustType.Array array) {
    TypeId element = value(array.element());
    if (array.count().isEmpty()) {
      return opaque("array", "its length is no plain number");
    }
    return add(new Type.Array(element, array.count(), bytes(element)), alignment(element));
  }

  TypeId function(RustType.Function function) {
    List<Signature.Parameter> parameters = new ArrayList<>();
    for (RustType.Parameter parameter : function.parameters()) {
      parameters.add(
          new Signature.Parameter(RustIdentifiers.ofC(parameter.name()), value(parameter.type())));
    }
    Signature.Arity arity = function.variadic() ? Signature.Arity.VARIADIC : Signature.Arity.FIXED;
    Signature signature =
        new Signature(
            parameters,
            value(function.result()),
            arity,
            CallingConvention.of(function.convention()));
    return add(new Type.Function(signature), 1);
  }

  private TypeId path(RustType.Path path) {
    Optional<RustType> argument =
        path.arguments().isEmpty() ? Optional.empty() : Optional.of(path.arguments().getFirst());
    return switch (path.last()) {
      case "Option", "ManuallyDrop", "MaybeUninit", "UnsafeCell", "Cell" ->
          argument.map(this::value).orElseGet(() -> opaque(path.last(), "it has no argument"));
      case "NonNull" ->
          pointer(argument.map(this::behind).orElseGet(() -> add(new Type.Void(), 1)));
      case "PhantomData" -> empty(add(new Type.Void(), 1), 1);
      case "__IncompleteArrayField" -> flexible(argument);
      case "__BindgenUnionField" -> empty(argument.map(this::value).orElseGet(this::nothing), 1);
      case "__BindgenBitfieldUnit" -> argument.map(this::value).orElseGet(this::nothing);
      case "__BindgenOpaqueArray", "__BindgenOpaqueArray8" -> blob(argument);
      case "__BindgenComplex" -> complex(argument);
      default -> {
        Optional<Type> primitive = primitives.of(kernelOwn(path) ? "c_uchar" : path.last());
        boolean shadowed = items.containsKey(qualified(path));
        yield primitive.isPresent() && !shadowed
            ? add(primitive.get(), primitives.alignment(primitive.get()))
            : name(qualified(path));
      }
    };
  }

  /** The kernel's crate {@code ffi} has an unsigned {@code c_char} for every machine. */
  private static boolean kernelOwn(RustType.Path path) {
    return path.last().equals("c_char") && path.segments().getFirst().equals("ffi");
  }

  private TypeId nothing() {
    return add(new Type.Void(), 1);
  }

  private TypeId empty(TypeId element, int alignment) {
    return add(new Type.Array(element, OptionalLong.of(0), bytes(element)), alignment);
  }

  private TypeId flexible(Optional<RustType> argument) {
    TypeId element = argument.map(this::value).orElseGet(this::nothing);
    return add(new Type.Array(element, OptionalLong.empty(), bytes(element)), alignment(element));
  }

  private TypeId blob(Optional<RustType> argument) {
    TypeId inside = argument.map(this::value).orElseGet(this::nothing);
    return add(
        Type.Opaque.blob(Optional.empty(), bytes(inside), OptionalInt.of(alignment(inside))),
        alignment(inside));
  }

  private TypeId complex(Optional<RustType> argument) {
    TypeId half = argument.map(this::value).orElseGet(this::nothing);
    long bytes = 2 * bytes(half);
    return add(
        new Type.Scalar(
            "__BindgenComplex", Type.Encoding.COMPLEX_FLOAT, bytes, bytes * 8, OptionalInt.empty()),
        alignment(half));
  }

  /** {@code module::Type} of an enum that became a module, else the last segment. */
  private String qualified(RustType.Path path) {
    List<String> segments = path.segments();
    if (segments.size() > 1) {
      String two = segments.get(segments.size() - 2) + "::" + path.last();
      if (items.containsKey(two)) {
        return two;
      }
    }
    return path.last();
  }

  /** Returns a named type by value. */
  private TypeId name(String name) {
    TypeId known = named.get(name);
    if (known != null) {
      return known;
    }
    Item item = items.get(name);
    if (item == null) {
      return opaque(name, "the source does not define it");
    }
    if (open.size() == DEEPEST) {
      return opaque(name, "types lie in each other deeper than " + DEEPEST);
    }
    if (!open.add(name)) {
      return opaque(name, "it contains itself by value");
    }
    int before = line;
    line = item.line();
    TypeId id =
        switch (item) {
          case Item.Aggregate aggregate -> new AggregateLayout(this).of(aggregate);
          case Item.Enumeration enumeration -> enumeration(enumeration);
          case Item.Alias alias -> value(alias.type());
          case Item.Function _, Item.Static _ -> opaque(name, "it is no type");
        };
    line = before;
    open.remove(name);
    named.put(name, id);
    return id;
  }

  private TypeId enumeration(Item.Enumeration item) {
    String repr = item.repr().integer().orElse("u32");
    Type.Scalar integer = (Type.Scalar) primitives.of(repr).orElseThrow();
    boolean signed = integer.encoding() == Type.Encoding.SIGNED;
    return add(
        new Type.Enumeration(
            Optional.of(item.name()), integer.bytes(), signed, item.values(), true),
        primitives.alignment(integer));
  }

  /** Returns a type behind a pointer: a named struct is named and not opened. */
  private TypeId behind(RustType type) {
    if (type instanceof RustType.Path path && path.arguments().isEmpty()) {
      String name = qualified(path);
      Item item = items.get(name);
      for (int steps = 0; item instanceof Item.Alias alias && steps < 32; steps++) {
        if (!(alias.type() instanceof RustType.Path next) || !next.arguments().isEmpty()) {
          return behind(alias.type());
        }
        name = qualified(next);
        item = items.get(name);
        if (item == null) {
          return value(next);
        }
      }
      if (item instanceof Item.Aggregate aggregate) {
        return add(new Type.Incomplete(aggregate.shape(), name, OptionalLong.empty()), 1);
      }
    }
    return value(type);
  }

  // What the layout of structs asks for.

  TypeId field(RustType type) {
    return value(type);
  }

  long sizeOf(TypeId id) {
    return bytes(id);
  }

  int alignmentOf(TypeId id) {
    return alignment(id);
  }

  TypeId define(Type type, int alignment) {
    return add(type, alignment);
  }

  /** Returns a member as the model has it, by its name and type. */
  static Member member(String name, RustType type, TypeId id, long position) {
    if (RustIdentifiers.numbered(name, "_bitfield_align_") || name.equals("__bindgen_align")) {
      return new Member.AlignmentMarker(name, id, position);
    }
    boolean unit =
        type instanceof RustType.Path path && path.last().equals("__BindgenBitfieldUnit");
    if (RustIdentifiers.numbered(name, "_bitfield_") && unit) {
      return new Member.BitFieldUnit(name, id, position, Optional.empty());
    }
    if (RustIdentifiers.numbered(name, "__bindgen_padding_")) {
      return new Member.Padding(name, id, position);
    }
    return new Member.Field(RustIdentifiers.ofC(name), id, position, OptionalInt.empty());
  }
}
