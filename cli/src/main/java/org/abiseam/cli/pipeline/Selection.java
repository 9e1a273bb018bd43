package org.abiseam.cli.pipeline;

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
import org.abiseam.cli.pipeline.Pipeline.Indexed;
import org.abiseam.cli.pipeline.Pipeline.Surveyed;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.model.Definition;
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
  private final IdentityHashMap<Surveyed, List<Chosen>> chosen = new IdentityHashMap<>();
  private final List<ObjectModel> declarations = new ArrayList<>();

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

  static Selection of(List<Surveyed> surveyed, List<Indexed> indexed, Optional<String> only) {
    Selection selection = new Selection();
    Set<String> defined = new HashSet<>();
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
      for (Survey.RustType type : one.survey().names()) {
        if (shared.contains(type.cName()) || only.map(type.cName()::equals).orElse(false)) {
          selection.add(one, new Chosen(Survey.Part.RUST, type.path(), type.unit(), type.offset()));
        }
      }
    }
    return selection;
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

  /** Whether anything of an object becomes a type. */
  boolean concerns(Surveyed one) {
    return chosen.containsKey(one);
  }

  /** Turns what was chosen of an object into types, C and Rust each in a graph of its own. */
  List<ObjectModel> lower(DebugInfo info, Surveyed one, int threads) {
    List<Chosen> all = chosen.getOrDefault(one, List.of());
    List<List<Chosen>> sides = new ArrayList<>();
    for (Survey.Part part : List.of(Survey.Part.RUST, Survey.Part.C)) {
      List<Chosen> side = all.stream().filter(entry -> entry.side == part).toList();
      if (!side.isEmpty()) {
        sides.add(side);
      }
    }
    return Parallel.map(sides, threads, side -> lower(info, one, side));
  }

  private static ObjectModel lower(DebugInfo info, Surveyed one, List<Chosen> side) {
    Survey survey = one.survey();
    Lowering lowering = new Lowering(one.source().path(), survey.machine());
    List<Definition> definitions = new ArrayList<>();
    for (Chosen entry : side) {
      Unit unit = info.units().get(entry.unit);
      definitions.add(lowering.define(unit.die(entry.offset), entry.path, entry.units));
    }
    return new ObjectModel(
        one.source().path(),
        survey.machine(),
        survey.units(),
        lowering.build(),
        definitions,
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
