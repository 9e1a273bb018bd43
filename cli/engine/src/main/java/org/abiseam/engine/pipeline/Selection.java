package org.abiseam.engine.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.abiseam.concurrent.Workers;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.engine.pipeline.Pipeline.Indexed;
import org.abiseam.engine.pipeline.Pipeline.Surveyed;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;

/**
 * Which entries of which objects become types: of C each distinct definition once, in the first
 * object that has it; of Rust what C defines or declares too.
 */
final class Selection {
  private static final List<Survey.Part> NAMED_FIRST =
      List.of(Survey.Part.RUST, Survey.Part.CLANG, Survey.Part.C);

  private final IdentityHashMap<Surveyed, List<Chosen>> chosen = new IdentityHashMap<>();
  private final IdentityHashMap<Surveyed, List<Taken>> symbols = new IdentityHashMap<>();
  private final List<ObjectModel> declarations = new ArrayList<>();
  private final Set<String> sharedTypes = new HashSet<>();
  private final Set<String> sharedSymbols = new HashSet<>();

  /** A function or variable of an object. */
  private record Taken(
      Survey.Part side, Entity.Role role, List<String> path, String name, int unit, long offset) {}

  /** An entry and how many units of all objects say the same. */
  private static final class Chosen {
    final Survey.Part side;
    final List<String> path;
    final int unit;
    final long offset;
    int units;

    Chosen(Survey.Part side, List<String> path, int unit, long offset) {
      this.side = side;
      this.path = path;
      this.unit = unit;
      this.offset = offset;
      this.units = 1;
    }
  }

  private record Key(Machine machine, String name, long fingerprint) {}

  private Selection() {}

  /** What is chosen of objects with DWARF, where C is also known from BTF. */
  static Selection of(
      List<Surveyed> surveyed,
      List<Indexed> indexed,
      List<ObjectModel> btf,
      Set<String> rust,
      Optional<String> only) {
    Selection selection = new Selection();
    Set<String> defined = new HashSet<>();
    Set<String> named = new HashSet<>();
    for (ObjectModel model : btf) {
      model.definitions().forEach(definition -> defined.add(definition.name()));
      model.entities().forEach(entity -> named.add(entity.definition().name()));
    }
    Map<Key, Chosen> first = new HashMap<>();
    for (Indexed one : indexed) {
      for (Definitions.CType type : one.definitions().types()) {
        Key key = new Key(one.surveyed().survey().machine(), type.name(), type.fingerprint());
        Chosen known = first.get(key);
        if (known != null) {
          known.units += type.units();
          continue;
        }
        Chosen entry = new Chosen(Survey.Part.C, List.of(), type.unit(), type.offset());
        entry.units = type.units();
        first.put(key, entry);
        selection.add(one.surveyed(), entry);
        defined.add(type.name());
      }
    }
    Set<String> shared = new HashSet<>(defined);
    selection.declare(indexed, defined, shared);
    for (Surveyed one : surveyed) {
      for (Survey.NamedType type : one.survey().names()) {
        if (shared.contains(type.cName()) || only.map(type.cName()::equals).orElse(false)) {
          selection.add(one, new Chosen(type.part(), type.path(), type.unit(), type.offset()));
        }
      }
    }
    selection.symbols(surveyed, indexed, rust, named);
    selection.sharedTypes.addAll(shared);
    only.ifPresent(selection.sharedTypes::add);
    return selection;
  }

  /** Of one side what the other knows of: definitions of one and beliefs of the other. */
  private void symbols(
      List<Surveyed> surveyed, List<Indexed> indexed, Set<String> rust, Set<String> described) {
    Set<String> defined = new HashSet<>(rust);
    for (Surveyed one : surveyed) {
      for (Survey.NamedSymbol symbol : one.survey().symbols()) {
        if (!symbol.declaration()) {
          defined.add(symbol.name());
        }
      }
    }
    Set<String> known = new HashSet<>(described);
    surveyed.forEach(one -> known.addAll(one.survey().imports()));
    for (Indexed one : indexed) {
      for (Definitions.CSymbol symbol : one.definitions().symbols()) {
        if (!symbol.declaration() || defined.contains(symbol.name())) {
          known.add(symbol.name());
          take(
              one.surveyed(),
              new Taken(
                  Survey.Part.C,
                  role(symbol.declaration()),
                  List.of(),
                  symbol.name(),
                  symbol.unit(),
                  symbol.offset()));
        }
      }
    }
    sharedSymbols.addAll(known);
    for (Surveyed one : surveyed) {
      for (Survey.NamedSymbol symbol : one.survey().symbols()) {
        if (known.contains(symbol.name())) {
          take(
              one,
              new Taken(
                  symbol.part(),
                  role(symbol.declaration()),
                  symbol.path(),
                  symbol.name(),
                  symbol.unit(),
                  symbol.offset()));
        }
      }
    }
  }

