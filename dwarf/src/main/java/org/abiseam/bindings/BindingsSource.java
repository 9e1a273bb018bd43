package org.abiseam.bindings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.abiseam.dwarf.lower.RustIdentifiers;
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
 * A file that bindgen generated (0.56 to 0.72).
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
  private final Map<String, Map<String, Map<String, Accessor>>> accessors;
  private final String file;
  private final boolean standard;
  private final List<Item> items;
  private final Map<String, Item.Aggregate> structs = new HashMap<>();
  private final List<Diagnostic> diagnostics;

  private BindingsSource(
      String file,
      boolean standard,
      Map<String, Map<String, Map<String, Accessor>>> accessors,
      List<Item> items,
      List<Diagnostic> diagnostics) {
    this.file = file;
    this.standard = standard;
    this.items = List.copyOf(items);
    for (Item item : items) {
      if (item instanceof Item.Aggregate aggregate) {
        structs.put(aggregate.name(), aggregate);
      }
    }
    this.accessors = accessors;
    this.diagnostics = List.copyOf(diagnostics);
  }

  /**
   * Reads a file.
   *
   * @param path the generated source
   * @return what it says; with a diagnostic and nothing else where it cannot be read
   */
  public static BindingsSource read(Path path) {
    try {
      return parse(path.toString(), Files.readString(InputFile.of(path)));
    } catch (IOException e) {
      return new BindingsSource(
          path.toString(),
          false,
          Map.of(),
          List.of(),
          List.of(
              Diagnostic.ofFile(
                  Diagnostic.Kind.UNREADABLE, path.toString(), "cannot be read: " + reason(e))));
    }
  }

  private static String reason(IOException fault) {
    return switch (fault) {
      case NoSuchFileException _ -> "no such file";
      case CharacterCodingException _ -> "it is no text in UTF-8, as bindgen writes it";
      default -> String.valueOf(fault.getMessage());
    };
  }

  /**
   * Reads source text.
   *
   * @param file its name for diagnostics
   * @param source the text
   * @return what it says
   */
  public static BindingsSource parse(String file, String source) {
    Parser parser = new Parser(file, Lexer.tokens(source));
    parser.parse();
    boolean standard = source.contains("::std::");
    return new BindingsSource(
        file, standard, parser.accessors, parser.described(), parser.diagnostics);
  }

  /**
   * {@return what could not be read, and accessors that contradict each other: with file and line
   * in place of the object}
   */
  public List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /**
   * {@return the accessors of a unit: in order of the source; empty where the source does not
   * define the type}
   *
   * @param type name of the struct or union
   * @param unit {@code _bitfield_N}
   */
  public Optional<List<Accessor>> accessors(String type, String unit) {
    Map<String, Map<String, Accessor>> units = accessors.get(type);
    return units == null
        ? Optional.empty()
        : Optional.of(List.copyOf(units.getOrDefault(unit, Map.of()).values()));
  }

  /**
   * Tells an object model what this source knows.
   *
   * @param model of an object with Rust units
   * @return the same with the accessors of every unit of a type that this source defines, and which
   *     of its structs are transparent
   */
  public ObjectModel withAccessors(ObjectModel model) {
    TypeGraph types = model.types();
    TypeGraph.Builder builder = new TypeGraph.Builder();
    for (int i = 0; i < types.size(); i++) {
      TypeId id = new TypeId(i);
      Type type = types.type(id);
      builder.add(told(type), types.origin(id));
      transparent(type)
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
    for (Item item : items) {
      if (item instanceof Item.Aggregate || item instanceof Item.Enumeration) {
        names.add(RustIdentifiers.ofC(item.name()));
      }
    }
    return names;
  }

  /** {@return symbols that the source declares in {@code extern} blocks: functions and statics} */
  public SortedSet<String> symbols() {
    SortedSet<String> names = new TreeSet<>();
    for (Item item : items) {
      if (item instanceof Item.Function || item instanceof Item.Static) {
        names.add(item.name());
      }
    }
    return names;
  }

  /**
   * {@return what Rust believes by this source, laid out for a machine: types, functions and
   * statics, with {@link Evidence#BINDINGS}}
   *
   * @param machine what it is compiled for
   * @param producer who compiles it
   * @param others sources of the same crate: what this one names and does not define is there
   */
  public ObjectModel model(Machine machine, Producer producer, List<BindingsSource> others) {
    Map<String, Item> byName = new HashMap<>();
    others.forEach(other -> other.name(byName));
    name(byName);
    SourceTypes types = new SourceTypes(file, machine, byName);
    List<Definition> definitions = new ArrayList<>();
    List<Entity> entities = new ArrayList<>();
    for (Item item : items) {
      switch (item) {
        case Item.Aggregate _, Item.Enumeration _ -> {
          String name = RustIdentifiers.ofC(item.name());
          definitions.add(
              new Definition(
                  List.of("bindings"), name, types.item(item), producer, Evidence.BINDINGS, 1));
        }
        case Item.Alias _ -> {}
        case Item.Function _ ->
            entities.add(belief(Subject.Kind.FUNCTION, item, types.item(item), producer));
        case Item.Static _ ->
            entities.add(belief(Subject.Kind.VARIABLE, item, types.item(item), producer));
      }
    }
    ObjectModel plain =
        new ObjectModel(file, machine, List.of(), types.build(), definitions, entities, List.of());
    return withAccessors(plain);
  }

  /** Returns what stands in the file, in order. */
  List<Item> items() {
    return items;
  }

  /** Tells whether it takes types from the standard library. */
  boolean standard() {
    return standard;
  }

  private void name(Map<String, Item> byName) {
    for (Item item : items) {
      if (!(item instanceof Item.Function || item instanceof Item.Static)) {
        byName.put(item.name(), item);
      }
    }
  }

  private static Entity belief(Subject.Kind kind, Item item, TypeId type, Producer producer) {
    Definition definition =
        new Definition(List.of("bindings"), item.name(), type, producer, Evidence.BINDINGS, 1);
    return new Entity(kind, Entity.Role.DECLARES, definition);
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
    if (!accessors.containsKey(aggregate.name().get())) {
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
