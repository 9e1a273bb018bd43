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
import org.abiseam.model.BindgenNames;
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

  /** Structs around structs that are looked through behind a pointer. */
  private static final int MOST_WRAPPERS = 16;

  private static final OptionalInt NO_ALIGNMENT = OptionalInt.empty();

  /** Generic types of the standard library that lay out like their argument. */
  private static final Set<String> CELLS =
      Set.of(
          "ManuallyDrop",
          "MaybeUninit",
          "UnsafeCell",
          "SyncUnsafeCell",
          "Cell",
          "Pin",
          "Wrapping",
          // Of the crate libc: transparent around MaybeUninit<T>.
          "Padding");

  private final String file;
  private final Machine machine;
  private final Map<String, Item> items;
  private final Map<String, String> unsettled;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<String, TypeId> named = new HashMap<>();
  private final Map<TypeId, Integer> alignments = new HashMap<>();
  private final Set<String> open = new HashSet<>();
  private final Primitives primitives;
  private final Niches niches;
  private final Unsized unsized;
  private Item.Place place = new Item.Place("", 0, List.of(), 0);

  /** Describes the types that a file names, which may lie in others. */
  SourceTypes(
      String file, Machine machine, Map<String, Item> items, Map<String, String> unsettled) {
    this.file = file;
    this.machine = machine;
    this.items = items;
    this.unsettled = unsettled;
    this.primitives = new Primitives(machine);
    this.niches = new Niches(key -> Optional.ofNullable(items.get(key)));
    this.unsized = new Unsized(key -> Optional.ofNullable(items.get(key)));
  }

  TypeGraph build() {
    return graph.build();
  }

  /** Returns the node of a type. */
  TypeId type(String key) {
    return name(new RustType.Known(key, key));
  }

  /** Returns the node of what a function or static is. */
  TypeId symbol(Item item) {
    place = item.place();
    return switch (item) {
      case Item.Function function -> function(function.type());
      case Item.Static variable -> value(variable.type());
      case Item.Aggregate _, Item.Enumeration _, Item.Alias _, Item.Foreign _ ->
          opaque(item.name(), "it is no symbol");
    };
  }

  /** Returns the node of an item of which nothing tells what it is. */
  TypeId unsettled(Item item, String reason) {
    place = item.place();
    return opaque(item.name(), reason);
  }

  private TypeId add(Type type, int alignment) {
    Origin.Line line = new Origin.Line(place.file(), place.line());
    TypeId id = graph.add(type, new Origin(file, "", OptionalLong.empty(), Optional.of(line)));
    alignments.put(id, alignment);
    return id;
  }

  private int alignment(TypeId id) {
    return alignments.getOrDefault(id, 1);
  }

  private long bytes(TypeId id) {
    return switch (graph.defined(id).orElse(new Type.Void())) {
      case Type.Incomplete incomplete -> incomplete.placeholderBytes().orElse(0);
      case Type.Vector _ -> 0;
      case Type.Wrapper wrapper -> bytes(wrapper.target());
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

  TypeId opaque(String name, String reason) {
    return add(
        new Type.Opaque(Optional.of(name), OptionalLong.empty(), OptionalInt.empty(), reason), 1);
  }

  /** Returns a type by value. */
  private TypeId value(RustType type) {
    return switch (type) {
      case RustType.Nothing _ -> add(new Type.Void(), 1);
      case RustType.Unknown unknown -> opaque(unknown.text(), "the source is not understood");
      case RustType.Pointer pointer -> pointer(pointer, pointer.target());
      case RustType.Function function -> pointer(function(function));
      case RustType.Array array -> array(array);
      case RustType.Repeated array ->
          array(new RustType.Array(array.element(), OptionalLong.empty()));
      case RustType.Slice _, RustType.Dynamic _ -> opaque(type.text(), "it has no size");
      case RustType.Known known -> name(known);
      case RustType.Path path -> path(path);
    };
  }

  /** Returns a pointer, or the two words of one to what has no size, as rustc names them. */
  private TypeId pointer(RustType whole, RustType target) {
    return switch (unsized.of(target)) {
      case SIZED -> pointer(behind(target));
      case LENGTH -> words(whole, "data_ptr", "length");
      case VTABLE -> words(whole, "pointer", "vtable");
    };
  }

  private TypeId words(RustType whole, String address, String metadata) {
    TypeId one = pointer(add(new Type.Void(), 1));
    Type usize = primitives.of("usize").orElseThrow();
    TypeId other = add(usize, primitives.alignment(usize));
    long word = machine.pointerBytes();
    List<Member> members =
        List.of(
            new Member.Field(address, one, 0, OptionalInt.empty()),
            new Member.Field(metadata, other, word * Byte.SIZE, OptionalInt.empty()));
    int alignment = primitives.pointerAlignment();
    return add(
        new Type.Aggregate(
            Type.Shape.STRUCT,
            Optional.of(whole.text()),
            2 * word,
            OptionalInt.of(alignment),
            members),
        alignment);
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
            CallingConvention.of(function.convention()),
            function.completion());
    return add(new Type.Function(signature), 1);
  }

  private TypeId path(RustType.Path path) {
    Optional<RustType> argument =
        path.arguments().isEmpty() ? Optional.empty() : Optional.of(path.arguments().getFirst());
    return switch (path.last()) {
      case "Option" ->
          argument
              .filter(niches::has)
              .map(this::value)
              .map(this::withZero)
              .orElseGet(
                  () -> opaque(path.text(), "Rust promises no layout for it; a witness shows it"));
      case String cell when CELLS.contains(cell) ->
          argument.map(this::value).orElseGet(() -> opaque(path.last(), "it has no argument"));
      case "NonZero" ->
          argument
              .map(number -> nonZero(value(number)))
              .orElseGet(() -> opaque(path.last(), "it has no argument"));
      case "NonNull", "Box", "AtomicPtr" ->
          argument
              .map(target -> pointer(path, target))
              .orElseGet(() -> pointer(add(new Type.Void(), 1)));
      case "PhantomData" -> empty(add(new Type.Void(), 1), 1);
      case "__IncompleteArrayField" -> flexible(argument);
      case "__BindgenUnionField" -> empty(argument.map(this::value).orElseGet(this::nothing), 1);
      case "__BindgenBitfieldUnit" -> argument.map(this::value).orElseGet(this::nothing);
      case "__BindgenOpaqueArray", "__BindgenOpaqueArray8" -> blob(path.arguments());
      case "__BindgenComplex" -> complex(argument);
      default -> {
        Optional<Type> primitive = primitives.of(kernelOwn(path) ? "c_uchar" : path.last());
        yield primitive.isPresent()
            ? number(path.last(), primitive.get())
            : opaque(path.text(), "the source does not define it");
      }
    };
  }

  private TypeId number(String name, Type primitive) {
    TypeId number = add(primitive, primitives.alignment(primitive));
    return name.startsWith("NonZero") ? nonZero(number) : number;
  }

  private TypeId nonZero(TypeId number) {
    return add(new Type.NonZero(number), alignment(number));
  }

  /** Returns what {@code Option} makes of a type: 0 is {@code None}. */
  private TypeId withZero(TypeId type) {
    TypeId at = type;
    for (int i = 0; i < DEEPEST; i++) {
      switch (graph.defined(at).orElse(new Type.Void())) {
        case Type.NonZero number -> {
          return number.target();
        }
        case Type.Alias alias -> at = alias.target();
        case Type.Aggregate aggregate when aggregate.members().size() == 1 ->
            at = aggregate.members().getFirst().type();
        default -> {
          return type;
        }
      }
    }
    return type;
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

  /** Returns a blob: {@code <[u64; 4]>}, from bindgen 0.72 on {@code <u64, 4usize>}. */
  private TypeId blob(List<RustType> arguments) {
    TypeId inside =
        arguments.isEmpty() ? nothing() : value(repeated(arguments.getFirst(), arguments));
    Optional<String> unknown = unsized(inside);
    return unknown.isPresent()
        ? opaque("array", unknown.get())
        : add(
            Type.Opaque.blob(Optional.empty(), bytes(inside), OptionalInt.of(alignment(inside))),
            alignment(inside));
  }

  private static RustType repeated(RustType element, List<RustType> arguments) {
    return arguments.size() == 2 && arguments.getLast() instanceof RustType.Array count
        ? new RustType.Array(element, count.count())
        : element;
  }

  private TypeId complex(Optional<RustType> argument) {
    TypeId part = argument.map(this::value).orElseGet(this::nothing);
    long bytes = bytes(part);
    List<Member> members =
        List.of(
            new Member.Field("re", part, 0, OptionalInt.empty()),
            new Member.Field("im", part, bytes * Byte.SIZE, OptionalInt.empty()));
    int alignment = alignment(part);
    return add(
        new Type.Aggregate(
            Type.Shape.STRUCT,
            Optional.of("__BindgenComplex"),
            2 * bytes,
            OptionalInt.of(alignment),
            members),
        alignment);
  }

  /** Returns a named type by value. */
  private TypeId name(RustType.Known type) {
    String key = type.key();
    TypeId known = named.get(key);
    if (known != null) {
      return known;
    }
    Item item = items.get(key);
    if (item == null) {
      return opaque(type.name(), "the source does not define it");
    }
    if (open.size() == DEEPEST) {
      return opaque(item.name(), "types lie in each other deeper than " + DEEPEST);
    }
    if (!open.add(key)) {
      return opaque(item.name(), "it contains itself by value");
    }
    Item.Place before = place;
    place = item.place();
    String reason = unsettled.getOrDefault(key, "");
    TypeId id =
        !reason.isEmpty()
            ? unsettled(item, reason)
            : switch (item) {
              case Item.Aggregate aggregate -> aggregate(aggregate);
              case Item.Enumeration enumeration -> new EnumLayout(this).of(enumeration);
              case Item.Alias alias -> value(alias.type());
              case Item.Foreign foreign ->
                  add(
                      new Type.Incomplete(Type.Shape.STRUCT, foreign.name(), OptionalLong.empty()),
                      1);
              case Item.Function _, Item.Static _ -> opaque(item.name(), "it is no type");
            };
    place = before;
    open.remove(key);
    named.put(key, id);
    return id;
  }

  private TypeId aggregate(Item.Aggregate item) {
    TypeId laid = new AggregateLayout(this).of(item);
    if (graph.defined(laid).orElse(null) instanceof Type.Aggregate) {
      graph.transparent(laid, item.repr().transparent());
    }
    return laid;
  }

  /**
   * Returns a type behind a pointer: a named struct is named and not opened, unless it may stand
   * for a complex number. One around another, as {@code struct Task(Opaque<task_struct>)}, has the
   * names of both.
   */
  private TypeId behind(RustType type) {
    return behind(type, 0);
  }

  private TypeId behind(RustType type, int depth) {
    RustType target = unaliased(type);
    if (!(target instanceof RustType.Known known)
        || !(items.get(known.key()) instanceof Item.Aggregate aggregate)
        || BindgenNames.unnamed(aggregate.name())
        || complex(aggregate)) {
      return value(target);
    }
    Optional<RustType> inside = wrapped(aggregate).filter(_ -> depth < MOST_WRAPPERS);
    return inside.isPresent()
        ? add(new Type.Alias(aggregate.name(), behind(inside.get(), depth + 1), NO_ALIGNMENT), 1)
        : add(new Type.Incomplete(aggregate.shape(), aggregate.name(), OptionalLong.empty()), 1);
  }

  /** Returns what fills a struct: another one, or where it is generic anything. */
  private Optional<RustType> wrapped(Item.Aggregate item) {
    List<RustType> filling =
        item.fields().stream()
            .filter(field -> !AggregateLayout.nothing(field))
            .map(field -> unaliased(contents(field.type())))
            .toList();
    return filling.size() != 1 || item.unread().isPresent()
        ? Optional.empty()
        : Optional.of(filling.getFirst())
            .filter(
                inside ->
                    item.isInstance()
                        || (inside instanceof RustType.Known known
                            && items.get(known.key()) instanceof Item.Aggregate content
                            // What has no name in C is the inside of the struct itself.
                            && !BindgenNames.unnamed(content.name())));
  }

  /** Returns what lies in the cells of the standard library around a type. */
  private static RustType contents(RustType type) {
    RustType at = type;
    while (at instanceof RustType.Path path
        && CELLS.contains(path.last())
        && !path.arguments().isEmpty()) {
      at = path.arguments().getFirst();
    }
    return at;
  }

  /** Returns what aliases of the source stand for; an alias where they stand for each other. */
  private RustType unaliased(RustType type) {
    RustType at = type;
    for (int steps = 0;
        steps < DEEPEST
            && at instanceof RustType.Known known
            && items.get(known.key()) instanceof Item.Alias alias;
        steps++) {
      at = alias.type();
    }
    return at;
  }

  /** Tells whether it is a struct of two floating point numbers of one type. */
  private boolean complex(Item.Aggregate aggregate) {
    List<RustType.Parameter> fields = aggregate.fields();
    return aggregate.shape() == Type.Shape.STRUCT
        && fields.size() == 2
        && fields.getFirst().type().equals(fields.getLast().type())
        && floating(fields.getFirst().type());
  }

  private boolean floating(RustType type) {
    return unaliased(type) instanceof RustType.Path path
        && primitives.of(path.last()).orElse(null) instanceof Type.Scalar scalar
        && scalar.encoding() == Type.Encoding.FLOAT;
  }

  /**
   * Returns a number whose values have names: an alias of a number, or a struct around one. Empty
   * where it is neither.
   */
  Optional<TypeId> enumeration(Item item, String key, String name, Map<String, Long> constants) {
    TypeId whole = type(key);
    Type type = graph.defined(whole).orElse(new Type.Void());
    if (type instanceof Type.Aggregate aggregate && aggregate.members().size() == 1) {
      type = graph.defined(aggregate.members().getFirst().type()).orElse(type);
    }
    if (!(type instanceof Type.Scalar scalar)
        || !scalar.encoding().whole()
        || scalar.encoding() == Type.Encoding.BOOLEAN
        || scalar.bytes() != bytes(whole)) {
      return Optional.empty();
    }
    String prefix = name + "_";
    boolean prefixed = constants.keySet().stream().allMatch(one -> one.startsWith(prefix));
    List<Type.Enumeration.Value> values = new ArrayList<>();
    constants.forEach(
        (one, number) ->
            values.add(
                new Type.Enumeration.Value(
                    RustIdentifiers.ofC(prefixed ? one.substring(prefix.length()) : one), number)));
    place = item.place();
    return Optional.of(
        add(
            new Type.Enumeration(
                Optional.of(name),
                scalar.bytes(),
                scalar.encoding() == Type.Encoding.SIGNED,
                values,
                false),
            alignment(whole)));
  }

  // What the layout of structs asks for.

  Type.Scalar integer(String name) {
    return (Type.Scalar) primitives.of(name).orElseThrow();
  }

  int alignmentOf(Type.Scalar scalar) {
    return primitives.alignment(scalar);
  }

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
    if (RustIdentifiers.onlyAligns(name)) {
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
