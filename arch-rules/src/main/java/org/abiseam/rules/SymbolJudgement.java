package org.abiseam.rules;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeText;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;
import org.abiseam.rules.call.Call;
import org.abiseam.rules.call.CallComparison;
import org.abiseam.rules.call.Direction;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Comparison;
import org.abiseam.rules.layout.Deviation;
import org.abiseam.rules.layout.Outcome;

/**
 * What is known of one shared function or variable: each belief is held against the definition.
 * Where several objects define the symbol, a belief is judged by the one it comes closest to.
 */
final class SymbolJudgement {
  private final Seam.SharedSymbol symbol;
  private final Sides sides;
  private final List<Finding> findings = new ArrayList<>(0);
  private final List<Finding> notes = new ArrayList<>(0);
  private final List<Undetermined> reasons = new ArrayList<>(0);

  private SymbolJudgement(Seam.SharedSymbol symbol, Sides sides) {
    this.symbol = symbol;
    this.sides = sides;
  }

  static SymbolJudgement of(Seam.SharedSymbol symbol, Sides sides) {
    SymbolJudgement judgement = new SymbolJudgement(symbol, sides);
    symbol.consumer().forEach(judgement::belief);
    return judgement;
  }

  Subject subject() {
    return new Subject(symbol.kind(), symbol.name());
  }

  /** Differences, those that cannot matter among them. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(notes);
    return all;
  }

  Verdict verdict() {
    if (!findings.isEmpty()) {
      return new Verdict.Disagree(findings);
    }
    return reasons.isEmpty() ? new Verdict.Agree(notes) : new Verdict.NotDetermined(reasons);
  }

  private void belief(View view) {
    switch (view) {
      case View.Typed consumer -> held(consumer);
      case View.NameOnly _ ->
          reasons.add(
              new Undetermined(
                  subject(),
                  Reason.NO_DEBUG_INFO,
                  "rustc does not describe what it imports",
                  view));
      case View.Unreadable unreadable ->
          reasons.add(new Undetermined(subject(), Reason.NO_DEBUG_INFO, unreadable.reason(), view));
    }
  }

  private void held(View.Typed consumer) {
    View.Typed closest = null;
    Outcome outcome = new Outcome();
    for (View view : symbol.provider()) {
      if (view instanceof View.Typed provider) {
        Outcome other = compare(provider, consumer);
        if (closest == null || other.distance() < outcome.distance()) {
          closest = provider;
          outcome = other;
        }
      }
    }
    if (closest == null) {
      reasons.add(
          new Undetermined(
              subject(),
              Reason.NO_DEBUG_INFO,
              "the definition is not described",
              symbol.provider().getFirst()));
    } else {
      take(closest, consumer, outcome);
    }
  }

  private void take(View.Typed provider, View.Typed consumer, Outcome outcome) {
    List<Deviation> all = new ArrayList<>(outcome.deviations());
    outcome.inherited().forEach(member -> all.addAll(member.spelledOut()));
    List<Deviation> serious = Findings.serious(all);
    if (!serious.isEmpty()) {
      findings.add(Findings.of(subject(), provider, consumer, serious));
    } else if (!all.isEmpty()) {
      notes.add(Findings.of(subject(), provider, consumer, all));
    }
    for (Outcome.Doubt doubt : outcome.doubts()) {
      String detail = doubt.path().isEmpty() ? doubt.detail() : doubt.path() + " " + doubt.detail();
      if (reasons.stream().noneMatch(known -> known.detail().equals(detail))) {
        reasons.add(new Undetermined(subject(), doubt.reason(), detail, consumer));
      }
    }
  }

  private Outcome compare(View.Typed provider, View.Typed consumer) {
    Comparison comparison = sides.comparison(provider, consumer);
    Type expected = node(provider);
    Type actual = node(consumer);
    if (expected instanceof Type.Opaque opaque) {
      return unknown(opaque.reason());
    }
    if (actual instanceof Type.Opaque opaque) {
      return unknown(opaque.reason());
    }
    if (expected instanceof Type.Function function && actual instanceof Type.Function belief) {
      return CallComparison.compare(
          call(provider, function.signature()),
          call(consumer, belief.signature()),
          comparison,
          Direction.CONSUMER_CALLS);
    }
    Outcome outcome = new Outcome();
    if (expected instanceof Type.Function || actual instanceof Type.Function) {
      outcome.add(kind(provider, consumer));
      return outcome;
    }
    comparison.embed(outcome, "", 0, provider.definition().type(), consumer.definition().type());
    return outcome;
  }

  private static Deviation kind(View.Typed provider, View.Typed consumer) {
    return new Deviation(
        Rule.SYMBOL_KIND,
        Severity.HARMFUL,
        "",
        Deviation.WHOLE,
        What.TYPE,
        Value.of(text(provider)),
        Value.of(text(consumer)),
        "a function on one side, a variable on the other",
        Citations.C_COMPATIBLE,
        List.of());
  }

  private static String text(View.Typed view) {
    return TypeText.of(view.types(), view.definition().type());
  }

  private static Outcome unknown(String reason) {
    Outcome outcome = new Outcome();
    outcome.add(Reason.NOT_MODELLED, "", reason);
    return outcome;
  }

  private static Type node(View.Typed view) {
    return view.types().type(view.types().resolved(view.definition().type()));
  }

  private static Call call(View.Typed view, Signature signature) {
    return new Call(view.machine(), view.types(), view.producer(), signature);
  }
}
