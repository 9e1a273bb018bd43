package org.abiseam.engine.cache;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.CompileUnit;
import org.abiseam.model.Definition;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Entity;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/**
 * Writes what an object says of types and symbols, without its machine and units, which its survey
 * has.
 */
public final class ModelFormat {
  private static final List<Evidence> EVIDENCE = List.of(Evidence.values());
  private static final List<Subject.Kind> SUBJECTS = List.of(Subject.Kind.values());
  private static final List<Definition.Access> ACCESSES = List.of(Definition.Access.values());
  private static final List<EntryPlace.Why> REASONS = List.of(EntryPlace.Why.values());
  private static final List<Entity.Role> ROLES = List.of(Entity.Role.values());

  private ModelFormat() {}

  /** Writes a model. */
  public static void write(EntryWriter to, ObjectModel model) {
    to.path(model.object());
    graph(to, model.types());
    to.all(model.definitions(), ModelFormat::definition);
    to.all(model.entities(), ModelFormat::entity);
    to.all(model.diagnostics(), UnitFormat::diagnostic);
  }

  /**
   * Reads a model.
   *
   * @param machine what the object was made for
   * @param units its compile units
   */
  public static ObjectModel read(EntryReader from, Machine machine, List<CompileUnit> units) {
    String object = from.text();
    TypeGraph types = graph(from);
    List<Definition> definitions = from.all(ModelFormat::definition);
    List<Entity> entities = from.all(ModelFormat::entity);
    List<Diagnostic> diagnostics = from.all(UnitFormat::diagnostic);
    definitions.forEach(one -> within(one.type(), types.size()));
    entities.forEach(one -> within(one.definition().type(), types.size()));
    return new ObjectModel(object, machine, units, types, definitions, entities, diagnostics);
  }

  private static void within(TypeId id, int size) {
    if (id.index() < 0 || id.index() >= size) {
      throw new CorruptEntry("a type is none of its graph");
    }
  }

  /** Writes what an object says with its machine and units, for an entry about several objects. */
  public static void whole(EntryWriter to, ObjectModel model) {
    to.shared(model.machine(), UnitFormat::machine);
    to.all(model.units(), UnitFormat::unit);
    write(to, model);
  }

  /** Reads what an object says with its machine and units. */
  public static ObjectModel whole(EntryReader from) {
    Machine machine = from.shared(Machine.class, UnitFormat::machine);
    return read(from, machine, from.all(UnitFormat::unit));
  }

  /** Returns a definition as a side sees it. */
  static View typed(Machine machine, TypeGraph types, Definition definition) {
    within(definition.type(), types.size());
    return new View.Typed(machine, types, definition);
  }

  /** Writes a graph once. */
  static void graph(EntryWriter to, TypeGraph types) {
    to.shared(types, ModelFormat::nodes);
  }

  static TypeGraph graph(EntryReader from) {
    return from.shared(TypeGraph.class, ModelFormat::nodes);
  }

  private static void nodes(EntryWriter to, TypeGraph types) {
    to.number(types.size());
    for (int i = 0; i < types.size(); i++) {
      TypeId id = new TypeId(i);
      origin(to, types.origin(id));
      TypeFormat.write(to, types.type(id));
      to.optional(types.transparent(id), EntryWriter::flag);
    }
  }

  private static TypeGraph nodes(EntryReader from) {
    int size = from.count();
    TypeGraph.Builder graph = new TypeGraph.Builder();
    for (int i = 0; i < size; i++) {
      Origin origin = origin(from);
      Type type = TypeFormat.read(from);
      for (TypeId child : type.children()) {
        within(child, size);
      }
      TypeId id = graph.add(type, origin);
      from.optional(EntryReader::flag).ifPresent(known -> graph.transparent(id, known));
    }
    return graph.build();
  }

  static void origin(EntryWriter to, Origin origin) {
    to.path(origin.object());
    to.text(origin.unit());
    to.number(origin.offset());
    to.optional(origin.declared(), ModelFormat::line);
  }

  static Origin origin(EntryReader from) {
    String object = from.text();
    String unit = from.text();
    OptionalLong offset = from.optionalNumber();
    Optional<Origin.Line> line = from.optional(ModelFormat::line);
    return new Origin(object, unit, offset, line);
  }

  private static void line(EntryWriter to, Origin.Line line) {
    to.text(line.file());
    to.number(line.number());
    to.text(line.directory());
  }

  private static Origin.Line line(EntryReader from) {
    return new Origin.Line(from.text(), from.small(), from.text());
  }

  /** Writes a definition once. */
  static void definition(EntryWriter to, Definition definition) {
    to.shared(definition, ModelFormat::plain);
  }

  static Definition definition(EntryReader from) {
    return from.shared(Definition.class, ModelFormat::plain);
  }

  private static void plain(EntryWriter to, Definition definition) {
    to.all(definition.path(), EntryWriter::text);
    to.text(definition.name());
    to.number(definition.type().index());
    UnitFormat.producer(to, definition.producer());
    to.constant(definition.evidence());
    to.number(definition.units());
    to.constant(definition.access());
    to.all(definition.entry(), ModelFormat::place);
  }

  private static Definition plain(EntryReader from) {
    List<String> path = from.all(EntryReader::text);
    String name = from.text();
    TypeId type = new TypeId(from.small());
    Producer producer = UnitFormat.producer(from);
    return new Definition(
        path,
        name,
        type,
        producer,
        from.constant(EVIDENCE),
        from.small(),
        from.constant(ACCESSES),
        from.all(ModelFormat::place));
  }

  private static void place(EntryWriter to, EntryPlace place) {
    switch (place) {
      case EntryPlace.Known(var pieces, boolean address, boolean whole) -> {
        to.flag(true);
        to.all(pieces, ModelFormat::piece);
        to.flag(address);
        to.flag(whole);
      }
      case EntryPlace.Unknown(var why) -> {
        to.flag(false);
        to.flag(false);
        to.constant(why);
      }
      case EntryPlace.LeftByCalls(var registers) -> {
        to.flag(false);
        to.flag(true);
        to.all(registers, EntryWriter::text);
      }
    }
  }

  private static EntryPlace place(EntryReader from) {
    if (from.flag()) {
      return new EntryPlace.Known(from.all(ModelFormat::piece), from.flag(), from.flag());
    }
    return from.flag()
        ? new EntryPlace.LeftByCalls(from.all(EntryReader::text))
        : new EntryPlace.Unknown(from.constant(REASONS));
  }

  private static void piece(EntryWriter to, EntryPlace.Piece piece) {
    switch (piece) {
      case EntryPlace.Piece.Register(String name) -> {
        to.flag(true);
        to.text(name);
      }
      case EntryPlace.Piece.Stack(long offset) -> {
        to.flag(false);
        to.number(offset);
      }
    }
  }

  private static EntryPlace.Piece piece(EntryReader from) {
    return from.flag()
        ? new EntryPlace.Piece.Register(from.text())
        : new EntryPlace.Piece.Stack(from.number());
  }

  private static void entity(EntryWriter to, Entity entity) {
    to.constant(entity.kind());
    to.constant(entity.role());
    definition(to, entity.definition());
  }

  private static Entity entity(EntryReader from) {
    return new Entity(from.constant(SUBJECTS), from.constant(ROLES), definition(from));
  }
}
