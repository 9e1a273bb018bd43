package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Parameter;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.layout.WidePointer;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.psabi.PlanResult;

/**
 * Holds a Rust prototype with wide pointers ({@code &str}, {@code &[T]}) against one of C that has
 * the address and the length as two parameters.
 *
 * <p>rustc passes such a pointer as a struct of two words. That is where two parameters travel as
 * long as registers for both are left, and elsewhere on most machines if only one is.
 */
final class WidePointers {
  private WidePointers() {}

  /**
   * Writes the two words of each wide pointer as two parameters.
   *
   * @param call a side
   * @param count how many parameters the other side has
   * @return empty where it is not Rust's, or does not get that number of parameters
   */
  static Optional<Call> unfolded(Call call, int count) {
    if (call.producer().language() != Language.RUST) {
      return Optional.empty();
    }
    TypeGraph types = call.types();
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : call.signature().parameters()) {
      List<TypeId> words = words(types, parameter.type());
      if (words.isEmpty()) {
        parameters.add(parameter);
      } else {
        words.forEach(word -> parameters.add(new Parameter(parameter.name(), word)));
      }
    }
    Signature signature = call.signature();
    Signature unfolded = signature.with(parameters, signature.result());
    return parameters.size() == count
        ? Optional.of(new Call(call.machine(), types, call.producer(), unfolded, call.evidence()))
        : Optional.empty();
  }

  private static List<TypeId> words(TypeGraph types, TypeId id) {
    return WidePointer.of(types, id)
        .map(pointer -> pointer.members().stream().map(Member::type).toList())
        .orElse(List.of());
  }

  /** Tells whether the words travel where two parameters do; empty where one is not planned. */
  static Optional<Boolean> meet(Call whole, Call unfolded, Call other) {
    if (!(whole.plan(other) instanceof PlanResult.Planned one)
        || !(unfolded.plan(other) instanceof PlanResult.Planned two)) {
      return Optional.empty();
    }
    List<PassedValue> together = one.plans().getFirst().plan().arguments();
    List<PassedValue> apart = two.plans().getFirst().plan().arguments();
    int next = 0;
    for (int i = 0; i < together.size(); i++) {
      int words = Math.max(1, words(whole.types(), whole.type(i)).size());
      Placement joined =
          words == 1
              ? apart.get(next).placement()
              : joined(apart.subList(next, next + words), whole.machine().pointerBytes());
      if (!PassedValues.meet(together.get(i).placement(), joined)) {
        return Optional.of(false);
      }
      next += words;
    }
    return Optional.of(true);
  }

  private static Placement joined(List<PassedValue> words, long bytes) {
    List<Piece> pieces = new ArrayList<>();
    for (int i = 0; i < words.size(); i++) {
      if (!(words.get(i).placement() instanceof Placement.Direct direct)) {
        return words.get(i).placement();
      }
      long from = i * bytes;
      for (Piece piece : direct.pieces()) {
        pieces.add(
            new Piece(
                from + piece.offset(), piece.bytes(), piece.location(), piece.at(), piece.form()));
      }
    }
    return new Placement.Direct(pieces);
  }
}
