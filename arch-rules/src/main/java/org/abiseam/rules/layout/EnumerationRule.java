package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;
import org.abiseam.model.Type.Enumeration;

/**
 * Compares enumerations: size, sign and values.
 *
 * <p>A C enumeration is a number that may have more values than names. A Rust enum is closed: any
 * other value is undefined behaviour (Rust Reference, Behavior considered undefined), so a C value
 * without a Rust variant is harmful, and so is a plain C number where Rust has an enum. {@link
 * EnumeratorNames} finds the variant of an enumerator.
 *
 * <p>Sign counts only where a value reads differently: GCC makes an enumeration without negative
 * values unsigned, Rust's {@code repr(C)} signed, and 3 is 3 in both.
 *
 * <p>Between versions, code that was compiled against the old enumeration passes and expects the
 * old numbers. A name with another number is harmful, a number that is gone is risky, because it
 * may now mean nothing, and a new name is harmless. The name that marks the end ({@code NR_STATES})
 * has to move when there is one more, and stands for no state: where it was and is the greatest or
 * the last, that is harmless.
 */
final class EnumerationRule {
  private static final Clause SIZE =
      Clause.harmful(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);
  private static final Clause RANGE =
      Clause.harmful(Rule.LAYOUT_ENUM_RANGE, Citations.RUST_INVALID_VALUE);
  private static final Clause EXTRA = Clause.risky(Rule.LAYOUT_ENUM_RANGE, Citations.RUST_ENUM);
  private static final Clause GONE = Clause.risky(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);
  private static final Clause MORE =
      Clause.harmless(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);
  private static final Clause VALUE =
      Clause.harmful(Rule.LAYOUT_ENUM_VALUE, Citations.C_ENUMERATION);
  private static final Clause END =
      Clause.harmless(Rule.LAYOUT_ENUM_VALUE, Citations.C_ENUMERATION);

  private static final Pattern END_MARK =
      Pattern.compile(
          "(?i)(^|.*_)((max|last)(one|entry|code)?|nr|num|counts?|end|size|total|number|types|sentinel)"
              + "(_.*|$)");

  private EnumerationRule() {}

  /** Compares with an enumeration or a number, and tells whether it is one. */
  static boolean compare(TypePair pair, Enumeration expected) {
    if (!(pair.actual() instanceof Type.Number) || pair.sizeDiffers(SIZE)) {
      return pair.actual() instanceof Type.Number;
    }
    if (pair.actual() instanceof Type.Scalar actual) {
      number(pair, expected, actual);
    } else if (pair.actual() instanceof Enumeration actual) {
      if (pair.comparison().versions()) {
        versions(pair, expected, actual);
      } else {
        sign(pair, expected, actual.signed());
        values(pair, expected, actual);
      }
    }
    return true;
  }

  /** Compares a closed enum that stands in the place of a C number. */
  static void inPlaceOfNumber(TypePair pair, Type.Scalar expected, Enumeration actual) {
    if (pair.sizeDiffers(SIZE) || !actual.closed() || complete(actual)) {
      return;
    }
    Optional<Enumeration> named = pair.provider().namesOfValues(pair.expectedId());
    if (named.isPresent()) {
      values(pair, sized(named.get(), expected), actual);
    } else {
      pair.type(RANGE, expected.name(), name(actual), "not every number has a variant");
    }
  }

  private static Enumeration sized(Enumeration named, Type.Scalar number) {
    boolean signed = number.encoding() == Encoding.SIGNED;
    return new Enumeration(named.name(), number.bytes(), signed, named.values(), named.closed());
  }

  /** Tells whether an enum has a variant for each value of a C number or enumeration. */
  static boolean holds(Enumeration closed, Type.Number stored) {
    if (!closed.closed() || complete(closed)) {
      return true;
    }
    Set<Long> variants = numbers(closed);
    return stored instanceof Enumeration enumeration
        && enumeration.values().stream()
            .allMatch(value -> variants.contains(bits(value.number(), enumeration)));
  }

  private static boolean complete(Enumeration closed) {
    return closed.bytes() == 1 && closed.values().size() == 256;
  }

  private static void number(TypePair pair, Enumeration expected, Type.Scalar actual) {
    if (Side.integer(actual)) {
      sign(pair, expected, actual.encoding() == Encoding.SIGNED);
    } else {
      pair.type(SIZE, name(expected), actual.name(), "");
    }
  }

