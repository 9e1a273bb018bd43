package org.abiseam.engine.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abiseam.engine.result.CallExplanation;
import org.abiseam.engine.result.PlannedCall;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.TypeExplanation;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Finding;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Subject;
import org.abiseam.model.Type;
import org.abiseam.model.Verdict;
import org.abiseam.model.Verification;
import org.abiseam.model.View;
import org.abiseam.rules.Checker;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/** Explains what a check of one name found. */
public final class Explainer {
  private Explainer() {}

  /**
   * Keeps of a check of everything what concerns one name.
   *
   * @param all the report
   * @param name the name
   * @return the report with the verdict, the findings and the reasons of the name alone
   */
  public static Report only(Report all, String name) {
    Verification every = all.verification();
    Map<String, Verdict> types = new TreeMap<>(every.verdicts());
    types.keySet().retainAll(Set.of(name));
    Map<Subject, Verdict> symbols = new TreeMap<>(every.symbols());
    symbols.keySet().removeIf(subject -> !subject.name().equals(name));
    Set<Finding> causes = Collections.newSetFromMap(new IdentityHashMap<>());
    Stream.concat(types.values().stream(), symbols.values().stream())
        .forEach(
            verdict -> {
              if (verdict instanceof Verdict.Disagree disagree) {
                causes.addAll(disagree.findings());
              }
            });
    return all.verified(
        new Verification(
            types,
            symbols,
            every.findings().stream()
                .filter(it -> it.subject().name().equals(name) || causes.contains(it))
                .toList(),
            every.undetermined().stream().filter(it -> it.subject().name().equals(name)).toList(),
            every.coverage(),
            every.functions(),
            every.variables(),
            every.flags(),
            every.namesakes().stream().filter(it -> it.name().equals(name)).toList(),
            every.bitFields()),
        all.remarks());
  }

  /**
   * Explains a function.
   *
   * @param report of a check of its symbol alone
   * @param symbol its symbol
   * @return both sides with their plans
   */
  public static CallExplanation call(Report report, String symbol) {
    List<View.Typed> callees = views(report, symbol, Entity.Role.DEFINES);
    List<View.Typed> callers = views(report, symbol, Entity.Role.DECLARES);
    Optional<Producer> callee = callees.stream().map(View.Typed::producer).findFirst();
    Optional<Producer> caller = callers.stream().map(View.Typed::producer).findFirst();
    Optional<String> remedy =
        report.verification().findings().isEmpty() ? Optional.empty() : remedy(callees, callers);
    return new CallExplanation(report, planned(callees, caller), planned(callers, callee), remedy);
  }

  private static List<View.Typed> views(Report report, String symbol, Entity.Role role) {
    List<View.Typed> views = new ArrayList<>();
    for (ObjectModel model : report.models()) {
      for (Entity entity : model.entities()) {
        if (entity.role() == role && entity.definition().name().equals(symbol)) {
          views.add(new View.Typed(model.machine(), model.types(), entity.definition()));
        }
      }
    }
    return views;
  }

  /** Plans each view; the compiler of the other side decides what is left open. */
  private static List<PlannedCall> planned(List<View.Typed> views, Optional<Producer> other) {
    return views.stream()
        .map(view -> new PlannedCall(view, plan(view, other.orElse(view.producer()))))
        .toList();
  }

  private static PlanResult plan(View.Typed view, Producer other) {
    Type type = view.node();
    return switch (type) {
      case Type.Function function -> plan(view, function.signature(), other);
      case Type.Opaque opaque -> new PlanResult.NotPlanned(opaque.reason());
      default -> new PlanResult.NotPlanned("it is a variable");
    };
  }

  private static PlanResult plan(View.Typed view, Signature signature, Producer other) {
    return Planner.plan(
        signature,
        new CallSide(view.machine(), view.types(), view.producer(), other),
        view.definition().entry());
  }

  /** Looks for a remedy between a callee and a caller, or between two definitions. */
  private static Optional<String> remedy(List<View.Typed> callees, List<View.Typed> callers) {
    List<View.Typed> others = callers.isEmpty() ? callees : callers;
    return callees.stream()
        .flatMap(callee -> others.stream().map(other -> Checker.remedy(callee, other)))
        .flatMap(Optional::stream)
        .findFirst();
  }

  /**
   * Explains a type.
   *
   * @param report of a check of its name alone
   * @param name its name in C
   * @return both sides with their definitions
   */
  public static TypeExplanation type(Report report, String name) {
    List<View.Typed> c = new ArrayList<>();
    List<View.Typed> rust = new ArrayList<>();
    List<PlannedCall> byValue = new ArrayList<>();
    for (ObjectModel model : report.models()) {
      for (Definition definition : model.definitions()) {
        // gccrs writes the whole path before a name.
        if (!definition.name().substring(definition.name().lastIndexOf(':') + 1).equals(name)) {
          continue;
        }
        View.Typed view = new View.Typed(model.machine(), model.types(), definition);
        (definition.producer().language() == Producer.Language.RUST ? rust : c).add(view);
        Signature signature =
            new Signature(
                List.of(new Signature.Parameter("value", definition.type())),
                definition.type(),
                Signature.Arity.FIXED,
                CallingConvention.C);
        byValue.add(new PlannedCall(view, plan(view, signature, view.producer())));
      }
    }
    return new TypeExplanation(report, c, rust, byValue);
  }
}
