package org.abiseam.rules;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Evidence;
import org.abiseam.model.Finding;
import org.abiseam.model.Linkage;
import org.abiseam.model.Producer;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam;
import org.abiseam.model.Severity;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined;
import org.abiseam.model.Undetermined.Reason;
import org.abiseam.model.Verdict;
import org.abiseam.model.View;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.call.BindgenModel;
import org.abiseam.rules.call.Call;
import org.abiseam.rules.call.CallComparison;
import org.abiseam.rules.call.Direction;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Deviation;
import org.abiseam.rules.layout.Oriented;
import org.abiseam.rules.layout.Outcome;

/**
 * What is known of one shared function or variable: each belief is held against the definition.
 * Where several objects define the symbol, a belief is judged by the one it comes closest to.
 */
final class SymbolJudgement {
  private static final String MODELLED =
      "so it would be if bindgen wrote the prototype; give --bindings to know";

  private final Seam.SharedSymbol symbol;
  private final Sides sides;
  private final List<Finding> findings = new ArrayList<>(0);
  private final List<Finding> notes = new ArrayList<>(0);
  private final List<Undetermined> reasons = new ArrayList<>(0);
  private final Set<Finding> causes = Collections.newSetFromMap(new IdentityHashMap<>(0));
  private final Grouping types;
  private final Linkage linkage;

  private SymbolJudgement(Seam.SharedSymbol symbol, Sides sides, Grouping types, Linkage linkage) {
    this.linkage = linkage;
    this.symbol = symbol;
    this.sides = sides;
    this.types = types;
  }

  static SymbolJudgement of(
      Seam.SharedSymbol symbol, Sides sides, Grouping types, Linkage linkage) {
    SymbolJudgement judgement = new SymbolJudgement(symbol, sides, types, linkage);
    symbol.consumer().forEach(judgement::belief);
    return judgement;
  }

  Subject subject() {
    return new Subject(symbol.kind(), symbol.name());
  }

  /** Findings about the type of a variable, which is a victim of theirs. */
  Set<Finding> causes() {
    return causes;
  }

