package org.abiseam.rules.layout;

import java.util.Optional;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * Pointers have one size; what they point to is compared by name only.
 *
 * <p>A pointee is a type of its own, which answers for itself if both sides share it. Here it must
 * only not be something else: a function where the other side has data, a struct of another name, a
 * number of another size. {@code void}, single bytes and text fit anything, as does a type that has
 * no name of its own ({@code foo__bindgen_ty_1}) or is a generic wrapper. Rust's {@code ListHead}
 * is {@code list_head}. Signatures of functions are the business of the rules of calls.
 *
 * <p>A pointer to a function that is {@code void *} in Rust fits: POSIX asks for one size, and Rust
 * cannot call it. The other way round Rust calls what C gives no signature for: that is not known.
 */
final class PointerRule {
  private static final int DEEPEST = 8;

  private static final Clause SIZE =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause TARGET = Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);
  private static final Clause RENAMED =
      Clause.harmless(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);
  private static final Clause NUMBER = Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);

  private PointerRule() {}

  static boolean compare(Comparison comparison, TypeId expected, TypeId actual, Outcome out) {
    Type.Pointer one = (Type.Pointer) comparison.provider().type(expected);
    Type other = comparison.consumer().type(actual);
    if (other instanceof Type.Scalar scalar && ScalarRule.number(scalar)) {
      if (one.bytes() == scalar.bytes()) {
        out.type(
            TARGET, comparison.provider().text(expected), scalar.name(), "a number on one side");
      } else {
        out.size(SIZE, one.bytes(), scalar.bytes(), "");
      }
      return true;
    }
    if (!(other instanceof Type.Pointer pointer)) {
      return false;
    }
    if (one.bytes() != pointer.bytes()) {
      out.size(SIZE, one.bytes(), pointer.bytes(), "");
      return true;
    }
    if (comparison.provider().type(one.target()) instanceof Type.Function expectedFunction
        && comparison.consumer().type(pointer.target()) instanceof Type.Function actualFunction) {
      comparison
          .signatures()
          .compare(comparison, expectedFunction.signature(), actualFunction.signature(), out);
      return true;
    }
    Fit fit = targets(comparison, one.target(), pointer.target(), 0);
    if (fit == Fit.CALLED_BLINDLY) {
      String called = comparison.consumer().text(actual);
      out.add(
          Reason.UNSUPPORTED,
          "",
          "is void * in C; nothing tells whether it may be called as " + called);
    } else if (fit != Fit.FITS) {
      Texts texts = Texts.of(comparison, expected, actual);
      out.type(clause(fit), texts.expected(), texts.actual(), cause(fit));
    }
    return true;
  }

  private static Clause clause(Fit fit) {
    return switch (fit) {
      case OTHER_NUMBER -> NUMBER;
      case RENAMED -> RENAMED;
      case OTHER, FUNCTION, FITS, CALLED_BLINDLY -> TARGET;
    };
  }

  private static String cause(Fit fit) {
    return switch (fit) {
      case FUNCTION -> "a function on one side";
      case RENAMED -> "another name; what it points to has one layout";
      case OTHER, OTHER_NUMBER, FITS, CALLED_BLINDLY -> "";
    };
  }

  private enum Fit {
    FITS,
    OTHER,
    OTHER_NUMBER,
    RENAMED,
    FUNCTION,
    CALLED_BLINDLY
  }

  private static Fit targets(Comparison comparison, TypeId expected, TypeId actual, int depth) {
    Type one = comparison.provider().type(expected);
    Type other = comparison.consumer().type(actual);
    if (one instanceof Type.Function != other instanceof Type.Function) {
      if (unknown(one)) {
        return Fit.CALLED_BLINDLY;
      }
      return unknown(other) ? Fit.FITS : Fit.FUNCTION;
    }
    if (anything(one) || anything(other) || depth > DEEPEST) {
      return Fit.FITS;
    }
    if (one instanceof Type.Pointer a && other instanceof Type.Pointer b) {
      return targets(comparison, a.target(), b.target(), depth + 1);
    }
    if (one instanceof Type.Array array) {
      return targets(comparison, array.element(), actual, depth + 1);
    }
    if (other instanceof Type.Array array) {
      return targets(comparison, expected, array.element(), depth + 1);
    }
    Optional<Long> oneBytes = number(one);
    Optional<Long> otherBytes = number(other);
    if (oneBytes.isPresent() && otherBytes.isPresent()) {
      return oneBytes.equals(otherBytes) ? Fit.FITS : Fit.OTHER_NUMBER;
    }
    if (named(comparison, expected, actual)) {
      return Fit.FITS;
    }
    Optional<String> name = Names.of(one);
    Optional<String> otherName = Names.of(other);
    boolean renamed =
        name.isPresent()
            && otherName.isPresent()
            && comparison.renamed(name.get(), otherName.get());
    return renamed ? Fit.RENAMED : Fit.OTHER;
  }

  private static boolean unknown(Type type) {
    return type instanceof Type.Void || type instanceof Type.Opaque;
  }

  /** {@code void}, bytes, and what is not known. */
  private static boolean anything(Type type) {
    return switch (type) {
      case Type.Void _, Type.Opaque _, Type.Function _ -> true;
      case Type.Scalar scalar -> scalar.bytes() == 1;
      case Type.Aggregate aggregate ->
          aggregate.name().isEmpty() || nameless(aggregate.name().get());
      case Type.Incomplete incomplete -> incomplete.name().isEmpty() || nameless(incomplete.name());
      case Type.Tagged tagged -> nameless(tagged.name());
      case Type.Enumeration _,
          Type.Pointer _,
          Type.Array _,
          Type.Vector _,
          Type.Alias _,
          Type.Atomic _ ->
          false;
    };
  }

  /** Whether a name is not one that C would have. */
  private static boolean nameless(String name) {
    return name.contains("__bindgen_ty_") || name.indexOf('<') >= 0;
  }

  private static Optional<Long> number(Type type) {
    return switch (type) {
      case Type.Scalar scalar -> Optional.of(scalar.bytes());
      case Type.Enumeration enumeration -> Optional.of(enumeration.bytes());
      case Type.Void _,
          Type.Pointer _,
          Type.Array _,
          Type.Vector _,
          Type.Aggregate _,
          Type.Tagged _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          Optional.empty();
    };
  }

  /** A struct that C defines inside another gets the other's name in front from bindgen. */
  private static boolean nested(Comparison comparison, TypeId expected, String name) {
    return Names.of(comparison.provider().type(expected))
        .filter(inner -> name.endsWith("_" + inner))
        .isPresent();
  }

  private static boolean named(Comparison comparison, TypeId expected, TypeId actual) {
    TypeGraph types = comparison.consumer().types();
    TypeId at = actual;
    while (true) {
      Optional<String> name = Names.of(types.type(at));
      if (name.isPresent()
          && (Names.reads(comparison.provider().types(), expected, name.get())
              || nested(comparison, expected, name.get()))) {
        return true;
      }
      if (!(types.type(at) instanceof Type.Alias alias)) {
        return false;
      }
      at = alias.target();
    }
  }
}
