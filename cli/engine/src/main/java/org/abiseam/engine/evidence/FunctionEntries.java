package org.abiseam.engine.evidence;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.abiseam.dwarf.DebugInfo;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.Unit;
import org.abiseam.dwarf.entry.CallSites;
import org.abiseam.dwarf.entry.EntryPlaces;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
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
  private final PoppedArguments popped;
  private TypeGraph types;

  FunctionEntries(Machine machine, TypeGraph types, PoppedArguments popped) {
    this.machine = machine;
    this.popped = popped;
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
    boolean unrecorded = !EntryConvention.unrecorded(machine, producer).isEmpty();
    if (stated.role() != Entity.Role.DEFINES) {
      return unrecorded || read(producer, signature) ? called(stated, signature, die) : stated;
    }
    boolean open =
        read(producer, signature) || (unrecorded && producer.compiler() == Producer.Compiler.GCC);
    if (!unrecorded && !open) {
      return stated;
    }
    List<EntryPlace> places = reader.of(die.get());
    List<EntryPlace> trusted =
        producer.compiler() == Producer.Compiler.CLANG ? EntryPlaces.inRegisters(places) : places;
    Entity entered = open ? with(stated, stated.definition().entered(trusted)) : stated;
    OptionalLong bytes = popped.bytes(stated.definition().name());
    return shown(entered, signature, EntryConvention.of(signature, side(producer), places, bytes));
  }

  /** Returns a function as it is called. */
  private Entity called(Entity stated, Signature signature, Supplier<Die> die) {
    Producer producer = stated.definition().producer();
    Set<String> registers = calls.registers(die.get());
    Entity left =
        registers.isEmpty()
                || !read(producer, signature)
                || signature.arity() != Signature.Arity.FIXED
            ? stated
            : with(
                stated,
                stated
                    .definition()
                    .entered(List.of(new EntryPlace.LeftByCalls(List.copyOf(registers)))));
    return shown(left, signature, EntryConvention.ofCalls(signature, side(producer), registers));
  }

  /** Tells whether the places of arguments may tell how a struct travels. */
  private boolean read(Producer producer, Signature signature) {
    return switch (producer.compiler()) {
      case GCC, CLANG -> byValue(signature);
      default -> false;
    };
  }

  private CallSide side(Producer producer) {
    return new CallSide(machine, types, producer, producer);
  }

  private Entity shown(Entity entity, Signature signature, EntryConvention convention) {
    return switch (convention) {
      case EntryConvention.AsStated _ -> entity;
      case EntryConvention.Other(var other) ->
          typed(entity, new Type.Function(signature.by(other)));
      case EntryConvention.Open(String reason) ->
          typed(
              entity,
              new Type.Opaque(Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), reason));
    };
  }

  /**
   * Returns fingerprints that differ too where the places of parameters, or the bytes that the
   * function takes off the stack, may be those of a convention that debug info does not state.
   */
  static ToLongFunction<SymbolEntry> fingerprints(
      DebugInfo info, ObjectSurvey survey, Set<String> names) {
    Machine machine = survey.machine();
    EntryPlaces reader = new EntryPlaces(machine);
    PoppedArguments popped = PoppedArguments.of(info.object(), names);
    return symbol -> {
      Unit unit = info.units().get(symbol.unit());
      boolean shown =
          symbol.defines()
              && symbol.function()
              && symbol.fingerprint() != 0
              && !EntryConvention.unrecorded(machine, unit.description().producer()).isEmpty();
      if (!shown) {
        return symbol.fingerprint();
      }
      List<EntryPlace> places = reader.of(unit.die(symbol.offset()));
      long returning = symbol.fingerprint() + popped.bytes(symbol.name()).orElse(0);
      return EntryConvention.mayShow(machine, places)
          ? returning * 31 + places.toString().hashCode()
          : returning;
    };
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
