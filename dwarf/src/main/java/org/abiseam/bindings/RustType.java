package org.abiseam.bindings;

import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.abiseam.model.Signature.Completion;

/** A type as Rust source writes it, as far as interfaces to C have any. */
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

  /**
   * A type of the source or of a crate that it depends on, once it is known which.
   *
   * @param key tells it from all others
   * @param name what its definition calls it
   */
  record Known(String key, String name) implements RustType {}

  /**
   * {@code *const T}, {@code *mut T}, {@code &T}, {@code &mut T}.
   *
   * @param sigil what stands in front of the target
   * @param nullable whether it may be null: a reference may not
   */
  record Pointer(String sigil, boolean nullable, RustType target) implements RustType {}

  /** {@code [T; n]}; the count is empty where it has no value here. */
  record Array(RustType element, OptionalLong count) implements RustType {}

  /** {@code [T; N]} inside a type that is generic over {@code N}. */
  record Repeated(RustType element, String count) implements RustType {}

  /** {@code [T]}, which has no size. */
  record Slice(RustType element) implements RustType {}

  /** {@code dyn Trait}, which has no size. */
  record Dynamic(String text) implements RustType {}

  /** {@code unsafe extern "C" fn(a: T, ...) -> R}. */
  record Function(
      String convention,
      List<Parameter> parameters,
      boolean variadic,
      RustType result,
      Completion completion)
      implements RustType {
    public Function {
      parameters = List.copyOf(parameters);
    }

    /** Returns the same with a type in the place of {@code Self} and {@code self}. */
    Function inside(String self) {
      return new Function(
          convention,
          parameters.stream().map(one -> one.typed(meant(one.type(), self))).toList(),
          variadic,
          meant(result, self),
          completion);
    }

    private static RustType meant(RustType type, String self) {
      return switch (type) {
        case Path path when path.last().equals("Self") || path.last().equals("self") ->
            new Path(List.of(self), List.of());
        case Path path ->
            new Path(
                path.segments(), path.arguments().stream().map(one -> meant(one, self)).toList());
        case Pointer it -> new Pointer(it.sigil(), it.nullable(), meant(it.target(), self));
        case Array it -> new Array(meant(it.element(), self), it.count());
        case Slice it -> new Slice(meant(it.element(), self));
        case Function it -> it.inside(self);
        case Known _, Repeated _, Dynamic _, Nothing _, Unknown _ -> type;
      };
    }
  }

  /** {@code ()} and {@code !}. */
  record Nothing() implements RustType {}

  /** Holds what an interface to C does not have. */
  record Unknown(String text) implements RustType {}

  /** Describes a named parameter or field. */
  record Parameter(String name, RustType type, int line) {
    /** Returns the same with another type. */
    Parameter typed(RustType other) {
      return new Parameter(name, other, line);
    }
  }

  /** Returns the type as rustc names it in debug info. */
  default String text() {
    return switch (this) {
      case Path path ->
          path.arguments().isEmpty()
              ? path.last()
              : path.arguments().stream()
                  .map(RustType::text)
                  .collect(Collectors.joining(", ", path.last() + "<", ">"));
      case Known known -> known.name();
      case Pointer pointer -> pointer.sigil() + pointer.target().text();
      case Array array ->
          "["
              + array.element().text()
              + "; "
              + (array.count().isPresent() ? array.count().getAsLong() : "_")
              + "]";
      case Repeated array -> "[" + array.element().text() + "; " + array.count() + "]";
      case Slice slice -> "[" + slice.element().text() + "]";
      case Dynamic dynamic -> dynamic.text();
      case Function function -> "extern \"" + function.convention() + "\" fn";
      case Nothing _ -> "()";
      case Unknown unknown -> unknown.text();
    };
  }
}
