package org.abiseam.engine.evidence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.abiseam.bindings.SourceCrate;
import org.abiseam.dwarf.lower.RustIdentifiers;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;
import org.abiseam.model.pairing.Pairing;

/**
 * Holds what rustc itself describes of a crate whose source was given too. What rustc says counts;
 * the source has the lines, which debug info has not, and what rustc did not describe.
 */
final class DescribedCrate {
  private final SourceCrate crate;
  private final String root;
  private final Set<Subject> described = new HashSet<>();
  private final Set<String> enumerations = new HashSet<>();
  private final Map<Subject, Optional<Origin.Line>> lines = new HashMap<>();

  private DescribedCrate(SourceCrate crate) {
    this.crate = crate;
    this.root = SourceCrate.root(crate.id());
  }

  /** Tells whether an object was compiled to describe a crate. */
  static boolean describes(ObjectModel model, SourceCrate crate) {
    return !crate.id().isEmpty() && new DescribedCrate(crate).describes(model);
  }

  /**
   * Leaves each item of a crate one description: rustc's, with the line in the source. Types that
   * are Rust's own are none of C's, though one may have the name.
   */
  static List<ObjectModel> complete(List<ObjectModel> models, SourceCrate crate) {
    DescribedCrate described = new DescribedCrate(crate);
    List<ObjectModel> compiled = models.stream().filter(described::describes).toList();
    if (crate.id().isEmpty() || compiled.isEmpty()) {
      return models;
    }
    compiled.forEach(described::note);
    List<ObjectModel> completed = new ArrayList<>();
    models.stream().map(described::remaining).forEach(completed::add);
    completed.replaceAll(model -> described.describes(model) ? described.lined(model) : model);
    Map<String, List<View.Typed>> inC = inC(models);
    completed.replaceAll(model -> described.withoutOwn(model, inC));
    return completed;
  }

  private static Map<String, List<View.Typed>> inC(List<ObjectModel> models) {
    Map<String, List<View.Typed>> inC = new HashMap<>();
    for (ObjectModel model : models) {
      for (Definition definition : model.definitions()) {
        if (definition.producer().language() != Producer.Language.RUST) {
          inC.computeIfAbsent(definition.name(), _ -> new ArrayList<>())
              .add(new View.Typed(model.machine(), model.types(), definition));
        }
      }
    }
    return inC;
  }

  /** Leaves out the types that the source has for Rust alone, unless they have C's members. */
  private ObjectModel withoutOwn(ObjectModel model, Map<String, List<View.Typed>> inC) {
    if (model.definitions().stream().noneMatch(this::compiled)) {
      return model;
    }
    Set<List<String>> own = new HashSet<>();
    crate.sources().forEach(source -> own.addAll(source.ofRust(model.machine(), crate)));
    List<Definition> definitions = new ArrayList<>();
    for (Definition definition : model.definitions()) {
      List<String> path = new ArrayList<>(definition.path());
      path.add(RustIdentifiers.ofC(definition.name()));
      List<View.Typed> namesakes = inC.getOrDefault(path.getLast(), List.of());
      View.Typed view = new View.Typed(model.machine(), model.types(), definition);
      if (!compiled(definition)
          || !own.contains(path.subList(1, path.size()))
          || Pairing.alike(view, namesakes)) {
        definitions.add(definition);
      }
    }
    return model.with(model.types(), definitions, model.entities());
  }

  private boolean describes(ObjectModel model) {
    return model.definitions().stream().anyMatch(this::compiled)
        || model.entities().stream().map(Entity::definition).anyMatch(this::compiled);
  }

  private boolean compiled(Definition definition) {
    return inside(definition) && definition.evidence() != Evidence.BINDINGS;
  }

  private boolean inside(Definition definition) {
    return !definition.path().isEmpty() && definition.path().getFirst().equals(root);
  }

  private void note(ObjectModel model) {
    for (Definition definition : model.definitions()) {
      if (compiled(definition)) {
        described.add(type(definition));
        if (enumeration(model.types(), definition)) {
          enumerations.add(type(definition).name());
        }
      }
    }
    for (Entity entity : model.entities()) {
      if (compiled(entity.definition())) {
        described.add(symbol(entity));
      }
    }
  }

  /** Leaves of the source what rustc did not describe, and notes the lines of the rest. */
  private ObjectModel remaining(ObjectModel model) {
    List<Definition> definitions = new ArrayList<>();
    for (Definition definition : model.definitions()) {
      boolean text = inside(definition) && definition.evidence() == Evidence.BINDINGS;
      if (text) {
        line(type(definition), model.types().origin(definition.type()));
      }
      // To rustc, constants of a number are no enumeration.
      boolean numbers =
          enumeration(model.types(), definition) && !enumerations.contains(type(definition).name());
      if (!text || numbers || !described.contains(type(definition))) {
        definitions.add(definition);
      }
    }
    List<Entity> entities = new ArrayList<>();
    for (Entity entity : model.entities()) {
      Definition definition = entity.definition();
      boolean text = inside(definition) && definition.evidence() == Evidence.BINDINGS;
      if (text) {
        line(symbol(entity), model.types().origin(definition.type()));
      }
      if (!text || !described.contains(symbol(entity))) {
        entities.add(entity);
      }
    }
    return model.with(model.types(), definitions, entities);
  }

  private void line(Subject subject, Origin origin) {
    lines.merge(
        subject, origin.declared(), (one, other) -> one.equals(other) ? one : Optional.empty());
  }

  /** Gives rustc's descriptions the lines of the source. */
  private ObjectModel lined(ObjectModel model) {
    TypeGraph types = model.types();
    Map<TypeId, Origin> declared = new HashMap<>();
    for (Definition definition : model.definitions()) {
      if (compiled(definition)) {
        declared.put(definition.type(), at(type(definition), types.origin(definition.type())));
      }
    }
    TypeGraph.Builder builder = new TypeGraph.Builder();
    for (int i = 0; i < types.size(); i++) {
      TypeId id = new TypeId(i);
      builder.add(types.type(id), declared.getOrDefault(id, types.origin(id)));
      types.transparent(id).ifPresent(known -> builder.transparent(id, known));
    }
    List<Entity> entities = new ArrayList<>();
    for (Entity entity : model.entities()) {
      Definition definition = entity.definition();
      if (compiled(definition)) {
        // Functions of one type have a line each.
        Origin origin = at(symbol(entity), types.origin(definition.type()));
        TypeId own = builder.add(types.type(definition.type()), origin);
        types.transparent(definition.type()).ifPresent(known -> builder.transparent(own, known));
        entities.add(new Entity(entity.kind(), entity.role(), definition.typed(own)));
      } else {
        entities.add(entity);
      }
    }
    return model.with(builder.build(), model.definitions(), entities);
  }

  private Origin at(Subject subject, Origin origin) {
    Optional<Origin.Line> line = lines.getOrDefault(subject, Optional.empty());
    return line.isPresent()
        ? new Origin(origin.object(), origin.unit(), origin.offset(), line)
        : origin;
  }

  private static boolean enumeration(TypeGraph types, Definition definition) {
    return types.type(types.resolved(definition.type())) instanceof Type.Enumeration;
  }

  private static Subject type(Definition definition) {
    return new Subject(Subject.Kind.TYPE, RustIdentifiers.ofC(definition.name()));
  }

  private static Subject symbol(Entity entity) {
    return new Subject(entity.kind(), entity.definition().name());
  }
}
