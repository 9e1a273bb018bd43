package org.abiseam.rules;

import org.abiseam.model.Rule;
import org.abiseam.model.Signature;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.rules.call.Call;
import org.abiseam.rules.call.CallComparison;
import org.abiseam.rules.call.Direction;
import org.abiseam.rules.layout.Comparison;
import org.abiseam.rules.layout.Deviation;
import org.abiseam.rules.layout.Oriented;
import org.abiseam.rules.layout.Outcome;
import org.abiseam.rules.layout.Side;
import org.abiseam.rules.layout.SignatureRule;

/** Compares what function pointers of a shared type point to, as calls. */
final class PointerCalls implements SignatureRule {
  /** A function that takes a function that takes a function… */
  private static final int DEEPEST = 8;

  private int depth;

  @Override
  public void compare(Comparison comparison, Signature expected, Signature actual, Outcome out) {
    if (depth == DEEPEST) {
      out.add(Reason.UNSUPPORTED, "", "is a function of functions, more than " + DEEPEST + " deep");
      return;
    }
    depth++;
    Outcome called =
        CallComparison.compare(
            call(comparison.provider(), expected),
            call(comparison.consumer(), actual),
            new Oriented(comparison, false),
            Direction.EITHER_CALLS);
    depth--;
    for (Deviation deviation : called.deviations()) {
      out.add(
          new Deviation(
              Rule.POINTER_SIGNATURE,
              deviation.severity(),
              deviation.path(),
              0,
              deviation.what(),
              deviation.expected(),
              deviation.actual(),
              deviation.cause(),
              deviation.citation(),
              deviation.divergences()));
    }
    called.inherited().forEach(out::inherit);
    called.doubts().forEach(doubt -> out.add(doubt.reason(), doubt.path(), doubt.detail()));
  }

  private static Call call(Side side, Signature signature) {
    return new Call(side.machine(), side.types(), side.producer(), signature, false);
  }
}
