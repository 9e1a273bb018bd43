package org.abiseam.bindings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.InputFile;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Member.Accessor;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Rust source that declares what C has: written by bindgen (0.56 to 0.72) or by hand, with the
 * files of its modules and those that it includes.
 *
 * <p>Conditions are looked at again for each machine. What only rustc knows (the layout of types
 * without {@code repr}, what macros expand to) is left open, with the reason.
 *
 * <p>Bits are numbered as in the model without any conversion. bindgen's {@code get(offset, width)}
 * takes bit {@code i} of a unit from byte {@code i / 8}: on a little-endian target its bit {@code i
 * % 8}, on a big-endian one its bit {@code 7 - i % 8}, so that bit 0 is the least significant bit
 * of the first byte on the one and the most significant on the other. This is how {@code
 * DW_AT_data_bit_offset} counts.
 *
 * <pre>
 *   byte              0                1
 *   little-endian     7 6 5 4 3 2 1 0  15 14 13 12 11 10 9 8
 *   big-endian        0 1 2 3 4 5 6 7  8 9 10 11 12 13 14 15
 * </pre>
 */
public final class BindingsSource {
  private final Path file;
  private final Optional<String> text;
  private final List<String> options;
  private final WrittenSource written;
  private final SourceTree tree;
  private final SourceTree.Settled settled;
  private final Map<String, Item.Aggregate> structs = new HashMap<>();
  private final Map<Machine, SourceTree.Settled> byMachine = new ConcurrentHashMap<>();
  private final Map<Machine, Set<List<String>>> ofRust = new ConcurrentHashMap<>();
  private final AtomicBoolean others = new AtomicBoolean();

  private BindingsSource(
      Path file, Optional<String> text, List<String> options, WrittenSource written) {
    this.file = file;
    this.text = text;
    this.options = List.copyOf(options);
    this.written = written;
    this.tree = tree(Optional.empty());
    this.settled = tree.settled();
    for (Item item : settled.items()) {
      if (item instanceof Item.Aggregate aggregate && item.parameters().isEmpty()) {
        structs.put(aggregate.name(), aggregate);
      }
    }
  }

  private SourceTree tree(Optional<Machine> machine) {
    SourceTree read = new SourceTree(Configuration.of(machine, options), written);
    Path folder = file.resolveSibling("");
    if (text.isPresent()) {
      read.text(file, text.get(), folder, List.of(), List.of());
    } else {
      read.file(file, folder, List.of(), List.of());
      others.compareAndSet(false, read.files() > 1);
    }
    return read;
  }

  SourceTree.Settled settled(Machine machine) {
    return byMachine.computeIfAbsent(machine, it -> tree(Optional.of(it)).settled());
  }

  /**
   * Reads a file.
   *
   * @param path the source: bindgen's, or the root of a crate
   * @param options what rustc was given as {@code --cfg}: {@code KEY} or {@code KEY="VALUE"}
   * @return what it says; with a diagnostic and nothing else where it cannot be read
   */
  public static BindingsSource read(Path path, List<String> options) {
    return new BindingsSource(path, Optional.empty(), options, WrittenSource.NONE);
  }

  /**
   * Reads a file in which rustc wrote the source of a crate with all macros expanded.
   *
   * @param path the source
   * @param options what rustc was given as {@code --cfg}
   * @param written the files that rustc read: items have their lines where these tell them
   * @return what it says; with a diagnostic and nothing else where it cannot be read
   */
  public static BindingsSource expanded(Path path, List<String> options, List<Path> written) {
    return new BindingsSource(path, Optional.empty(), options, WrittenSource.of(path, written));
  }

  /** {@return whether it named other files so far, which were looked for} */
  public boolean needsOthers() {
    return others.get();
  }

  /**
   * Reads source text.
   *
   * @param file its name for diagnostics; modules are looked for beside it
   * @param source the text
   * @return what it says
   */
  public static BindingsSource parse(String file, String source) {
    return new BindingsSource(Path.of(file), Optional.of(source), List.of(), WrittenSource.NONE);
  }

  /**
   * {@return what could not be read, and accessors that contradict each other: with file and line
   * in place of the object}
   */
  public List<Diagnostic> diagnostics() {
    return List.copyOf(tree.diagnostics);
  }

  /**
   * {@return the accessors of a unit: in order of the source; empty where the source does not
   * define the type}
   *
   * @param type name of the struct or union
   * @param unit {@code _bitfield_N}
   */
  public Optional<List<Accessor>> accessors(String type, String unit) {
    Map<String, Map<String, Accessor>> units = tree.accessors.get(type);
    return units == null
        ? Optional.empty()
        : Optional.of(List.copyOf(units.getOrDefault(unit, Map.of()).values()));
  }

