package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_type;
import static org.abiseam.dwarf.spec.Tags.*;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.spec.DwarfNames;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.TypedefChains;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Limits;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * One entry to one type, by its tag.
 *
 * <p>Types of gccrs are shaped like GCC's C: a {@code typedef} that carries the flat path {@code
 * a::b::N} over a structure without a name, references, {@code const} around parameters. They go
 * the way of C; only rustc's structures have rules of their own.
 */
final class TypeLowering implements GraphWriter.Source<Die> {
  private final Origins origins;
  private final TypedefChains<Die> typedefs =
      new TypedefChains<>(die -> die.tag() == DW_TAG_typedef, Entries::type, Entries::alignment);

  TypeLowering(Origins origins) {
    this.origins = origins;
  }

  @Override
  public Type opaque(Die die, String reason) {
    return Origins.opaque(die, reason);
  }

  @Override
  public Limits limits(Die die) {
    return die.unit().limits();
  }

  @Override
  public Origin origin(Die die) {
    return origins.origin(die);
  }

  @Override
  public TypeId seenThroughPointer(Die die, GraphWriter<Die> writer) {
    return switch (die.tag()) {
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type -> {
        Optional<String> name = Pointees.named(die);
        if (name.isEmpty()) {
          yield writer.value(die);
        }
        List<Die> nested = Pointees.unwrapped(die);
        Die inside = nested.getLast();
        TypeId seen =
            Pointees.aggregate(inside)
                ? writer.add(
                    Pointees.declaration(inside, Entries.name(inside).orElse(name.get())), inside)
                : writer.value(inside);
        for (Die around : nested.subList(0, nested.size() - 1).reversed()) {
          String wrapper = Entries.name(around).orElse(name.get());
          seen = writer.add(new Type.Alias(wrapper, seen, OptionalInt.empty()), around);
        }
        yield seen;
      }
      case DW_TAG_typedef -> {
        Optional<Type> alias = Pointees.alias(die, typedefs.of(die), writer);
        yield alias.isPresent() ? writer.add(alias.get(), die) : writer.value(die);
      }
      default -> writer.value(die);
    };
  }

  @Override
  public Type lowered(Die given, GraphWriter<Die> writer) {
    Die die = Pointees.aggregate(given) && Aggregates.declared(given) ? given.definition() : given;
    return switch (die.tag()) {
      case DW_TAG_base_type -> Scalars.lowered(die);
      case DW_TAG_enumeration_type -> Enumerations.lowered(die);
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type ->
          Entries.rustc(die)
              ? RustAggregates.lowered(die, writer)
              : Aggregates.lowered(die, writer);
      case DW_TAG_array_type -> Arrays.lowered(die, writer);
      case DW_TAG_pointer_type, DW_TAG_reference_type, DW_TAG_rvalue_reference_type ->
          pointer(die, writer);
      case DW_TAG_subroutine_type -> new Type.Function(Signatures.lowered(die, writer));
      case DW_TAG_typedef -> alias(die, writer);
      case DW_TAG_atomic_type -> new Type.Atomic(writer.result(Entries.type(die)));
      case DW_TAG_unspecified_type -> nullPointer(die, writer);
      default -> throw new Unmodelled(DwarfNames.tag(die.tag()) + " is not modelled");
    };
  }

  private Type alias(Die die, GraphWriter<Die> writer) {
    Optional<Type> own = MrustcTypes.own(die);
    if (own.isPresent()) {
      return own.get();
    }
    TypedefChains.Chain<Die> chain = typedefs.of(die);
    return new Type.Alias(Entries.nameOrEmpty(die), writer.result(chain.next()), chain.alignment());
  }

  /** The type of {@code nullptr} is stored and passed as a {@code void *} (C23 §7.21.2). */
  private static Type nullPointer(Die die, GraphWriter<Die> writer) {
    String name = Entries.nameOrEmpty(die);
    if (!name.contains("(nullptr)")) {
      throw new Unmodelled("an unspecified type named " + name);
    }
    return new Type.Pointer(writer.pointee(Optional.empty()), die.unit().addressBytes());
  }

  /** rustc and clang state no size of a pointer: it is that of an address of the unit. */
  private static Type pointer(Die die, GraphWriter<Die> writer) {
    long bytes = Entries.statedBytes(die).orElse(die.unit().addressBytes());
    Optional<Die> target = die.has(DW_AT_type) ? Entries.type(die) : Optional.empty();
    if (target.isPresent() && target.get().tag() == DW_TAG_subroutine_type && Entries.rustc(die)) {
      return new Type.Pointer(function(die, target.get(), writer), bytes);
    }
    return new Type.Pointer(writer.pointee(target), bytes, Entries.constantNumber(die));
  }

  private static TypeId function(Die pointer, Die function, GraphWriter<Die> writer) {
    String name = Entries.nameOrEmpty(pointer);
    RustIdentifiers.FunctionPointer told =
        RustIdentifiers.functionPointer(name)
            .orElseThrow(() -> new Unmodelled("a function pointer named " + name));
    Signature signature = writer.throughPointer(() -> Signatures.lowered(function, writer, told));
    return writer.add(new Type.Function(signature), function);
  }
}
