package org.abiseam.rules.layout;

import static org.abiseam.rules.layout.Side.integer;

import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;
import org.abiseam.model.Undetermined.Reason;

/**
 * Compares numbers by what they are: size, kind, sign.
 *
 * <p>Three differences do not matter. C's plain {@code char} is text, and whether it is signed is a
 * flag ({@code -funsigned-char}) that Rust's {@code u8} does not follow. Floating types that Rust
 * lacks ({@code long double}, {@code _Float16}, decimal) come out of bindgen as integers of their
 * size. {@code char32_t} is a number to Rust.
 *
 * <p>Rust's {@code bool}, {@code char} and {@code NonZero} have values that must not occur: a C
 * number there is undefined behaviour as soon as it has one. C's {@code _Bool} is 0 or 1, whoever
 * writes it.
 */
final class ScalarRule {
  private static final Clause TYPE =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause LENIENT =
      Clause.harmless(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);

  /** The same bits are read; what they mean differs where the top one is set. */
  private static final Clause SIGN =
      Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);

  private static final String NEGATIVE = "a number below 0 on one side is a large one on the other";

  private static final Clause PADDING =
      Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause INVALID =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.RUST_INVALID_VALUE);
  private static final Clause POINTER = Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);

  private ScalarRule() {}

  /** Compares with a number or a pointer, and tells whether it is one. */
  static boolean compare(TypePair pair, Type.Scalar expected) {
    if (pair.actual() instanceof Type.Enumeration actual) {
      EnumerationRule.inPlaceOfNumber(pair, expected, actual);
    } else if (pair.actual() instanceof Type.Scalar actual) {
      if (!pair.sizeDiffers(TYPE)) {
        scalars(pair, expected, actual);
      }
    } else if (pair.actual() instanceof Type.Pointer) {
      if (!pair.sizeDiffers(TYPE)) {
        pair.type(POINTER, expected.name(), "pointer", "one side has a number");
      }
    } else {
      return false;
    }
    return true;
  }

  /** Adds that Rust has a number that is never 0 where C may have 0. */
  static void zero(TypePair pair) {
    pair.type(INVALID, "0 is not valid in Rust");
  }

  /** Tells whether nothing of two numbers can differ. */
  static boolean same(Type.Scalar one, Type.Scalar other) {
    return one.bytes() == other.bytes()
        && one.encoding() == other.encoding()
        && one.valueBits() == other.valueBits()
        && (!fraction(one) || one.name().equals(other.name()));
  }

  private static void scalars(TypePair pair, Type.Scalar expected, Type.Scalar actual) {
    if (expected.encoding() != actual.encoding()) {
      encodings(pair, expected, actual);
    } else if (!expected.name().equals(actual.name()) && fraction(expected)) {
      formats(pair, expected, actual);
    } else if (integer(expected) && expected.valueBits() != actual.valueBits()) {
      pair.type(PADDING, expected.name(), actual.name(), "the bits above the value are padding");
    }
  }

  private static void encodings(TypePair pair, Type.Scalar expected, Type.Scalar actual) {
    if (integer(expected) && integer(actual)) {
      boolean text = expected.name().equals("char") || actual.name().equals("char");
      RuleDifference differs =
          RuleDifference.of(text ? LENIENT : SIGN, What.SIGNEDNESS, sign(expected), sign(actual));
      pair.differs(text ? differs : differs.because(NEGATIVE));
    } else if (actual.encoding() == Encoding.BOOLEAN && !pair.consumer().rust()) {
      pair.type(PADDING, expected.name(), actual.name(), "a bool of C is 0 or 1");
    } else if (invalid(actual)) {
      pair.type(INVALID, expected.name(), actual.name(), "not every value is valid in Rust");
    } else if (expected.encoding() == Encoding.BOOLEAN) {
      pair.type(PADDING, expected.name(), actual.name(), "a bool of C is 0 or 1");
    } else {
      boolean lost = lost(pair, expected, actual);
      pair.type(lost ? LENIENT : TYPE, expected.name(), actual.name(), "");
    }
  }

  private static void formats(TypePair pair, Type.Scalar expected, Type.Scalar actual) {
    FloatFormat one = FloatFormat.of(pair.provider(), expected);
    FloatFormat other = FloatFormat.of(pair.consumer(), actual);
    if (one == FloatFormat.NOT_TOLD || other == FloatFormat.NOT_TOLD) {
      pair.undecided(
          Reason.NOT_MODELLED,
          "is %s on one side and %s on the other; nothing tells whether they have one format"
              .formatted(expected.name(), actual.name()));
    } else if (one != other) {
      pair.type(TYPE, expected.name(), actual.name(), "the same bytes are another number");
    }
  }

  /** Tells whether two numbers of one size are of kinds that read the same bytes differently. */
  static boolean otherKind(TypePair pair, Type.Scalar expected, Type.Scalar actual) {
    return expected.encoding() == actual.encoding()
        ? fraction(expected)
            && FloatFormat.of(pair.provider(), expected) != FloatFormat.of(pair.consumer(), actual)
        : (fraction(expected) || fraction(actual)) && !lost(pair, expected, actual);
  }

  private static boolean fraction(Type.Scalar scalar) {
    return switch (scalar.encoding()) {
      case FLOAT, DECIMAL_FLOAT, COMPLEX_FLOAT -> true;
      case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE, COMPLEX_INTEGER -> false;
    };
  }

  private static boolean invalid(Type.Scalar actual) {
    return actual.encoding() == Encoding.BOOLEAN || actual.encoding() == Encoding.UNICODE;
  }

  /** Tells whether Rust has no such type, so that bindgen writes an integer. */
  private static boolean lost(TypePair pair, Type.Scalar expected, Type.Scalar actual) {
    return integer(actual) && pair.consumer().rust() && withoutRustType(expected);
  }

  private static boolean withoutRustType(Type.Scalar scalar) {
    return switch (scalar.encoding()) {
      case FLOAT -> scalar.bytes() != 4 && scalar.bytes() != 8;
      case DECIMAL_FLOAT, COMPLEX_FLOAT, COMPLEX_INTEGER, UNICODE -> true;
      case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN -> false;
    };
  }

  private static Value sign(Type.Scalar scalar) {
    return Value.of(scalar.encoding() == Encoding.SIGNED ? "signed" : "unsigned");
  }
}
