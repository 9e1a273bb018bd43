package org.abiseam.rules.layout;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;

/**
 * An enumeration of C and what became of it.
 *
 * <p>Whoever was compiled against the old one passes and expects the old numbers. A name with
 * another number is harmful, a number that is gone is risky, because it may now mean nothing, and
 * one more or another name for it is harmless. The name that marks the end ({@code NR_STATES}) has
 * to move when there is one more, and stands for no state: where it was and is the greatest, that
 * is harmless.
 */
final class Enumerators {
  private static final Clause SIZE =
      Clause.harmful(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);
  private static final Clause VALUE =
      Clause.harmful(Rule.LAYOUT_ENUM_VALUE, Citations.C_ENUMERATION);
  private static final Clause END =
      Clause.harmless(Rule.LAYOUT_ENUM_VALUE, Citations.C_ENUMERATION);
  private static final Clause GONE = Clause.risky(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);
  private static final Clause MORE =
      Clause.harmless(Rule.LAYOUT_ENUM_RANGE, Citations.C_ENUMERATION);

  private static final Pattern END_MARK =
      Pattern.compile(
          "(?i)(^|.*_)(max|last|nr|num|counts?|end|size|total|number|types|sentinel)(_.*|$)");

  private Enumerators() {}

  static void compare(Type.Enumeration old, Type.Enumeration recent, Outcome out) {
    if (old.bytes() != recent.bytes()) {
      out.size(SIZE, old.bytes(), recent.bytes(), "");
      return;
    }
    Map<String, Long> now = new HashMap<>();
    recent.values().forEach(value -> now.put(value.name(), value.number()));
    Map<String, Long> before = new HashMap<>();
    for (Type.Enumeration.Value value : old.values()) {
      before.put(value.name(), value.number());
      Long number = now.get(value.name());
      if (number == null) {
        boolean renamed = now.containsValue(value.number());
        EnumerationRule.member(
            out, renamed ? MORE : GONE, value.name(), Value.of(value.number()), Value.of("absent"));
      } else if (number != value.number()) {
        boolean end = marksEnd(value.name(), value.number(), old) && greatest(number, recent);
        EnumerationRule.member(
            out, end ? END : VALUE, value.name(), Value.of(value.number()), Value.of(number));
      }
    }
    for (Type.Enumeration.Value value : recent.values()) {
      if (!before.containsKey(value.name())) {
        EnumerationRule.member(
            out, MORE, value.name(), Value.of("absent"), Value.of(value.number()));
      }
    }
  }

  private static boolean marksEnd(String name, long number, Type.Enumeration type) {
    return END_MARK.matcher(name).matches() && greatest(number, type);
  }

  private static boolean greatest(long number, Type.Enumeration type) {
    return type.values().stream()
        .allMatch(
            value ->
                type.signed()
                    ? value.number() <= number
                    : Long.compareUnsigned(value.number(), number) <= 0);
  }
}