  /** {@return how often each macro is called whose items are not seen: by its name} */
  public Map<String, Integer> macros() {
    return Collections.unmodifiableMap(tree.macros());
  }

  /**
   * Tells an object model what this source knows.
   *
   * @param model of an object with Rust units
   * @param ambiguous names that other crates have for types of their own, which are left as they
   *     are
   * @return the same with the accessors of every unit of a type that this source defines, and which
   *     of its structs are transparent
   */
  public ObjectModel withAccessors(ObjectModel model, Set<String> ambiguous) {
    TypeGraph types = model.types();
    TypeGraph.Builder builder = new TypeGraph.Builder();
    for (int i = 0; i < types.size(); i++) {
      TypeId id = new TypeId(i);
      Type type = types.type(id);
      boolean other = type.declaredName().filter(ambiguous::contains).isPresent();
      builder.add(other ? type : told(type), types.origin(id));
      (other ? Optional.<Boolean>empty() : transparent(type))
          .or(() -> types.transparent(id))
          .ifPresent(known -> builder.transparent(id, known));
    }
    return new ObjectModel(
        model.object(),
        model.machine(),
        model.units(),
        builder.build(),
        model.definitions(),
        model.entities(),
        model.diagnostics());
  }

  /** {@return names of the types that the source defines: as C has them} */
  public SortedSet<String> types() {
    SortedSet<String> names = new TreeSet<>();
    for (Item item : settled.items()) {
      if (!item.parameters().isEmpty()) {
        continue;
      }
      if (item instanceof Item.Aggregate
          || item instanceof Item.Enumeration
          || item instanceof Item.Foreign) {
        names.add(RustIdentifiers.ofC(item.name()));
      } else if (settled.constants().containsKey(item.qualified())) {
        names.add(enumeration(item));
      }
    }
    return names;
  }

  /** {@return whether it has a foreign function, static or type, or a type of its own} */
  public boolean declares() {
    return !settled.items().isEmpty();
  }

  /**
   * {@return symbols that the source declares in {@code extern} blocks, or looks up in a library
   * that the program loads: functions and statics}
   */
  public SortedSet<String> symbols() {
    SortedSet<String> names = new TreeSet<>();
    for (Item item : settled.items()) {
      if (item instanceof Item.Function || item instanceof Item.Static) {
        names.add(item.name());
      }
    }
    names.addAll(settled.loaded().keySet());
    return names;
  }

  /** {@return symbols of the functions and statics that the source defines for C} */
  public SortedSet<String> exported() {
    return new TreeSet<>(settled.exports().keySet());
  }

  /**
   * {@return the conventions of the functions that the source defines for C, by their symbols}
   *
   * @param machine what it is compiled for
   */
  public Map<String, CallingConvention> exports(Machine machine) {
    Map<String, CallingConvention> exports = new HashMap<>();
    settled(machine)
        .exports()
        .forEach(
            (symbol, item) -> {
              if (item instanceof Item.Function function) {
                exports.put(symbol, CallingConvention.of(function.type().convention()));
              }
            });
    return exports;
  }

  /**
   * {@return the types that say nothing of C, each as the modules around it and its name: no {@code
   * repr} promises their layout, no function or static leads to them, and they are named as Rust's
   * own}
   *
   * @param machine what it is compiled for
   * @param crate the crate that it is part of
   */
  public Set<List<String>> ofRust(Machine machine, SourceCrate crate) {
    return ofRust.computeIfAbsent(machine, it -> new CrateNames(crate, this, it).ofRust());
  }

  /**
   * {@return what Rust believes by this source, laid out for a machine: types, functions and
   * statics, with {@link Evidence#BINDINGS}}
   *
   * @param machine what it is compiled for
   * @param producer who compiles it
   * @param crate the crate that it is part of: what this one names and does not define is there
   */
  public ObjectModel model(Machine machine, Producer producer, SourceCrate crate) {
    SourceTree.Settled here = settled(machine);
    CrateNames names = new CrateNames(crate, this, machine);
    ofRust.put(machine, names.ofRust());
    SourceTypes types = new SourceTypes(file.toString(), machine, names.items(), names.unsettled());
    List<Definition> definitions = new ArrayList<>();
    List<Entity> entities = new ArrayList<>();
    List<String> path = crate.path();
    for (Item written : here.items()) {
      if (!written.parameters().isEmpty()) {
        continue;
      }
      Item item = names.resolved(written);
      switch (item) {
        case Item.Aggregate _, Item.Enumeration _, Item.Foreign _ -> {
          String name = RustIdentifiers.ofC(item.name());
          TypeId type =
              names
                  .contested(item)
                  .map(reason -> types.unsettled(item, reason))
                  .or(() -> numbered(here, item, name, names, types))
                  .orElseGet(() -> types.type(names.key(item)));
          definitions.add(new Definition(path, name, type, producer, Evidence.BINDINGS, 1));
        }
        case Item.Alias _ -> {
          String name = enumeration(item);
          numbered(here, item, name, names, types)
              .map(type -> new Definition(path, name, type, producer, Evidence.BINDINGS, 1))
              .ifPresent(definitions::add);
        }
        case Item.Function _, Item.Static _ ->
            entities.add(declared(item, types, here, producer, path));
      }
    }
    for (Item item : here.loaded().values()) {
      entities.add(declared(names.resolved(item), types, here, producer, path));
    }
    for (Item item : here.exports().values()) {
      entities.add(belief(names.resolved(item), Entity.Role.DEFINES, types, here, producer, path));
    }
    ObjectModel plain =
        new ObjectModel(
            file.toString(), machine, List.of(), types.build(), definitions, entities, List.of());
    return withAccessors(plain, Set.of());
  }

