package org.abiseam.rules.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.model.BindgenNames;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * Compares pointers, and what they point to by name only.
 *
 * <p>A pointee is a type of its own, which answers for itself if both sides share it. Here it must
 * only not be something else: a function where the other side has data, a struct of another name, a
 * number of another size or kind. {@code void} fits anything, single bytes and text anything but a
 * wider number or a pointer, a generic wrapper any struct of another name. Rust's {@code ListHead}
 * is {@code list_head}. Signatures of functions are compared by the rules of calls.
 *
 * <p>A pointee without a name is compared here, since it has nowhere else to be; bindgen names it
 * {@code foo__bindgen_ty_1}.
 *
 * <p>Through a pointer C may store what Rust has no value for: a number where Rust has a closed
 * enum, {@code bool} or {@code NonZero}. Where C's pointee is {@code const}, the rules of calls
 * tell who writes.
 *
 * <p>A pointer to a function that is {@code void *} in Rust fits: POSIX asks for one size, and Rust
 * cannot call it. The other way round Rust calls what C gives no signature for: that is not known.
 */
final class PointerRule {
  private static final int DEEPEST = 8;

  /** Letters of a name of Rust that may be the end of one of C. */
  private static final int SHORTEST = 3;

  private static final Clause SIZE =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause TARGET = Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);
  private static final Clause RENAMED =
      Clause.harmless(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);
  private static final Clause INVALID =
      Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.RUST_INVALID_VALUE);
  private static final Clause NUMBER = Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);

  private PointerRule() {}

  /** Compares with a pointer or an integer, and tells whether it is one. */
  static boolean compare(TypePair pair, Type.Pointer expected) {
    boolean integer = Side.integer(pair.actual());
    if (!integer && !(pair.actual() instanceof Type.Pointer)) {
      return false;
    }
    if (pair.sizeDiffers(SIZE)) {
      return true;
    }
    if (pair.actual() instanceof Type.Pointer actual) {
      targets(pair, expected.target(), actual.target());
    } else if (pair.actual() instanceof Type.Scalar number) {
      String text = pair.provider().text(pair.expectedId());
      pair.type(TARGET, text, number.name(), "one side has a number");
    }
    return true;
  }

  private static void targets(TypePair pair, TypeId expected, TypeId actual) {
    switch (fit(pair, expected, actual, 0)) {
      case FITS -> {}
      case BYTES -> pair.type(TARGET, "one side points to single bytes");
      case OTHER -> pair.type(TARGET, "");
      case OTHER_NUMBER -> pair.type(NUMBER, "");
      case INVALID -> pair.type(INVALID, "what C stores there may have no value in Rust");
      case RENAMED -> pair.type(RENAMED, "the pointee has another name and the same layout");
      case OTHER_TAG -> pair.type(RENAMED, "the tag that is declared alone is of another kind");
      case OTHER_LEVEL -> pair.type(NUMBER, "one side points to a pointer");
      case OTHER_ROW ->
          pair.type(
              pair.comparison().versions() ? NUMBER : TARGET,
              "the next array begins at another address");
      case FUNCTION -> pair.type(TARGET, "one side has a function");
      case UNKNOWN ->
          pair.undecided(
              Reason.NOT_MODELLED,
              "is "
                  + (pair.consumer().rust()
                      ? pair.consumer().text(pair.actualId())
                      : pair.provider().text(pair.expectedId()))
                  + " in Rust; nothing shows what it points to");
      case CALLED_BLINDLY ->
          pair.undecided(
              Reason.UNSUPPORTED,
              "is void * in C; nothing shows whether it may be called as "
                  + pair.consumer().text(pair.actualId()));
    }
  }

  /** Tells how two pointees relate. */
  private enum Fit {
    FITS,
    BYTES,
    OTHER,
    OTHER_NUMBER,
    INVALID,
    OTHER_LEVEL,
    OTHER_ROW,
    OTHER_TAG,
    RENAMED,
    FUNCTION,
    CALLED_BLINDLY,
    UNKNOWN
  }

  private static Fit fit(TypePair pair, TypeId expected, TypeId actual, int depth) {
    Type one = pair.provider().type(expected);
    Type other = pair.consumer().type(actual);
    if (one instanceof Type.Function called && other instanceof Type.Function believed) {
      Differences calls = pair.comparison().signatures(called.signature(), believed.signature());
      pair.found().include(calls, "*".repeat(depth), 0);
      return Fit.FITS;
    }
    if (OpaqueRule.argumentList(one, other)
        || (OpaqueRule.declaresArgumentList(one) && number(other))
        || (OpaqueRule.declaresArgumentList(other) && number(one))) {
      return Fit.FITS;
    }
    if (one instanceof Type.Function != other instanceof Type.Function) {
      if (pair.comparison().versions()
          && (one instanceof Type.Pointer || other instanceof Type.Pointer)) {
        return Fit.OTHER_LEVEL;
      }
      if (unknown(one)) {
        return Fit.CALLED_BLINDLY;
      }
      return unknown(other) ? Fit.FITS : Fit.FUNCTION;
    }
    if (composite(one)
        && composite(other)
        && (unnamed(one, other) || abbreviated(pair, expected, actual))) {
      if (!named(pair, expected, actual)) {
        pair.found().include(pair.comparison().compare(expected, actual), "*", 0);
      }
      return Fit.FITS;
    }
    if (pair.comparison().versions() && otherLevel(one, other)) {
      return Fit.OTHER_LEVEL;
    }
    if (other instanceof Type.Opaque opaque
        && opaque.cause() == Type.Opaque.Cause.NOT_MODELLED
        && pair.consumer().rust()
        && !anything(one)) {
      return named(pair, expected, actual) ? Fit.FITS : Fit.UNKNOWN;
    }
    Optional<Fit> generic = generic(pair, expected, actual);
    if (generic.isPresent()) {
      return generic.get();
    }
    if (languages(pair)
        && (invalid(pair.provider(), expected, pair.consumer(), actual)
            || invalid(pair.consumer(), actual, pair.provider(), expected))) {
      return Fit.INVALID;
    }
    if (one instanceof Type.Number a
        && other instanceof Type.Number b
        && (a.bytes() == 1) != (b.bytes() == 1)) {
      return truth(one) || truth(other) ? Fit.OTHER_NUMBER : Fit.BYTES;
    }
    if ((one instanceof Type.Pointer && singleByte(other))
        || (other instanceof Type.Pointer && singleByte(one))) {
      return Fit.BYTES;
    }
    if (anything(one) || anything(other) || depth > DEEPEST) {
      return Fit.FITS;
    }
    if (unnamed(one, other) && pair.comparison().versions()) {
      return Fit.FITS;
    }
    if (unnamed(one, other)
        && (one instanceof Type.Incomplete || other instanceof Type.Incomplete)) {
      return Fit.UNKNOWN;
    }
    if (pointerAndNumber(one, other) || pointerAndNumber(other, one)) {
      return Fit.OTHER_LEVEL;
    }
    if (one instanceof Type.Pointer a && other instanceof Type.Pointer b) {
      return fit(pair, a.target(), b.target(), depth + 1);
    }
    if (one instanceof Type.Array row && other instanceof Type.Array otherRow) {
      return otherRow(pair.comparison(), row, otherRow)
          ? Fit.OTHER_ROW
          : fit(pair, row.element(), otherRow.element(), depth + 1);
    }
    if (ComplexRule.behindPointer(pair.provider(), expected, pair.consumer(), actual)) {
      return Fit.FITS;
    }
    if (one instanceof Type.Array array) {
      return fit(pair, array.element(), actual, depth + 1);
    }
    if (other instanceof Type.Array array) {
      return fit(pair, expected, array.element(), depth + 1);
    }
    if (one instanceof Type.Number a && other instanceof Type.Number b) {
      return a.bytes() == b.bytes() && sameKind(pair, a, b) ? Fit.FITS : Fit.OTHER_NUMBER;
    }
    if (named(pair, expected, actual) || abbreviated(pair, expected, actual)) {
      return pair.comparison().versions() && otherTag(one, other) ? Fit.OTHER_TAG : Fit.FITS;
    }
    Optional<String> name = one.declaredName();
    Optional<String> otherName = other.declaredName();
    boolean renamed =
        name.isPresent()
            && otherName.isPresent()
            && pair.comparison().renamed(name.get(), otherName.get());
    return renamed || sameLayout(pair, expected, actual) ? Fit.RENAMED : Fit.OTHER;
  }

  /** Tells whether both sides have structs with the same members, by whatever names. */
  private static boolean sameLayout(TypePair pair, TypeId expected, TypeId actual) {
    if (!(pair.provider().type(expected) instanceof Type.Aggregate one)
        || !(pair.consumer().type(actual) instanceof Type.Aggregate other)
        || pair.comparison().versions()
        || one.bytes() == 0
        || one.bytes() != other.bytes()) {
      return false;
    }
    Differences found = pair.comparison().compare(expected, actual);
    return !found.differs() && found.undecided().isEmpty();
  }

  private static boolean languages(TypePair pair) {
    return pair.provider().rust() != pair.consumer().rust();
  }

  /**
   * Compares with a struct of Rust of which there are many by one name ({@code node<u32>}): one of
   * C's name has a layout that nothing compares, and no number is one. Empty for any other.
   */
  private static Optional<Fit> generic(TypePair pair, TypeId expected, TypeId actual) {
    boolean swapped = pair.provider().rust();
    Type ofC = swapped ? pair.consumer().type(actual) : pair.provider().type(expected);
    Type believed = swapped ? pair.provider().type(expected) : pair.consumer().type(actual);
    String name = believed.declaredName().orElse("");
    int angle = name.indexOf('<');
    if (!languages(pair) || angle <= 0 || empty(believed)) {
      return Optional.empty();
    }
    return switch (ofC) {
      case Type.Aggregate _, Type.Incomplete _ -> {
        Side c = swapped ? pair.consumer() : pair.provider();
        String base = plain(name.substring(0, angle));
        boolean same =
            Stream.concat(
                    c.names(swapped ? actual : expected).stream(),
                    c.typedefs(swapped ? actual : expected).stream())
                .anyMatch(own -> plain(own).equals(base));
        yield same ? Optional.of(Fit.UNKNOWN) : Optional.empty();
      }
      case Type.Scalar number -> number.bytes() > 1 ? Optional.of(Fit.OTHER) : Optional.empty();
      case Type.Pointer _ -> Optional.of(Fit.OTHER);
      case Type _ -> Optional.empty();
    };
  }

  private static boolean empty(Type type) {
    return type instanceof Type.Incomplete incomplete
        ? incomplete.placeholderBytes().isPresent()
        : type.valueBytes().orElse(1L) == 0;
  }

  /** Tells whether arrays have other lengths; one of no element says nothing of it to C. */
  private static boolean otherRow(TypeComparison comparison, Type.Array one, Type.Array other) {
    return one.count().isPresent()
        && other.count().isPresent()
        && !one.valueBytes().equals(other.valueBytes())
        && (comparison.versions()
            || (one.count().getAsLong() > 0 && other.count().getAsLong() > 0));
  }

  /** Tells whether Rust has a number of fewer values than the one that C may store. */
  private static boolean invalid(Side rust, TypeId in, Side c, TypeId from) {
    if (!rust.rust() || !(c.type(from) instanceof Type.Number stored)) {
      return false;
    }
    boolean whole = stored instanceof Type.Scalar scalar && Side.integer(scalar);
    boolean text = stored instanceof Type.Scalar scalar && scalar.name().equals("char");
    return stored.bytes() == rust.bytes(in)
        && !text
        && switch (rust.type(in)) {
          case Type.Enumeration closed -> !EnumerationRule.holds(closed, stored);
          case Type.Scalar scalar ->
              whole && (scalar.encoding() == Type.Encoding.BOOLEAN || rust.nonZero(in));
          default -> false;
        };
  }

  private static boolean sameKind(TypePair pair, Type.Number one, Type.Number other) {
    return !(one instanceof Type.Scalar a)
        || !(other instanceof Type.Scalar b)
        || !ScalarRule.otherKind(pair, a, b);
  }

  /** Tells whether one is a struct and the other a union, of which one has no body. */
  private static boolean otherTag(Type one, Type other) {
    Optional<Type.Shape> shape = shape(one);
    Optional<Type.Shape> otherShape = shape(other);
    return (one instanceof Type.Incomplete || other instanceof Type.Incomplete)
        && shape.isPresent()
        && otherShape.isPresent()
        && !shape.equals(otherShape);
  }

  private static Optional<Type.Shape> shape(Type type) {
    return switch (type) {
      case Type.Aggregate aggregate -> Optional.of(aggregate.shape());
      case Type.Incomplete incomplete -> Optional.of(incomplete.shape());
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Sequence _ -> Optional.empty();
      case Type.Tagged _, Type.Function _, Type.Wrapper _, Type.Opaque _ -> Optional.empty();
    };
  }

  /** Tells whether one is a pointer and the other a number, an array of them, or text. */
  private static boolean otherLevel(Type one, Type other) {
    boolean pointer = one instanceof Type.Pointer;
    Type value = pointer ? other : one;
    return pointer != other instanceof Type.Pointer
        && (value instanceof Type.Aggregate
            || value instanceof Type.Enumeration
            || (value instanceof Type.Scalar scalar
                && (scalar.bytes() > 1 || scalar.name().equals("char"))))
        && !nameless(value.declaredName().orElse("number"));
  }

  /** Tells whether there is a number of another size than the pointer has. */
  private static boolean pointerAndNumber(Type one, Type other) {
    return one instanceof Type.Pointer pointer
        && other instanceof Type.Number number
        && number.bytes() != pointer.bytes();
  }

  /** Tells whether one is a struct without a name: what is in both tells whether they fit. */
  private static boolean unnamed(Type one, Type other) {
    return (composite(one) && one.declaredName().isEmpty())
        || (composite(other) && other.declaredName().isEmpty());
  }

  /**
   * Tells whether Rust's name is C's without what all names of a library begin with: {@code
   * cmsToneCurve} is {@code ToneCurve}, and {@code SCJsonBuilder} is {@code JsonBuilder}.
   */
  private static boolean abbreviated(TypePair pair, TypeId expected, TypeId actual) {
    if (pair.provider().rust() == pair.consumer().rust()) {
      return false;
    }
    boolean swapped = pair.provider().rust();
    Side c = swapped ? pair.consumer() : pair.provider();
    Side rust = swapped ? pair.provider() : pair.consumer();
    for (String whole : c.names(swapped ? actual : expected)) {
      for (String last : rust.names(swapped ? expected : actual)) {
        int from = whole.length() - last.length();
        if (from > 0
            && last.length() >= SHORTEST
            && whole.endsWith(last)
            && Character.isUpperCase(last.charAt(0))
            && (!Character.isUpperCase(whole.charAt(from - 1)) || initials(whole, from, last))) {
          return true;
        }
      }
    }
    return false;
  }

  /** Tells whether all before the word are capitals, as those of {@code SCJsonBuilder} are. */
  private static boolean initials(String whole, int from, String word) {
    return Character.isLowerCase(word.charAt(1))
        && whole.substring(0, from).chars().allMatch(Character::isUpperCase);
  }

  private static boolean singleByte(Type type) {
    return type instanceof Type.Number number && number.bytes() == 1;
  }

  private static boolean truth(Type type) {
    return type instanceof Type.Scalar scalar && scalar.encoding() == Type.Encoding.BOOLEAN;
  }

  private static boolean composite(Type type) {
    return type instanceof Type.Aggregate || type instanceof Type.Enumeration;
  }

  private static boolean unknown(Type type) {
    return type instanceof Type.Void || type instanceof Type.Opaque;
  }

  /** Tells whether it is what bindgen writes of a type without members. */
  private static boolean number(Type type) {
    return type instanceof Type.Scalar || anything(type);
  }

  /** Tells whether it is {@code void}, a byte, or something that is not known. */
  private static boolean anything(Type type) {
    return switch (type) {
      case Type.Void _, Type.Opaque _, Type.Function _ -> true;
      case Type.Scalar scalar -> scalar.bytes() == 1;
      case Type.Aggregate _, Type.Incomplete _, Type.Tagged _ ->
          type.declaredName().filter(PointerRule::nameless).isPresent();
      case Type.Enumeration _, Type.Pointer _, Type.Sequence _, Type.Wrapper _ -> false;
    };
  }

  /** Tells whether a name is not one that C would have. */
  private static boolean nameless(String name) {
    return name.isEmpty() || BindgenNames.unnamed(name) || name.indexOf('<') >= 0;
  }

  /** Tells whether both sides use one name, where case and underscores do not count. */
  private static boolean named(TypePair pair, TypeId expected, TypeId actual) {
    // A struct that C defines inside another gets the other's name in front from bindgen.
    Optional<String> nested = pair.provider().type(expected).declaredName().map("_"::concat);
    for (String name : pair.consumer().names(actual)) {
      if (nested.filter(name::endsWith).isPresent()) {
        return true;
      }
      for (String own : pair.provider().names(expected)) {
        if (own.equals(name) || plain(own).equals(plain(name))) {
          return true;
        }
      }
      if (pair.provider().typedefs(expected).contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Returns a name without what languages write otherwise; gccrs puts the path in front. */
  private static String plain(String name) {
    boolean path = name.indexOf('<') < 0 && name.contains("::");
    String last = path ? name.substring(name.lastIndexOf(':') + 1) : name;
    return last.replace("_", "").toLowerCase(Locale.ROOT);
  }
}
