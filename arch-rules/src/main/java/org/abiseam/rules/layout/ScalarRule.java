package org.abiseam.rules.layout;

import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;

/**
 * Numbers pair by what they are: size, kind, sign.
 *
 * <p>Three differences are none that matter. C's plain {@code char} holds text, and whether it is
 * signed is a flag ({@code -funsigned-char}) that Rust's {@code u8} does not follow. Floating types
 * that Rust lacks ({@code long double}, {@code _Float16}, decimal) come out of bindgen as integers
 * of their size. {@code char32_t} is a number to Rust.
 *
 * <p>Rust's {@code bool} and {@code char} have values that must not occur: a C number there is
 * undefined behaviour as soon as it holds one.
 */
final class ScalarRule {
  private static final Clause TYPE =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause LENIENT =
      Clause.harmless(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause PADDING =
      Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_REPRESENTATION);
  private static final Clause INVALID =
      Clause.harmful(Rule.LAYOUT_MEMBER_TYPE, Citations.RUST_INVALID_VALUE);
  private static final Clause POINTER = Clause.risky(Rule.LAYOUT_MEMBER_TYPE, Citations.C_POINTER);

  private ScalarRule() {}

  static boolean compare(Type.Scalar expected, Type other, Outcome out) {
    return switch (other) {
      case Type.Scalar actual -> {
        scalars(expected, actual, out);
        yield true;
      }
      case Type.Enumeration actual -> {
        EnumerationRule.holding(expected, actual, out);
        yield true;
      }
      case Type.Pointer pointer -> {
        pointer(expected, pointer, out);
        yield true;
      }
      case Type.Void _,
          Type.Array _,
          Type.Vector _,
          Type.Aggregate _,
          Type.Tagged _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          false;
    };
  }

  private static void scalars(Type.Scalar expected, Type.Scalar actual, Outcome out) {
    if (expected.bytes() != actual.bytes()) {
      out.size(TYPE, expected.bytes(), actual.bytes(), "");
    } else if (expected.encoding() != actual.encoding()) {
      encodings(expected, actual, out);
    } else if (number(expected) && expected.valueBits() != actual.valueBits()) {
      out.type(PADDING, expected.name(), actual.name(), "bits above the value are padding");
    }
  }

  private static void encodings(Type.Scalar expected, Type.Scalar actual, Outcome out) {
    if (number(expected) && number(actual)) {
      boolean text = expected.name().equals("char") || actual.name().equals("char");
      out.property(text ? LENIENT : TYPE, What.SIGNEDNESS, sign(expected), sign(actual));
    } else if (invalid(actual.encoding())) {
      out.type(INVALID, expected.name(), actual.name(), "not every value is one in Rust");
    } else if (expected.encoding() == Encoding.BOOLEAN) {
      out.type(PADDING, expected.name(), actual.name(), "only 0 and 1 are values in C");
    } else {
      boolean lost = number(actual) && (withoutRustType(expected) || unicode(expected));
      out.type(lost ? LENIENT : TYPE, expected.name(), actual.name(), "");
    }
  }

  private static void pointer(Type.Scalar expected, Type.Pointer actual, Outcome out) {
    if (expected.bytes() != actual.bytes()) {
      out.size(TYPE, expected.bytes(), actual.bytes(), "");
    } else {
      out.type(POINTER, expected.name(), "pointer", "a number on one side");
    }
  }

  static boolean number(Type.Scalar scalar) {
    return scalar.encoding() == Encoding.SIGNED || scalar.encoding() == Encoding.UNSIGNED;
  }

  private static boolean unicode(Type.Scalar scalar) {
    return scalar.encoding() == Encoding.UNICODE;
  }

  private static boolean invalid(Encoding encoding) {
    return encoding == Encoding.BOOLEAN || encoding == Encoding.UNICODE;
  }

  private static boolean withoutRustType(Type.Scalar scalar) {
    return switch (scalar.encoding()) {
      case FLOAT -> scalar.bytes() != 4 && scalar.bytes() != 8;
      case DECIMAL_FLOAT, COMPLEX_FLOAT, COMPLEX_INTEGER -> true;
      case SIGNED, UNSIGNED, BOOLEAN, UNICODE -> false;
    };
  }

  private static Value sign(Type.Scalar scalar) {
    return Value.of(scalar.encoding() == Encoding.SIGNED ? "signed" : "unsigned");
  }
}