  /** Returns C's name of an enumeration: that of the module where the constants have one. */
  private static String enumeration(Item item) {
    List<String> module = item.place().module();
    boolean inside = item.name().equals("Type") && !module.isEmpty();
    return RustIdentifiers.ofC(inside ? module.getLast() : item.name());
  }

  /** Returns the type of constants as an enumeration; empty where it has none. */
  private static Optional<TypeId> numbered(
      SourceTree.Settled here, Item item, String name, CrateNames names, SourceTypes types) {
    return Optional.ofNullable(here.constants().get(item.qualified()))
        .flatMap(constants -> types.enumeration(item, names.key(item), name, constants));
  }

  /** Returns the text of the file; empty where it names other files, or cannot be read. */
  Optional<String> whole() {
    if (needsOthers() || text.isPresent()) {
      return text;
    }
    try {
      return Optional.of(Files.readString(InputFile.of(file)));
    } catch (IOException _) {
      return Optional.empty();
    }
  }

  /** Returns what stands in the file, in order. */
  List<Item> items() {
    return settled.items();
  }

  /** Tells whether it takes types from the standard library. */
  boolean standard() {
    return tree.standard();
  }

  private static Entity declared(
      Item item,
      SourceTypes types,
      SourceTree.Settled settled,
      Producer producer,
      List<String> path) {
    Entity entity = belief(item, Entity.Role.DECLARES, types, settled, producer, path);
    return item instanceof Item.Static variable
        ? new Entity(entity.kind(), entity.role(), entity.definition().with(variable.access()))
        : entity;
  }

  private static Entity belief(
      Item item,
      Entity.Role role,
      SourceTypes types,
      SourceTree.Settled settled,
      Producer producer,
      List<String> path) {
    TypeId type =
        Optional.ofNullable(settled.symbols().get(item.name()))
            .map(condition -> types.unsettled(item, ItemSyntax.depends(condition)))
            .orElseGet(() -> types.symbol(item));
    Definition definition = new Definition(path, item.name(), type, producer, Evidence.BINDINGS, 1);
    Subject.Kind kind =
        item instanceof Item.Function ? Subject.Kind.FUNCTION : Subject.Kind.VARIABLE;
    return new Entity(kind, role, definition);
  }

  /** Returns what the source says of a struct with these members. */
  private Optional<Boolean> transparent(Type type) {
    if (!(type instanceof Type.Aggregate aggregate) || aggregate.name().isEmpty()) {
      return Optional.empty();
    }
    Item.Aggregate item = structs.get(aggregate.name().get());
    if (item == null || !item.repr().stable()) {
      return Optional.empty();
    }
    List<String> fields = item.fields().stream().map(RustType.Parameter::name).toList();
    List<String> members = aggregate.members().stream().map(Member::name).toList();
    return fields.equals(members) ? Optional.of(item.repr().transparent()) : Optional.empty();
  }

  private Type told(Type type) {
    if (!(type instanceof Type.Aggregate aggregate) || aggregate.name().isEmpty()) {
      return type;
    }
    if (!tree.accessors.containsKey(aggregate.name().get())) {
      return type;
    }
    List<Member> members = new ArrayList<>();
    for (Member member : aggregate.members()) {
      members.add(
          member instanceof Member.BitFieldUnit unit
              ? new Member.BitFieldUnit(
                  unit.name(),
                  unit.type(),
                  unit.bitOffset(),
                  accessors(aggregate.name().get(), unit.name()))
              : member);
    }
    return new Type.Aggregate(
        aggregate.shape(), aggregate.name(), aggregate.bytes(), aggregate.alignment(), members);
  }
}
