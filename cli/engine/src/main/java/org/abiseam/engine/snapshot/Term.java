package org.abiseam.engine.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;

/** A type as a line of a snapshot writes it, before the names in it are looked up. */
sealed interface Term {
  /** {@code void}. */
  record Nothing() implements Term {}

  /** A type with a name; of scalars and typedefs the word is empty. */
  record Named(String word, String name, String qualifier) implements Term {}

  /** {@code struct {…}}; the inside is below the line. */
  record Unnamed(String word) implements Term {}

  /** {@code declared struct s}, and {@code struct s} behind a pointer. */
  record Declared(Type.Shape shape, String name, OptionalLong placeholder) implements Term {}

  /** A pointer; the size where it is not the machine's. */
  record Pointer(Term target, OptionalLong bytes) implements Term {}

  /** An array; the stride where it is not the size of the element. */
  record Array(Term element, OptionalLong count, OptionalLong stride) implements Term {}

  /** A function. */
  record Function(
      List<Term> parameters, Term result, Signature.Arity arity, Optional<String> convention)
      implements Term {}

  /** A vector. */
  record Vector(long count, long bytes, Term element) implements Term {}

  /** {@code _Atomic(T)}. */
  record Atomic(Term target) implements Term {}

  /** Something of which only this is known. */
  record Opaque(OptionalLong bytes, OptionalInt alignment, String reason) implements Term {}
}
