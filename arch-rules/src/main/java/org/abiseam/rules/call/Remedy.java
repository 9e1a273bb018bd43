package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.BiPredicate;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.psabi.PlanResult;

/**
 * Finds the smallest change of a prototype with which two compilers agree. It is tried, not looked
 * up: a change counts if both sides, planned anew with it, put every byte in the same place under
 * every explanation. First one change, then two, then all values that a pointer can stand for.
 */
public final class Remedy {
  private static final long INT = 4;
  private static final int MOST_PARAMETERS = 24;

  private final Call provider;
  private final Call consumer;
  private final BiPredicate<TypeId, TypeId> alike;
  private final int result;

  private Remedy(Call provider, Call consumer, BiPredicate<TypeId, TypeId> alike) {
    this.provider = provider;
    this.consumer = consumer;
    this.result = provider.signature().parameters().size();
    this.alike = alike;
  }

  /**
   * Looks for a change.
   *
   * @param alike whether a type of the provider and one of the consumer are the same in memory
   * @return what to change, as a phrase in the imperative; empty where the two agree as they are,
   *     or nothing that was tried helps
   */
  public static Optional<String> of(
      Call provider, Call consumer, BiPredicate<TypeId, TypeId> alike) {
    int parameters = provider.signature().parameters().size();
    boolean comparable =
        parameters == consumer.signature().parameters().size() && parameters <= MOST_PARAMETERS;
    if (!comparable || meet(provider, consumer)) {
      return Optional.empty();
    }
    return new Remedy(provider, consumer, alike).smallest();
  }

  private Optional<String> smallest() {
    List<Integer> candidates = new ArrayList<>();
    for (int i = result; i >= 0; i--) {
      if (changes(i)) {
        candidates.add(i);
      }
    }
    List<List<Integer>> sets = new ArrayList<>();
    candidates.forEach(one -> sets.add(List.of(one)));
    for (int i = 0; i < candidates.size(); i++) {
      for (int j = i + 1; j < candidates.size(); j++) {
        sets.add(List.of(candidates.get(j), candidates.get(i)));
      }
    }
    sets.add(candidates.reversed());
    for (List<Integer> set : sets) {
      if (!set.isEmpty()
          && othersAlike(set)
          && meet(changed(provider, set), changed(consumer, set))) {
        return Optional.of(String.join(", and ", set.stream().map(this::words).toList()));
      }
    }
    return Optional.empty();
  }

  /** Tells whether all that a change leaves as it is has one type on both sides. */
  private boolean othersAlike(List<Integer> set) {
    for (int i = 0; i < result; i++) {
      if (!set.contains(i) && !alike.test(provider.type(i), consumer.type(i))) {
        return false;
      }
    }
    boolean nothing = provider.returnsNothing();
    return set.contains(result)
        || (nothing == consumer.returnsNothing()
            && (nothing || alike.test(provider.type(result), consumer.type(result))));
  }

  private static boolean meet(Call provider, Call consumer) {
    return provider.plan(consumer) instanceof PlanResult.Planned one
        && consumer.plan(provider) instanceof PlanResult.Planned other
        && PlanComparison.all(
                PlanComparison.Explanations.of(one, provider, true),
                PlanComparison.Explanations.of(other, consumer, true),
                i -> "#" + (i + 1),
                Direction.CONSUMER_CALLS)
            .stream()
            .allMatch(Compared::meets);
  }

  /**
   * Tells whether a value can go behind a pointer, being no pointer and no plain integer and the
   * same in memory on both sides, or can be widened to an int on both.
   */
  private boolean changes(int at) {
    boolean narrow = narrow(provider, at);
    return narrow == narrow(consumer, at)
        && (narrow || (byValue(provider, at) && alike.test(provider.type(at), consumer.type(at))));
  }

  private static boolean narrow(Call call, int at) {
    return call.node(call.type(at)) instanceof Type.Scalar scalar
        && scalar.bytes() < INT
        && scalar.encoding().whole();
  }

  private static boolean byValue(Call call, int at) {
    return switch (call.node(call.type(at))) {
      case Type.Aggregate _, Type.Tagged _, Type.Vector _ -> true;
      case Type.Scalar scalar -> scalar.bytes() > call.machine().pointerBytes();
      case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Array _, Type.Function _ -> false;
      case Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private String words(int at) {
    String type = TypeText.of(provider.types(), provider.types().resolved(provider.type(at)));
    if (at == result) {
      return narrow(provider, at)
          ? "return int instead of " + type
          : "return " + type + " through a pointer that the caller passes";
    }
    String place = "parameter " + (at + 1);
    return narrow(provider, at)
        ? "declare " + place + " as int instead of " + type
        : "pass " + place + " (" + type + ") by pointer";
  }

  private static Call changed(Call call, List<Integer> at) {
    TypeGraph types = call.types();
    List<Signature.Parameter> parameters = new ArrayList<>(call.signature().parameters());
    TypeId result = call.signature().result();
    for (int i : at) {
      TypeId old = types.resolved(call.type(i));
      boolean narrow = narrow(call, i);
      Type made =
          narrow
              ? new Type.Scalar("int", Type.Encoding.SIGNED, INT, INT * 8, OptionalInt.empty())
              : new Type.Pointer(old, call.machine().pointerBytes());
      types = types.with(made, types.origin(old));
      TypeId fresh = new TypeId(types.size() - 1);
      if (i < call.signature().parameters().size()) {
        parameters.set(i, new Signature.Parameter(parameters.get(i).name(), fresh));
      } else if (narrow) {
        result = fresh;
      } else {
        parameters.addFirst(new Signature.Parameter("result", fresh));
        types = types.with(new Type.Void(), types.origin(old));
        result = new TypeId(types.size() - 1);
      }
    }
    Signature signature = call.signature().with(parameters, result);
    return new Call(call.machine(), types, call.producer(), signature, call.evidence());
  }
}
