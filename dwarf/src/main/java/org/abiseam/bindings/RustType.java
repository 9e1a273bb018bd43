package org.abiseam.bindings;

import java.util.List;
import java.util.OptionalLong;

/** A type as Rust source writes it, as far as bindgen writes any. */
sealed interface RustType {
  /** A name with its arguments: {@code ::core::option::Option<T>}. */
  record Path(List<String> segments, List<RustType> arguments) implements RustType {
    public Path {
      segments = List.copyOf(segments);
      arguments = List.copyOf(arguments);
    }

    String last() {
      return segments.getLast();
    }
  }

  /** {@code *const T}, {@code *mut T}, {@code &T}. */
  record Pointer(RustType target) implements RustType {}

  /** {@code [T; n]}; the count is empty where it is no plain number. */
  record Array(RustType element, OptionalLong count) implements RustType {}

  /** {@code unsafe extern "C" fn(a: T, ...) -> R}. */
  record Function(String convention, List<Parameter> parameters, boolean variadic, RustType result)
      implements RustType {
    public Function {
      parameters = List.copyOf(parameters);
    }
  }

  /** {@code ()} and {@code !}. */
  record Nothing() implements RustType {}

  /** Holds what bindgen does not write. */
  record Unknown(String text) implements RustType {}

  /** Describes a named parameter or field. */
  record Parameter(String name, RustType type, int line) {}
}
