package org.abiseam.rules.layout;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * Compares C's complex numbers with what the other side has for them: a struct or an array of two
 * numbers.
 *
 * <p>A complex number is stored as an array of two, the real part first. That says nothing of where
 * it travels by value: the plans of calls do, in which one side has a complex number and the other
 * a struct.
 */
final class ComplexRule {
  private static final Clause TYPE = Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_COMPLEX);
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.C_COMPLEX);

  /** For parts that Rust has no type for. */
  private static final Clause LENIENT =
      Clause.harmless(Rule.LAYOUT_MEMBER_TYPE, Citations.C_COMPLEX);

  private ComplexRule() {}

  /** Compares where one side has a complex number and the other two numbers; false elsewhere. */
  static boolean compare(TypePair pair) {
    if (pair.comparison().versions()) {
      return false;
    }
    if (pair.expected() instanceof Type.Scalar one && one.complex()) {
      return compare(pair, one, pair.provider(), pair.consumer(), pair.actualId());
    }
    return pair.actual() instanceof Type.Scalar other
        && other.complex()
        && compare(pair, other, pair.consumer(), pair.provider(), pair.expectedId());
  }

  private static boolean compare(
      TypePair pair, Type.Scalar complex, Side side, Side other, TypeId parts) {
    Optional<Type.Scalar> part = part(other, parts);
    if (part.isEmpty()) {
      return false;
    }
    if (pair.sizeDiffers(SIZE)) {
      return true;
    }
    switch (fit(complex, side, part.get(), other)) {
      case SAME -> {}
      case WITHOUT_RUST_TYPE -> pair.type(LENIENT, "Rust has no type for the parts");
      case OTHER -> pair.type(TYPE, "the parts are numbers of another kind");
      case NOT_TOLD ->
          pair.undecided(
              Reason.NOT_MODELLED,
              "is " + complex.name() + "; nothing tells the format of its parts");
    }
    return true;
  }

  /** Tells how a part of a complex number relates to a number of the other side. */
  private enum Fit {
    SAME,
    WITHOUT_RUST_TYPE,
    OTHER,
    NOT_TOLD
  }

  private static Fit fit(Type.Scalar complex, Side side, Type.Scalar part, Side other) {
    boolean whole = Side.integer(part);
    if (complex.bytes() != 2 * part.bytes()) {
      return Fit.OTHER;
    }
    if (complex.encoding() == Type.Encoding.COMPLEX_INTEGER) {
      // Debug info does not tell its sign.
      return whole ? Fit.SAME : Fit.OTHER;
    }
    if (whole) {
      boolean known = !other.rust() || part.bytes() == Float.BYTES || part.bytes() == Double.BYTES;
      return known ? Fit.OTHER : Fit.WITHOUT_RUST_TYPE;
    }
    FloatFormat one = FloatFormat.of(side, complex);
    FloatFormat format = FloatFormat.of(other, part);
    if (part.encoding() != Type.Encoding.FLOAT) {
      return Fit.OTHER;
    }
    return one == FloatFormat.NOT_TOLD || format == FloatFormat.NOT_TOLD
        ? Fit.NOT_TOLD
        : one == format ? Fit.SAME : Fit.OTHER;
  }

  /**
   * Tells whether what a pointer of Rust points to is two numbers, or the first of two, as C's
   * complex number is.
   */
  static boolean behindPointer(Side one, TypeId expected, Side other, TypeId actual) {
    return one.rust() != other.rust()
        && (stored(one, expected, other, actual) || stored(other, actual, one, expected));
  }

  private static boolean stored(Side side, TypeId id, Side rust, TypeId in) {
    if (!(side.type(id) instanceof Type.Scalar complex && complex.complex())) {
      return false;
    }
    Optional<Type.Scalar> part =
        rust.type(in) instanceof Type.Scalar number ? Optional.of(number) : part(rust, in);
    return part.filter(number -> fit(complex, side, number, rust) != Fit.OTHER).isPresent();
  }

  /** Returns the number of which a struct or an array has two and nothing else. */
  private static Optional<Type.Scalar> part(Side side, TypeId id) {
    return switch (side.type(id)) {
      case Type.Array array when array.count().orElse(0) == 2 -> number(side, array.element());
      case Type.Aggregate struct when struct.shape() == Type.Shape.STRUCT -> {
        List<Member> members =
            struct.members().stream().filter(member -> side.bytes(member.type()) > 0).toList();
        yield members.size() == 2
            ? number(side, members.getFirst().type())
                .filter(
                    part ->
                        part.equals(number(side, members.getLast().type()).orElse(null))
                            && members.getFirst().bitOffset() == 0
                            && members.getLast().bitOffset() == part.bytes() * Byte.SIZE
                            && struct.bytes() == 2 * part.bytes())
            : Optional.empty();
      }
      case Type _ -> Optional.empty();
    };
  }

  private static Optional<Type.Scalar> number(Side side, TypeId id) {
    return side.type(Wrappers.inner(side.types(), id)) instanceof Type.Scalar scalar
        ? Optional.of(scalar)
        : Optional.empty();
  }
}