  /** Compares the signs where the top bit of some value is set. */
  private static void sign(TypePair pair, Enumeration expected, boolean signed) {
    long top = 1L << Math.min(63, (expected.bytes() * 8) - 1);
    if (expected.signed() != signed
        && expected.values().stream().anyMatch(value -> (value.number() & top) != 0)) {
      Value one = Value.of(expected.signed() ? "signed" : "unsigned");
      Value other = Value.of(signed ? "signed" : "unsigned");
      pair.differs(RuleDifference.of(SIZE, What.SIGNEDNESS, one, other));
    }
  }

  /** Compares the numbers of enumerators with those of variants. */
  static void values(TypePair pair, Enumeration expected, Enumeration actual) {
    EnumeratorNames names = new EnumeratorNames(expected.values(), actual.values());
    Set<Long> actualNumbers = numbers(actual);
    for (Enumeration.Value value : expected.values()) {
      long number = bits(value.number(), expected);
      Optional<Enumeration.Value> partner = names.partner(value);
      if (partner.isPresent() && bits(partner.get().number(), actual) != number) {
        value(pair, VALUE, value.name(), text(value, expected), text(partner.get(), actual));
      } else if (!actualNumbers.contains(number) && actual.closed()) {
        value(pair, RANGE, value.name(), text(value, expected), Value.ABSENT);
      }
    }
    Set<Long> expectedNumbers = numbers(expected);
    for (Enumeration.Value value : actual.values()) {
      if (!expectedNumbers.contains(bits(value.number(), actual))) {
        // C may have any number of the type; one more variant matters to a closed enum alone.
        value(
            pair, actual.closed() ? EXTRA : MORE, value.name(), Value.ABSENT, text(value, actual));
      }
    }
  }

  private static void versions(TypePair pair, Enumeration old, Enumeration recent) {
    Map<String, Enumeration.Value> now = new HashMap<>();
    Set<String> texts = new HashSet<>();
    for (Enumeration.Value value : recent.values()) {
      now.put(value.name(), value);
      texts.add(text(value, recent).text());
    }
    Set<String> before = new HashSet<>();
    for (Enumeration.Value value : old.values()) {
      before.add(value.name());
      Value number = text(value, old);
      Enumeration.Value same = now.get(value.name());
      if (same == null) {
        boolean renamed = texts.contains(number.text());
        value(pair, renamed ? MORE : GONE, value.name(), number, Value.ABSENT);
      } else if (!number.equals(text(same, recent))) {
        boolean end =
            END_MARK.matcher(value.name()).matches()
                && ((greatest(value.number(), old) && greatest(same.number(), recent))
                    || (value.equals(old.values().getLast())
                        && same.equals(recent.values().getLast())));
        value(pair, end ? END : VALUE, value.name(), number, text(same, recent));
      }
    }
    for (Enumeration.Value value : recent.values()) {
      if (!before.contains(value.name())) {
        value(pair, MORE, value.name(), Value.ABSENT, text(value, recent));
      }
    }
  }

  private static boolean greatest(long number, Enumeration type) {
    return type.values().stream()
        .allMatch(
            value ->
                type.signed()
                    ? value.number() <= number
                    : Long.compareUnsigned(value.number(), number) <= 0);
  }

  /** Adds an enumerator that has another number, or that only one side has. */
  private static void value(TypePair pair, Clause clause, String name, Value one, Value other) {
    boolean both = !one.equals(Value.ABSENT) && !other.equals(Value.ABSENT);
    What what = both ? What.VALUE : What.PRESENCE;
    pair.differs(RuleDifference.of(clause, what, one, other).at(name, 0));
  }

  /** Returns the number; as text where it is greater than a signed number can be. */
  private static Value text(Enumeration.Value value, Enumeration type) {
    return type.signed() || value.number() >= 0
        ? Value.of(value.number())
        : Value.of(Long.toUnsignedString(value.number()));
  }

  private static Set<Long> numbers(Enumeration enumeration) {
    Set<Long> numbers = new HashSet<>();
    enumeration.values().forEach(value -> numbers.add(bits(value.number(), enumeration)));
    return numbers;
  }

  private static long bits(long number, Enumeration enumeration) {
    return enumeration.bytes() >= 8 ? number : number & ((1L << (enumeration.bytes() * 8)) - 1);
  }

  private static String name(Enumeration enumeration) {
    return "enum " + enumeration.name().orElse("{…}");
  }
}
