package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.DW_AT_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_array_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_atomic_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_base_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_class_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_enumeration_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_pointer_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_reference_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_rvalue_reference_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_structure_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_subroutine_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_typedef;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_union_type;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_unspecified_type;

import java.util.Optional;
import org.abiseam.dwarf.Die;
import org.abiseam.dwarf.spec.DwarfNames;
import org.abiseam.model.CallingConvention;
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
final class TypeLowering {
  private TypeLowering() {}

  static Type lowered(Die given, Lowering lowering) {
    Die die = Pointees.aggregate(given) && Aggregates.declared(given) ? given.definition() : given;
    return switch (die.tag()) {
      case DW_TAG_base_type -> Scalars.lowered(die);
      case DW_TAG_enumeration_type -> Enumerations.lowered(die);
      case DW_TAG_structure_type, DW_TAG_class_type, DW_TAG_union_type ->
          Entries.rustc(die)
              ? RustAggregates.lowered(die, lowering)
              : Aggregates.lowered(die, lowering);
      case DW_TAG_array_type -> Arrays.lowered(die, lowering);
      case DW_TAG_pointer_type, DW_TAG_reference_type, DW_TAG_rvalue_reference_type ->
          pointer(die, lowering);
      case DW_TAG_subroutine_type -> new Type.Function(Signatures.lowered(die, lowering));
      case DW_TAG_typedef -> alias(die, lowering);
      case DW_TAG_atomic_type -> new Type.Atomic(lowering.result(Entries.type(die)));
      case DW_TAG_unspecified_type ->
          throw new Unmodelled("DW_TAG_unspecified_type " + Entries.nameOrEmpty(die));
      default -> throw new Unmodelled(DwarfNames.tag(die.tag()) + " is not modelled");
    };
  }

  private static Type alias(Die die, Lowering lowering) {
    return new Type.Alias(
        Entries.nameOrEmpty(die), lowering.result(Entries.type(die)), Entries.alignment(die));
  }

  /** rustc and clang state no size of a pointer: it is that of an address of the unit. */
  private static Type pointer(Die die, Lowering lowering) {
    long bytes = Entries.statedBytes(die).orElse(die.unit().addressBytes());
    Optional<Die> target = die.has(DW_AT_type) ? Entries.type(die) : Optional.empty();
    if (target.isPresent() && target.get().tag() == DW_TAG_subroutine_type && Entries.rustc(die)) {
      return new Type.Pointer(function(die, target.get(), lowering), bytes);
    }
    return new Type.Pointer(lowering.pointee(target), bytes);
  }

  private static TypeId function(Die pointer, Die function, Lowering lowering) {
    String name = Entries.nameOrEmpty(pointer);
    RustIdentifiers.FunctionPointer told =
        RustIdentifiers.functionPointer(name)
            .orElseThrow(() -> new Unmodelled("a function pointer named " + name));
    Signature signature =
        lowering.throughPointer(
            () ->
                Signatures.lowered(
                    function,
                    lowering,
                    Optional.of(told.arity()),
                    CallingConvention.of(told.convention())));
    return lowering.add(new Type.Function(signature), function);
  }
}