  private static Entity.Role role(boolean declaration) {
    return declaration ? Entity.Role.DECLARES : Entity.Role.DEFINES;
  }

  private void take(Surveyed one, Taken entry) {
    symbols.computeIfAbsent(one, _ -> new ArrayList<>()).add(entry);
  }

  private void add(Surveyed one, Chosen entry) {
    chosen.computeIfAbsent(one, _ -> new ArrayList<>()).add(entry);
  }

  /** Names that C declares and nowhere defines, as definitions without a body. */
  private void declare(List<Indexed> indexed, Set<String> defined, Set<String> shared) {
    Map<String, Surveyed> declaring = new TreeMap<>();
    for (Indexed one : indexed) {
      for (String name : one.definitions().declared()) {
        if (!defined.contains(name)) {
          declaring.putIfAbsent(name, one.surveyed());
        }
      }
    }
    shared.addAll(declaring.keySet());
    IdentityHashMap<Surveyed, List<String>> byObject = new IdentityHashMap<>();
    declaring.forEach(
        (name, one) -> byObject.computeIfAbsent(one, _ -> new ArrayList<>()).add(name));
    for (Indexed one : indexed) {
      List<String> names = byObject.get(one.surveyed());
      if (names != null) {
        declarations.add(declared(one.surveyed(), names));
      }
    }
  }

  private static ObjectModel declared(Surveyed one, List<String> names) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Producer producer = producerOfC(one.survey());
    String path = one.source().path();
    List<Definition> definitions = new ArrayList<>();
    for (String name : names) {
      Type type = new Type.Incomplete(Type.Shape.STRUCT, name, OptionalLong.empty());
      Origin origin = new Origin(path, "", OptionalLong.empty(), Optional.empty());
      definitions.add(
          new Definition(List.of(), name, graph.add(type, origin), producer, Evidence.DWARF, 1));
    }
    return new ObjectModel(
        path, one.survey().machine(), List.of(), graph.build(), definitions, List.of());
  }

  private static Producer producerOfC(Survey survey) {
    return survey.units().stream()
        .map(org.abiseam.model.CompileUnit::producer)
        .filter(producer -> producer.language() == Producer.Language.C)
        .findFirst()
        .orElseThrow();
  }

  /** Names of types that C defines or declares. */
  Set<String> sharedTypes() {
    return sharedTypes;
  }

  /** Symbols of which C knows something. */
  Set<String> sharedSymbols() {
    return sharedSymbols;
  }

  /** Whether anything of an object becomes a type. */
  boolean concerns(Surveyed one) {
    return chosen.containsKey(one) || symbols.containsKey(one);
  }

  /** Turns what was chosen of an object into types, C and Rust each in a graph of its own. */
  List<ObjectModel> lower(DebugInfo info, Surveyed one, int threads) {
    List<Chosen> all = chosen.getOrDefault(one, List.of());
    List<Taken> taken = symbols.getOrDefault(one, List.of());
    List<Part> sides = new ArrayList<>();
    for (Survey.Part part : NAMED_FIRST) {
      List<Chosen> types = all.stream().filter(entry -> entry.side == part).toList();
      List<Taken> entities = taken.stream().filter(entry -> entry.side == part).toList();
      if (!types.isEmpty() || !entities.isEmpty()) {
        sides.add(new Part(part, types, entities));
      }
    }
    return Workers.map(sides, threads, side -> lower(info, one, side));
  }

  /** One side of an object. */
  private record Part(Survey.Part part, List<Chosen> types, List<Taken> symbols) {}

  private static ObjectModel lower(DebugInfo info, Surveyed one, Part side) {
    Survey survey = one.survey();
    Lowering lowering = new Lowering(one.source().path(), survey.machine());
    List<Definition> definitions = new ArrayList<>();
    for (Chosen entry : side.types()) {
      Unit unit = info.units().get(entry.unit);
      definitions.add(lowering.define(unit.die(entry.offset), entry.path, entry.units));
    }
    List<Entity> entities = new ArrayList<>();
    for (Taken entry : side.symbols()) {
      Die die = info.units().get(entry.unit()).die(entry.offset());
      entities.add(lowering.symbol(die, entry.path(), entry.name(), entry.role()));
    }
    return new ObjectModel(
        one.source().path(),
        survey.machine(),
        survey.units(),
        lowering.build(),
        definitions,
        entities,
        List.of());
  }

  /** An object of which only its machine and units count. */
  ObjectModel nothing(Surveyed one) {
    return new ObjectModel(
        one.source().path(),
        one.survey().machine(),
        one.survey().units(),
        new TypeGraph.Builder().build(),
        List.of(),
        List.of());
  }

  /** What C only declares. */
  List<ObjectModel> declarations() {
    return declarations;
  }
}
