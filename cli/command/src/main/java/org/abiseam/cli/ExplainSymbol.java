package org.abiseam.cli;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.PlanText;
import org.abiseam.cli.report.PlansBeside;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.TextReport;
import org.abiseam.engine.result.CallExplanation;
import org.abiseam.engine.result.PlannedCall;
import org.abiseam.engine.result.TypeExplanation;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.psabi.PlanResult;

/**
 * Shows how a function is called, or how a type is passed by value.
 *
 * @param console where to
 * @param paint with colors or without
 * @param inputs whose symbols may be meant
 */
record ExplainSymbol(Console console, Paint paint, List<Path> inputs) {

  /** Shows the plans of a function on both sides; returns the exit status. */
  int call(String symbol, CallExplanation found) {
    console.warn(found.report().diagnostics());
    if (found.callees().isEmpty() && found.callers().isEmpty()) {
      console.warn(
          "no input describes a function or variable named "
              + symbol
              + "; give its symbol, or a type with --by-value"
              + (SymbolNames.isFile(symbol)
                  ? "; the SYMBOL comes first: abiseam explain SYMBOL FILE..."
                  : SymbolNames.suggestion(symbol, inputs)));
      return Status.ERROR;
    }
    found.callees().forEach(one -> console.print(text("callee", one)));
    found.callers().forEach(one -> console.print(text("caller", one)));
    if (found.callers().isEmpty()) {
      console
          .out()
          .println(
              found.callees().size() == 1
                  ? "No input from another compiler declares it."
                  : "No input calls it; a caller may get any of the definitions.");
    }
    sideBySide(found);
    int columns = console.terminal().columns();
    console.print(
        TextReport.findings(found.report(), paint, columns, console.terminal().sources()));
    console.print(TextReport.undecided(found.report(), paint));
    found
        .remedy()
        .ifPresent(
            remedy ->
                console
                    .out()
                    .println("Smallest change with which both sides agree: " + remedy + "."));
    return found.report().incomplete() ? Status.ERROR : 0;
  }

  private String text(String role, PlannedCall call) {
    return PlanText.of(role, call.view(), call.plan(), paint);
  }

  /** Shows the first definition and the first other belief. */
  private void sideBySide(CallExplanation found) {
    List<PlannedCall> callees = found.callees();
    boolean called = !found.callers().isEmpty();
    if (callees.isEmpty() || (!called && callees.size() == 1)) {
      return;
    }
    PlannedCall callee = callees.getFirst();
    PlannedCall other = called ? found.callers().getFirst() : callees.get(1);
    if (callee.plan() instanceof PlanResult.Planned one
        && other.plan() instanceof PlanResult.Planned two) {
      Plan left = one.plans().getFirst().plan();
      Plan right = two.plans().getFirst().plan();
      if (left.arguments().size() == right.arguments().size()) {
        String role = called ? "caller" : "callee";
        console.print(
            PlansBeside.of(
                PlansBeside.Side.of("callee", callee.view(), left),
                PlansBeside.Side.of(role, other.view(), right),
                paint));
      }
    }
  }

  /** Shows how a type is passed and returned by value; returns the exit status. */
  int type(String name, TypeExplanation found) {
    console.warn(found.report().diagnostics());
    Set<String> texts = new LinkedHashSet<>();
    found.byValue().forEach(one -> texts.add(text("by value", one)));
    texts.forEach(text -> console.print(text));
    if (texts.isEmpty()) {
      console.noType(name, "");
      return Status.ERROR;
    }
    return found.report().incomplete() ? Status.ERROR : 0;
  }
}
