package org.abiseam.cli.report;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.cli.report.CallsThroughMembers.Callee;
import org.abiseam.model.Finding;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.View;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/** The calls that a finding is about: of its function, or through members of its type. */
final class CallsOfFinding {
  private CallsOfFinding() {}

  /** Returns what both sides believe of each call, the provider's belief first. */
  static List<List<Callee>> pairs(Finding finding) {
    return finding.subject().kind() == Subject.Kind.FUNCTION
        ? function(finding)
        : CallsThroughMembers.of(finding);
  }

  private static List<List<Callee>> function(Finding finding) {
    List<Callee> pair = new ArrayList<>();
    for (View view : List.of(finding.provider(), finding.consumer())) {
      if (view instanceof View.Typed typed && typed.node() instanceof Type.Function function) {
        pair.add(new Callee("", typed, typed.definition().type(), function.signature()));
      }
    }
    return pair.size() == 2 ? List.of(pair) : List.of();
  }

  /** Returns the plan of one side, which calls or is called by the other. */
  static PlanResult plan(Callee one, Callee other) {
    View.Typed view = one.view();
    return Planner.plan(
        one.signature(),
        new CallSide(view.machine(), view.types(), view.producer(), other.view().producer()),
        one.path().isEmpty() ? view.definition().entry() : List.of());
  }
}