  /** Differences of its own, those that cannot matter among them. */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(findings);
    all.addAll(notes);
    return all;
  }

  Verdict verdict() {
    if (!findings.isEmpty() || !causes.isEmpty()) {
      List<Finding> all = new ArrayList<>(findings);
      all.addAll(causes);
      return new Verdict.Disagree(all);
    }
    return reasons.isEmpty() ? new Verdict.Agree(notes) : new Verdict.NotDetermined(reasons);
  }

  private void belief(View view) {
    switch (view) {
      case View.Typed consumer -> held(consumer);
      case View.NameOnly silent -> {
        String who = silent.producer().compiler() == Producer.Compiler.CLANG ? "clang" : "rustc";
        reasons.add(
            new Undetermined(
                subject(), Reason.NO_DEBUG_INFO, who + " does not describe what it imports", view));
        if (silent.producer().language() == Producer.Language.RUST) {
          modelled(silent);
        }
      }
      case View.Unreadable unreadable ->
          reasons.add(new Undetermined(subject(), Reason.NO_DEBUG_INFO, unreadable.reason(), view));
    }
  }

  /** What bindgen would make of it; a difference is a warning and no verdict. */
  private void modelled(View.NameOnly silent) {
    for (View view : symbol.provider()) {
      if (view instanceof View.Typed provider) {
        Optional<View.Typed> belief = BindgenModel.belief(provider, silent);
        if (belief.isPresent()) {
          List<Deviation> found = new ArrayList<>();
          for (Deviation one : compare(provider, belief.get()).deviations()) {
            found.add(
                new Deviation(
                    one.rule(),
                    one.severity() == Severity.HARMFUL ? Severity.RISKY : one.severity(),
                    one.path(),
                    one.position(),
                    one.what(),
                    one.expected(),
                    one.actual(),
                    one.cause().isEmpty() ? MODELLED : one.cause() + "; " + MODELLED,
                    one.citation(),
                    one.divergences()));
          }
          List<Deviation> serious = Findings.serious(found);
          if (!serious.isEmpty()) {
            notes.add(Findings.of(subject(), provider, belief.get(), serious));
          }
        }
        return;
      }
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
      undescribed(symbol.provider().getFirst(), consumer);
    } else {
      take(closest, consumer, outcome);
    }
  }

  /** Of a definition without debug info the symbol table still tells kind and size. */
  private void undescribed(View provider, View.Typed consumer) {
    Linkage.Definition known = linkage.definitions(symbol.name()).get(provider.origin().object());
    boolean function = node(consumer) instanceof Type.Function;
    long believed = function ? 0L : consumer.types().bytes(consumer.definition().type()).orElse(0L);
    List<Deviation> deviations = new ArrayList<>(1);
    if (known != null && known.kind().isPresent()) {
      boolean defined = known.kind().get() == Subject.Kind.FUNCTION;
      if (defined != function) {
        deviations.add(
            kind(defined ? "a function" : "a variable", function ? "a function" : "a variable"));
      } else if (believed > 0 && known.bytes() > 0 && believed != known.bytes()) {
        deviations.add(size(known.bytes(), believed));
      }
    }
    if (deviations.isEmpty()) {
      String reason =
          provider instanceof View.Unreadable unreadable
              ? unreadable.reason()
              : "the definition is not described";
      reasons.add(new Undetermined(subject(), Reason.NO_DEBUG_INFO, reason, provider));
    } else {
      findings.add(Findings.of(subject(), provider, consumer, deviations));
    }
  }

  private static Deviation size(long bytes, long believed) {
    return new Deviation(
        Rule.SYMBOL_SIZE,
        believed > bytes ? Severity.HARMFUL : Severity.RISKY,
        "",
        Deviation.WHOLE,
        What.SIZE,
        Value.of(bytes * 8),
        Value.of(believed * 8),
        "",
        Citations.ELF_SYMBOL,
        List.of());
  }

  private void take(View.Typed provider, View.Typed consumer, Outcome outcome) {
    List<Deviation> all = new ArrayList<>(outcome.deviations());
    for (Outcome.Inherited member : outcome.inherited()) {
      List<Finding> known =
          symbol.kind() == Subject.Kind.VARIABLE || sides.versions()
              ? types.concerning(member.name())
              : List.of();
      causes.addAll(known);
      if (known.isEmpty()) {
        all.addAll(member.spelledOut());
      }
    }
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
    Oriented comparison = sides.oriented(provider, consumer);
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
    if (expected instanceof Type.Function || actual instanceof Type.Function) {
      Outcome outcome = new Outcome();
      outcome.add(kind(text(provider), text(consumer)));
      return outcome;
    }
    return variable(comparison, provider.definition().type(), consumer.definition().type());
  }

  /**
   * A declaration may leave out the number of elements (bindgen then writes {@code [T; 0]}) and the
   * whole body: it is the address that is shared.
   */
  private static Outcome variable(Oriented comparison, TypeId expected, TypeId actual) {
    TypeId row = expected;
    TypeId other = actual;
    String path = "";
    while (comparison.provider().type(row) instanceof Type.Array one
        && comparison.consumer().type(other) instanceof Type.Array two
        && (one.count().orElse(0) == 0 || two.count().orElse(0) == 0)) {
      row = one.element();
      other = two.element();
      path += "[]";
    }
    boolean known =
        !(comparison.provider().type(row) instanceof Type.Incomplete)
            && !(comparison.consumer().type(other) instanceof Type.Incomplete);
    return known ? comparison.compare(path, row, other) : new Outcome();
  }

  private static Deviation kind(String expected, String actual) {
    return new Deviation(
        Rule.SYMBOL_KIND,
        Severity.HARMFUL,
        "",
        Deviation.WHOLE,
        What.TYPE,
        Value.of(expected),
        Value.of(actual),
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

  /** The call that a view is about; empty for a variable. */
  static Optional<Call> call(View.Typed view) {
    return node(view) instanceof Type.Function function
        ? Optional.of(call(view, function.signature()))
        : Optional.empty();
  }

  private static Call call(View.Typed view, Signature signature) {
    boolean lowered = view.definition().evidence() == Evidence.LLVM_IR;
    return new Call(view.machine(), view.types(), view.producer(), signature, lowered);
  }
}
