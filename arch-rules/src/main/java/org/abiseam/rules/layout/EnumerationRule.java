package org.abiseam.rules.layout;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;

/**
 * Enumerations: size, sign and values.
 *
 * <p>A C enumeration is a number that may hold more than its names say. A Rust enum is closed: any
 * other value is undefined behaviour (Rust Reference, Behavior considered undefined), so a C value
 * without a Rust variant is harmful, and so is a plain C number where Rust has an enum. Which
 * variant means which enumerator is the matter of {@link EnumeratorNames}.
 *
 * <p>Sign counts only where a value reads differently: GCC makes an enumeration without negative
 * values unsigned, Rust's {@code repr(C)} signed, and 3 is 3 in both.
 */
final class EnumerationRule {
  private static final Clause SIZE =
      Clause.harmful(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);
  private static final Clause RANGE =
      Clause.harmful(Rule.LAYOUT_ENUM_RANGE, Citations.RUST_INVALID_VALUE);
  private static final Clause EXTRA = Clause.risky(Rule.LAYOUT_ENUM_RANGE, Citations.RUST_ENUM);
  private static final Clause MORE =
      Clause.harmless(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);
  private static final Clause VALUE =
      Clause.harmful(Rule.LAYOUT_ENUM_VALUE, Citations.C_ENUMERATION);

  private EnumerationRule() {}

  static boolean compare(
      Comparison comparison, Type.Enumeration expected, Type other, Outcome out) {
    return switch (other) {
      case Type.Enumeration actual -> {
        if (comparison.versions()) {
          Enumerators.compare(expected, actual, out);
        } else {
          enumerations(expected, actual, out);
        }
        yield true;
      }
      case Type.Scalar actual -> {
        number(expected, actual, out);
        yield true;
      }
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
          false;
    };
  }

  private static void enumerations(
      Type.Enumeration expected, Type.Enumeration actual, Outcome out) {
    if (expected.bytes() != actual.bytes()) {
      out.size(SIZE, expected.bytes(), actual.bytes(), "");
      return;
    }
    if (expected.signed() != actual.signed() && readsDifferently(expected)) {
      out.property(SIZE, What.SIGNEDNESS, sign(expected.signed()), sign(actual.signed()));
    }
    values(expected, actual, out);
  }

  /** A closed enum in the place of a C number. */
  static void holding(Type.Scalar expected, Type.Enumeration actual, Outcome out) {
    if (expected.bytes() != actual.bytes()) {
      out.size(SIZE, expected.bytes(), actual.bytes(), "");
    } else if (actual.closed() && !complete(actual)) {
      out.type(RANGE, expected.name(), name(actual), "not every number is a variant");
    }
  }

  /** A number in the place of a C enumeration. */
  private static void number(Type.Enumeration expected, Type.Scalar actual, Outcome out) {
    if (expected.bytes() != actual.bytes()) {
      out.size(SIZE, expected.bytes(), actual.bytes(), "");
    } else if (!ScalarRule.number(actual)) {
      out.type(SIZE, name(expected), actual.name(), "");
    } else if (expected.signed() != (actual.encoding() == Encoding.SIGNED)
        && readsDifferently(expected)) {
      out.property(
          SIZE,
          What.SIGNEDNESS,
          sign(expected.signed()),
          sign(actual.encoding() == Encoding.SIGNED));
    }
  }

  private static boolean complete(Type.Enumeration closed) {
    return closed.bytes() == 1 && closed.values().size() == 256;
  }

  /** Whether the top bit of some value is set. */
  private static boolean readsDifferently(Type.Enumeration enumeration) {
    long top = 1L << Math.min(63, (enumeration.bytes() * 8) - 1);
    for (Type.Enumeration.Value value : enumeration.values()) {
      if ((value.number() & top) != 0) {
        return true;
      }
    }
    return false;
  }

  private static void values(Type.Enumeration expected, Type.Enumeration actual, Outcome out) {
    EnumeratorNames names = new EnumeratorNames(expected.values(), actual.values());
    Set<Long> actualNumbers = new HashSet<>();
    for (Type.Enumeration.Value value : actual.values()) {
      actualNumbers.add(bits(value.number(), actual));
    }
    Set<Long> expectedNumbers = new HashSet<>();
    for (Type.Enumeration.Value value : expected.values()) {
      long number = bits(value.number(), expected);
      expectedNumbers.add(number);
      Optional<Type.Enumeration.Value> partner = names.partner(value);
      if (partner.isPresent() && bits(partner.get().number(), actual) != number) {
        Value named = Value.of(partner.get().number());
        member(out, VALUE, value.name(), Value.of(value.number()), named);
      } else if (!actualNumbers.contains(number) && actual.closed()) {
        member(out, RANGE, value.name(), Value.of(value.number()), Value.of("absent"));
      }
    }
    extra(actual, expectedNumbers, out);
  }

  private static void extra(Type.Enumeration actual, Set<Long> expected, Outcome out) {
    for (Type.Enumeration.Value value : actual.values()) {
      if (!expected.contains(bits(value.number(), actual))) {
        // C may hold any number of the type; a variant more matters to a closed enum alone.
        Clause clause = actual.closed() ? EXTRA : MORE;
        member(out, clause, value.name(), Value.of("absent"), Value.of(value.number()));
      }
    }
  }

  /** An enumerator that has another number, or is on one side alone. */
  static void member(Outcome out, Clause clause, String name, Value expected, Value actual) {
    boolean both = expected.number().isPresent() && actual.number().isPresent();
    out.add(
        new Deviation(
            clause.rule(),
            clause.severity(),
            name,
            0,
            both ? What.VALUE : What.PRESENCE,
            expected,
            actual,
            "",
            clause.citation(),
            List.of()));
  }

  private static long bits(long number, Type.Enumeration enumeration) {
    return enumeration.bytes() >= 8 ? number : number & ((1L << (enumeration.bytes() * 8)) - 1);
  }

  private static Value sign(boolean signed) {
    return Value.of(signed ? "signed" : "unsigned");
  }

  private static String name(Type.Enumeration enumeration) {
    return "enum " + enumeration.name().orElse("{…}");
  }
}
