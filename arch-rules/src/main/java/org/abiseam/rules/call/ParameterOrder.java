package org.abiseam.rules.call;

import java.util.List;
import java.util.regex.Pattern;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.model.Signature;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.DirectedComparison;
import org.abiseam.rules.layout.RuleDifference;

/**
 * Finds parameters of one type that have each other's name on the other side. Arguments go by
 * position (ISO C23, 6.5.3.3), so each value travels as both sides believe and means something
 * else: {@code copy(to, from)} and {@code copy(from, to)}.
 */
final class ParameterOrder {
  private static final Clause ORDER = Clause.risky(Rule.CALL_ARGUMENT, Citations.C_CALL);
  private static final String CAUSE =
      "Two parameters of one type have each other's name on the other side, so that a caller may"
          + " pass each value where the other is meant";

  /**
   * Marks of unused names, and what Rust and bindgen add to a keyword: {@code r#type}, {@code
   * type_}.
   */
  private static final Pattern MARKS = Pattern.compile("^(r#|_+)|_+$");

  private final Call provider;
  private final Call consumer;
  private final DirectedComparison types;

  private ParameterOrder(Call provider, Call consumer, DirectedComparison types) {
    this.provider = provider;
    this.consumer = consumer;
    this.types = types;
  }

  /** Adds a difference for each such parameter of two functions with as many parameters. */
  static void compare(
      Call provider, Call consumer, DirectedComparison types, Differences.Builder found) {
    new ParameterOrder(provider, consumer, types).compare(found);
  }

  private void compare(Differences.Builder found) {
    int parameters = provider.signature().parameters().size();
    for (int i = 0; i < parameters; i++) {
      for (int j = 0; j < parameters; j++) {
        if (exchanged(i, j)) {
          Value expected = Value.of(name(provider, i));
          found.add(
              RuleDifference.of(ORDER, What.NAME, expected, Value.of(name(consumer, i)))
                  .at("#" + (i + 1), i)
                  .because(CAUSE));
        }
      }
    }
  }

  private boolean exchanged(int one, int other) {
    String name = plain(provider, one);
    String second = plain(provider, other);
    return !name.isEmpty()
        && !second.isEmpty()
        && !name.equals(second)
        && name.equals(plain(consumer, other))
        && second.equals(plain(consumer, one))
        && sameTypes(one)
        && sameTypes(other);
  }

  private boolean sameTypes(int index) {
    return types.compare("", provider.type(index), consumer.type(index)).distance() == 0;
  }

  private static String plain(Call call, int index) {
    return MARKS.matcher(name(call, index)).replaceAll("");
  }

  private static String name(Call call, int index) {
    List<Signature.Parameter> all = call.signature().parameters();
    return all.get(index).name();
  }
}
