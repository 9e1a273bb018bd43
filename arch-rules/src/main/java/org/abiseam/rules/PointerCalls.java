package org.abiseam.rules;

import org.abiseam.model.Rule;
import org.abiseam.model.Signature;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.call.Call;
import org.abiseam.rules.call.CallComparison;
import org.abiseam.rules.call.Direction;
import org.abiseam.rules.layout.Differences;
import org.abiseam.rules.layout.DirectedComparison;
import org.abiseam.rules.layout.RuleDifference;
import org.abiseam.rules.layout.Side;
import org.abiseam.rules.layout.TypeComparison;

/** Compares what function pointers of a shared type point to, as calls. */
final class PointerCalls implements TypeComparison.Signatures {
  /** A function that takes a function that takes a function… */
  private static final int DEEPEST = 8;

  private int depth;

  @Override
  public Differences compare(TypeComparison comparison, Signature expected, Signature actual) {
    if (depth == DEEPEST) {
      return Differences.undecided(
          Reason.UNSUPPORTED, "takes functions of functions, more than " + DEEPEST + " deep");
    }
    depth++;
    Differences called =
        CallComparison.compare(
            call(comparison.provider(), expected),
            call(comparison.consumer(), actual),
            new DirectedComparison(comparison, false),
            Direction.EITHER_CALLS);
    depth--;
    Differences.Builder found = new Differences.Builder();
    for (RuleDifference one : called.all()) {
      found.add(one.under(Rule.POINTER_SIGNATURE).at(one.path(), 0));
    }
    called.inherited().forEach(found::inherit);
    called.undecided().forEach(found::add);
    return found.build();
  }

  private static Call call(Side side, Signature signature) {
    return new Call(side.machine(), side.types(), side.producer(), signature, side.evidence());
  }
}
