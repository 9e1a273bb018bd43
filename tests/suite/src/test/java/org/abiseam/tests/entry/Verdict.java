package org.abiseam.tests.entry;

import java.util.List;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;

/** Whether a parameter is where its plan has it. */
final class Verdict {
  private static final String STACK = "stack+";

  private Verdict() {}

  static boolean same(Where.Known where, PassedValue passed) {
    return switch (passed.placement()) {
      case Placement.Direct direct -> !where.address() && among(where.places(), direct.pieces());
      case Placement.ByReference reference ->
          where.address() && among(where.places(), reference.pointer());
      case Placement.Nothing _ -> false;
    };
  }

  /** In the same order; pieces that are not described may lie between. */
  private static boolean among(List<String> seen, List<Piece> planned) {
    int next = 0;
    for (String place : seen) {
      while (next < planned.size() && !holds(planned.get(next), place)) {
        next++;
      }
      if (next == planned.size()) {
        return false;
      }
      next += planned.get(next).location() instanceof Location.Register ? 1 : 0;
    }
    return true;
  }

  private static boolean holds(Piece piece, String place) {
    return switch (piece.location()) {
      case Location.Register register -> place.equals(register.name());
      case Location.Stack stack -> {
        long at = place.startsWith(STACK) ? Long.parseLong(place.substring(STACK.length())) : -1;
        long from = stack.offset() + piece.at();
        yield from <= at && at < from + piece.bytes();
      }
    };
  }
}
