package org.abiseam.rules.call;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Rule;
import org.abiseam.rules.layout.Citations;
import org.abiseam.rules.layout.Clause;
import org.abiseam.rules.layout.RuleDifference;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;

/**
 * Compares how one value travels on two sides. Only bytes that both sides place are compared: what
 * one side leaves out is padding to it.
 */
final class PassedValues {
  private static final Clause EXTENSION = Clause.harmful(Rule.CALL_EXTENSION, Citations.C_CALL);
  private static final Clause RARE = Clause.risky(Rule.CALL_EXTENSION, Citations.C_CALL);

  private PassedValues() {}

  /** Tells whether a value arrives where it is expected. */
  static boolean meet(Placement one, Placement other) {
    return switch (one) {
      case Placement.Nothing _ -> !(other instanceof Placement.ByReference);
      case Placement.Direct direct ->
          switch (other) {
            case Placement.Nothing _ -> true;
            case Placement.Direct same -> meet(direct.pieces(), same.pieces());
            case Placement.ByReference _ -> false;
          };
      case Placement.ByReference reference ->
          other instanceof Placement.ByReference same && meet(reference.pointer(), same.pointer());
    };
  }

  private static boolean meet(List<Piece> one, List<Piece> other) {
    for (Piece piece : one) {
      for (Piece same : other) {
        long from = Math.max(piece.offset(), same.offset());
        long to = Math.min(piece.offset() + piece.bytes(), same.offset() + same.bytes());
        if (from < to && !at(piece, from).equals(at(same, from))) {
          return false;
        }
      }
    }
    return true;
  }

  /** Returns where one byte of the value is, as the piece that begins with it. */
  private static Piece at(Piece piece, long offset) {
    long moved = offset - piece.offset();
    return switch (piece.location()) {
      case Location.Register register ->
          new Piece(offset, 1, register, piece.at() + moved, piece.form());
      case Location.Stack stack ->
          new Piece(
              offset, 1, new Location.Stack(stack.offset() + piece.at() + moved), 0, piece.form());
    };
  }

  /** Tells whether a number is extended as far as the other side relies on. */
  static boolean suffices(Extension given, Extension trusted) {
    return given.given() >= trusted.trusted()
        && (given.signed() == trusted.signed() || trusted.trusted() <= trusted.width());
  }

  /** Creates the difference of a number that is not extended as far as the other side relies on. */
  static RuleDifference extension(Extension given, Extension trusted) {
    return RuleDifference.of(
        switch (trusted.reliance()) {
          case ALWAYS -> EXTENSION;
          case IN_TAIL_CALLS -> RARE;
        },
        What.BIT_SIZE,
        text(trusted.trusted(), trusted.signed()),
        text(given.given(), given.signed()));
  }

  private static Value text(int bits, boolean signed) {
    return Value.of((signed ? "sign" : "zero") + "-extended to " + bits + " bits");
  }

  /** Lists the divergences that came up on both sides and that the compilers decide differently. */
  static List<Divergence> divergences(List<PassedValue> one, List<PassedValue> other) {
    Set<PassedValue.Asked> answers = new HashSet<>();
    other.forEach(passed -> answers.addAll(passed.asked()));
    return one.stream()
        .flatMap(passed -> passed.asked().stream())
        .filter(it -> answers.contains(new PassedValue.Asked(it.divergence(), !it.yes())))
        .map(PassedValue.Asked::divergence)
        .distinct()
        .toList();
  }
}
