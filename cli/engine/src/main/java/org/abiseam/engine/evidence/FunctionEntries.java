package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.entry.CallSites;
import org.abiseam.dwarf.entry.EntryPlaces;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.EntryConvention;

/**
 * Adds to functions what the places of their parameters show: the convention, where their compiler
 * does not record it, and the places themselves, where debug info leaves open how a struct travels.
 * Not thread-safe.
 */
final class FunctionEntries {
  private final Machine machine;
  private final EntryPlaces reader;
  private final CallSites calls;
  private TypeGraph types;

  FunctionEntries(Machine machine, TypeGraph types) {
    this.machine = machine;
    this.reader = new EntryPlaces(machine);
    this.calls = new CallSites(machine);
    this.types = types;
  }

  /** Returns the graph, with a node more for each function whose type has changed. */
  TypeGraph types() {
    return types;
  }

  /**
   * Returns a function as it was compiled.
   *
   * @param stated as debug info states it
   * @param die reads its entry
   */
  Entity shown(Entity stated, Supplier<Die> die) {
    Producer producer = stated.definition().producer();
    if (!(types.type(stated.definition().type()) instanceof Type.Function(Signature signature))) {
      return stated;
    }
    if (stated.role() != Entity.Role.DEFINES) {
      return called(stated, signature, die);
    }
    boolean unrecorded =
        producer.compiler() != Compiler.CLANG && EntryConvention.distinguishes(machine);
    boolean open = producer.compiler() == Compiler.GCC && byValue(signature);
    if (!unrecorded && !open) {
      return stated;
    }
    List<EntryPlace> places = reader.of(die.get());
    Entity entered = open ? with(stated, stated.definition().entered(places)) : stated;
    CallSide side = new CallSide(machine, types, producer, producer);
    return switch (EntryConvention.of(signature, side, places)) {
      case EntryConvention.AsStated _ -> entered;
      case EntryConvention.Other(var convention) ->
          typed(entered, new Type.Function(signature.by(convention)));
      case EntryConvention.Open(String reason) ->
          typed(
              stated,
              new Type.Opaque(Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), reason));
    };
  }

  /** Returns a function as it is called, where a switch changes the convention of all functions. */
  private Entity called(Entity stated, Signature signature, Supplier<Die> die) {
    Producer producer = stated.definition().producer();
    if (!EntryConvention.windowsByDefault(machine, producer)) {
      return stated;
    }
    CallSide side = new CallSide(machine, types, producer, producer);
    return EntryConvention.ofCalls(signature, side, calls.registers(die.get()))
            instanceof EntryConvention.Other(var convention)
        ? typed(stated, new Type.Function(signature.by(convention)))
        : stated;
  }

  private boolean byValue(Signature signature) {
    return signature.parameters().stream()
        .anyMatch(one -> types.type(types.resolved(one.type())) instanceof Type.Aggregate);
  }

  private Entity typed(Entity stated, Type type) {
    Definition definition = stated.definition();
    types = types.with(type, types.origin(definition.type()));
    TypeId last = new TypeId(types.size() - 1);
    return with(stated, definition.typed(last));
  }

  private static Entity with(Entity stated, Definition definition) {
    return new Entity(stated.kind(), stated.role(), definition);
  }
}
