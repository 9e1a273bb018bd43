package org.abiseam.engine.snapshot;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;

/** Holds a type as a line of a snapshot writes it, before the names in it are looked up. */
sealed interface TypeExpr {
  /** {@code void}. */
  record Nothing() implements TypeExpr {}

  /** Describes a type with a name; of scalars and typedefs the word is empty. */
  record Named(String word, String name, String qualifier) implements TypeExpr {}

  /** {@code struct {…}}; the inside is below the line. */
  record Unnamed(String word) implements TypeExpr {}

  /** {@code declared struct s}, and {@code struct s} behind a pointer. */
  record Declared(Type.Shape shape, String name, OptionalLong placeholder) implements TypeExpr {}

  /** Describes a pointer; the size where it is not the machine's. */
  record Pointer(TypeExpr target, OptionalLong bytes, boolean constant) implements TypeExpr {}

  /** Describes an array; the stride where it is not the size of the element. */
  record Array(TypeExpr element, OptionalLong count, OptionalLong stride) implements TypeExpr {}

  /** Describes a function. */
  record Function(
      List<TypeExpr> parameters,
      TypeExpr result,
      Signature.Arity arity,
      CallingConvention convention,
      Signature.Completion completion)
      implements TypeExpr {}

  /** Describes a vector. */
  record Vector(long count, long bytes, TypeExpr element) implements TypeExpr {}

  /** {@code _Atomic(T)}. */
  record Atomic(TypeExpr target) implements TypeExpr {}

  /** {@code NonZero(T)}. */
  record NonZero(TypeExpr target) implements TypeExpr {}

  /** Something of which only this is known. */
  record Opaque(OptionalLong bytes, OptionalInt alignment, String reason) implements TypeExpr {}
}
