package org.abiseam.rules.call;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Assumption;
import org.abiseam.rules.psabi.AssumedPlan;
import org.abiseam.rules.psabi.EntryPlans;
import org.abiseam.rules.psabi.PlanResult;

/**
 * Knows what debug info leaves out of a type, from functions that take one by value: the places of
 * their parameters at the entry contradict some explanations, which are then wrong wherever the
 * type travels, as the result of another function too.
 */
public final class EntryFacts {
  private final IdentityHashMap<TypeGraph, Map<TypeId, Set<Assumption>>> wrong =
      new IdentityHashMap<>();

  /** Creates facts without any. */
  public EntryFacts() {}

  /**
   * Adds what the entry of a function tells.
   *
   * @param call the function, with the places of its parameters
   * @param other the side that it is compared with
   */
  public void add(Call call, Call other) {
    if (call.entry().isEmpty()
        || hidesNothing(call)
        || !(call.plan(other) instanceof PlanResult.Planned planned)) {
      return;
    }
    List<AssumedPlan> fitting = EntryPlans.fitting(planned.plans(), call.machine(), call.entry());
    if (fitting.size() == planned.plans().size()) {
      return;
    }
    for (int i = 0; i < call.signature().parameters().size(); i++) {
      Set<Assumption> left = assumed(planned.plans(), i);
      left.removeAll(assumed(fitting, i));
      if (!left.isEmpty()) {
        wrong
            .computeIfAbsent(call.types(), _ -> new HashMap<>())
            .computeIfAbsent(
                call.types().resolved(call.type(i)), _ -> EnumSet.noneOf(Assumption.class))
            .addAll(left);
      }
    }
  }

  /**
   * Tells whether all parameters are numbers and pointers, of which debug info leaves out nothing.
   */
  private static boolean hidesNothing(Call call) {
    return call.signature().parameters().stream()
        .map(one -> call.node(one.type()))
        .allMatch(it -> it instanceof Type.Number || it instanceof Type.Pointer);
  }

  private static Set<Assumption> assumed(List<AssumedPlan> plans, int at) {
    Set<Assumption> assumed = EnumSet.noneOf(Assumption.class);
    plans.forEach(it -> assumed.add(it.assumptions().get(at)));
    return assumed;
  }

  /** Returns the plans that nothing contradicts; all of them if each is. */
  List<AssumedPlan> possible(List<AssumedPlan> plans, Call call) {
    Map<TypeId, Set<Assumption>> known = wrong.getOrDefault(call.types(), Map.of());
    if (known.isEmpty()) {
      return plans;
    }
    List<AssumedPlan> possible =
        plans.stream().filter(it -> !contradicts(known, it, call)).toList();
    return possible.isEmpty() ? plans : possible;
  }

  private static boolean contradicts(
      Map<TypeId, Set<Assumption>> known, AssumedPlan plan, Call call) {
    for (int i = 0; i < plan.assumptions().size(); i++) {
      TypeId type = call.types().resolved(call.type(i));
      if (known.getOrDefault(type, Set.of()).contains(plan.assumptions().get(i))) {
        return true;
      }
    }
    return false;
  }
}
