package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.List;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;

/**
 * Whether a value arrives where it is expected. Only bytes that both sides place are compared: what
 * one side leaves out is padding to it.
 */
final class PassedValues {
  private PassedValues() {}

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

  /** Where one byte of the value is, as the piece that begins with it. */
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

  /** What both sides were asked, up to a value, and answered differently. */
  static List<Divergence> parted(List<PassedValue> one, List<PassedValue> other) {
    List<Divergence> parted = new ArrayList<>(0);
    for (PassedValue passed : one) {
      for (PassedValue.Asked asked : passed.asked()) {
        for (PassedValue counterpart : other) {
          for (PassedValue.Asked answer : counterpart.asked()) {
            if (answer.divergence().equals(asked.divergence())
                && answer.yes() != asked.yes()
                && !parted.contains(asked.divergence())) {
              parted.add(asked.divergence());
            }
          }
        }
      }
    }
    return parted;
  }
}
