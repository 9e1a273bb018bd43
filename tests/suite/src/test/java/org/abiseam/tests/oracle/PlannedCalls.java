package org.abiseam.tests.oracle;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.dwarf.DebugFiles;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.entry.EntryPlaces;
import org.abiseam.dwarf.lower.Lowering;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.laboratory.DeclaredConvention;
import org.abiseam.laboratory.Observation;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.EntryConvention;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/** What the rules say of each function of an object: types and signatures from its debug info. */
final class PlannedCalls {
  private static final int DW_TAG_SUBPROGRAM = 0x2e;
  private static final int DW_AT_NAME = 0x03;

  private final Map<String, Signature> signatures = new HashMap<>();
  private final Map<String, Definition> definitions = new HashMap<>();
  private final Map<String, String> unknown = new HashMap<>();
  private final Machine machine;
  private final EntryPlaces reader;
  private final TypeGraph types;
  private final Producer producer;

  /**
   * Reads an object.
   *
   * @param switches what the compiler was told, where it does not record it
   */
  private PlannedCalls(Path path, List<String> switches) {
    try (Container.OpenObject object = Containers.openObject(path);
        DebugInfo info = DebugInfo.open(object.file(), DebugFiles.NONE)) {
      machine = object.file().machine();
      reader = new EntryPlaces(machine);
      Lowering lowering = new Lowering(path.toString());
      List<Producer> producers = new ArrayList<>();
      for (Unit unit : info.units()) {
        producers.add(unit.description().producer());
        collect(unit.root(), lowering);
      }
      types = lowering.build();
      producer = told(producers.getFirst(), switches);
    }
  }

  /** Of a recording, whose second line has the command. */
  static PlannedCalls of(Path recording) throws IOException {
    List<String> switches =
        Arrays.stream(OracleTest.lines(recording).get(1).split(" "))
            .filter(word -> word.startsWith("-"))
            .toList();
    return new PlannedCalls(OracleTest.object(recording), switches);
  }

  private void collect(Die parent, Lowering lowering) {
    for (Die die : parent.children()) {
      Optional<String> name = die.string(DW_AT_NAME);
      if (die.tag() == DW_TAG_SUBPROGRAM && name.map(n -> n.startsWith("probe_")).orElse(false)) {
        Entity entity = lowering.symbol(die, List.of(), name.get(), Entity.Role.DEFINES);
        definitions.put(name.get(), entity.definition().entered(places(die)));
        switch (lowering.signature(die)) {
          case Lowering.Understanding.Known(Signature signature) ->
              signatures.put(name.get(), signature);
          case Lowering.Understanding.Unknown(String reason) -> unknown.put(name.get(), reason);
        }
      } else if (die.hasChildren() && die.tag() == 0x39) {
        collect(die, lowering);
      }
    }
  }

  /** As the engine, which takes them where debug info leaves open how a struct travels. */
  private List<EntryPlace> places(Die die) {
    return switch (die.unit().description().producer().compiler()) {
      case GCC -> reader.of(die);
      case CLANG -> EntryPlaces.inRegisters(reader.of(die));
      default -> List.of();
    };
  }

  private static Producer told(Producer producer, List<String> switches) {
    return producer.flags().isEmpty() ? producer.with(switches) : producer;
  }

  PlanResult of(Observation observation) {
    Signature signature = signatures.get(observation.name());
    if (signature == null) {
      return new PlanResult.NotPlanned(
          "no signature: " + unknown.getOrDefault(observation.name(), "not in debug info"));
    }
    int named = observation.named().orElse(signature.parameters().size());
    return Planner.plan(
        call(signature, observation), named, new CallSide(machine, types, producer, producer));
  }

  boolean rust() {
    return producer.language() == Producer.Language.RUST;
  }

  /** What debug info states of a function, or shows by the places of its parameters. */
  View view(String name) {
    Definition known = definition(name);
    CallSide side = new CallSide(machine, types, producer, producer);
    if (types.type(known.type()) instanceof Type.Function(Signature signature)
        && EntryConvention.of(signature, side, known.entry(), OptionalLong.empty())
            instanceof EntryConvention.Other(CallingConvention convention)) {
      Type function = new Type.Function(signature.by(convention));
      TypeGraph graph = types.with(function, types.origin(known.type()));
      return view(known, graph, new TypeId(graph.size() - 1));
    }
    return view(known, types, known.type());
  }

  private Definition definition(String name) {
    Definition known = definitions.get(name);
    if (known == null) {
      throw new IllegalArgumentException(name + " is not in debug info");
    }
    return known;
  }

  /** What the compiler knows of a function. */
  View view(Observation observation) {
    Definition known = definition(observation.name());
    TypeGraph graph = types;
    TypeId type = known.type();
    Signature signature = signatures.get(observation.name());
    if (observation.convention() != DeclaredConvention.C && signature != null) {
      // GCC does not record it; here it is as if both sides stated it.
      graph = types.with(new Type.Function(call(signature, observation)), types.origin(type));
      type = new TypeId(graph.size() - 1);
    }
    return view(known, graph, type);
  }

  private View view(Definition known, TypeGraph graph, TypeId type) {
    return new View.Typed(
        machine,
        graph,
        new Definition(known.path(), known.name(), type, producer, known.evidence(), known.units())
            .entered(known.entry()));
  }

  private static Signature call(Signature signature, Observation observation) {
    Signature.Arity arity =
        observation.named().isPresent() ? Signature.Arity.VARIADIC : signature.arity();
    return new Signature(
        signature.parameters(),
        signature.result(),
        arity,
        observation.convention() == DeclaredConvention.C
            ? signature.convention()
            : CallingConvention.of(observation.convention().stated()));
  }

  /** Tells whether a width is recorded, which it is not for a struct or an aligned typedef. */
  boolean widthRecorded(String name, int parameter) {
    Signature signature = signatures.get(name);
    if (signature == null) {
      return false;
    }
    TypeId at = signature.parameters().get(parameter).type();
    while (types.type(at) instanceof Type.Alias alias) {
      if (alias.alignment().isPresent()) {
        return false;
      }
      at = alias.target();
    }
    return switch (types.type(at)) {
      case Type.Aggregate _ -> false;
      case Type.Scalar scalar -> !scalar.bitPrecise();
      default -> true;
    };
  }

  String declaration(String name) {
    Signature signature = signatures.get(name);
    if (signature == null) {
      return name;
    }
    List<String> parts = new ArrayList<>();
    signature
        .parameters()
        .forEach(p -> parts.add(org.abiseam.model.declarator.TypeText.of(types, p.type())));
    String result = org.abiseam.model.declarator.TypeText.of(types, signature.result());
    return result + " " + name + "(" + String.join(", ", parts) + ")";
  }
}
