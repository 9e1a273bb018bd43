package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.abiseam.dwarf.Die;
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
 * Gives functions the convention that the places of their parameters show, where their compiler
 * does not record it. Not thread-safe.
 */
final class EntryConventions {
  private final Machine machine;
  private final EntryPlaces reader;
  private TypeGraph types;

  EntryConventions(Machine machine, TypeGraph types) {
    this.machine = machine;
    this.reader = new EntryPlaces(machine);
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
    Definition definition = stated.definition();
    Producer producer = definition.producer();
    boolean unrecorded =
        stated.role() == Entity.Role.DEFINES
            && producer.compiler() != Compiler.CLANG
            && EntryConvention.distinguishes(machine);
    if (!unrecorded
        || !(types.type(definition.type()) instanceof Type.Function(Signature signature))) {
      return stated;
    }
    List<EntryPlace> places = reader.of(die.get());
    CallSide side = new CallSide(machine, types, producer, producer);
    return switch (EntryConvention.of(signature, side, places)) {
      case EntryConvention.AsStated _ -> stated;
      case EntryConvention.Other(var convention) ->
          typed(stated, new Type.Function(signature.by(convention)));
      case EntryConvention.Open(String reason) ->
          typed(
              stated,
              new Type.Opaque(Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), reason));
    };
  }

  private Entity typed(Entity stated, Type type) {
    Definition definition = stated.definition();
    types = types.with(type, types.origin(definition.type()));
    TypeId last = new TypeId(types.size() - 1);
    return new Entity(stated.kind(), stated.role(), definition.typed(last));
  }
}
