package org.abiseam.rules.plan;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.TypeId;

/**
 * Holds how one argument or the result travels, and why.
 *
 * @param name the parameter's name, {@code #N} (from 1) where it has none, {@code result}
 * @param type its type in the graph the plan was made from
 * @param placement where it travels
 * @param extension who extends it; empty for what is not a narrow number
 * @param clauses what put it there, in order
 * @param asked the points that compilers may decide differently, with this compiler's answer
 */
public record PassedValue(
    String name,
    TypeId type,
    Placement placement,
    Optional<Extension> extension,
    List<Citation> clauses,
    List<Asked> asked) {

  /** Copies the lists. */
  public PassedValue {
    clauses = List.copyOf(clauses);
    asked = List.copyOf(asked);
  }

  /**
   * Keeps a question that came up.
   *
   * @param divergence the point
   * @param yes this compiler's answer
   */
  public record Asked(Divergence divergence, boolean yes) {}

  /** Tells whether a pointer to it travels. */
  boolean pointedTo() {
    return placement instanceof Placement.ByReference;
  }

  /** Returns where it, or the pointer to it, is. */
  List<Piece> pieces() {
    return switch (placement) {
      case Placement.Direct direct -> direct.pieces();
      case Placement.ByReference reference -> reference.pointer();
      case Placement.Nothing _ -> List.of();
    };
  }

  /**
   * Tells whether debug info has the value where it travels. Its pieces are in the same order;
   * between them others may lie that debug info leaves out. One piece on the stack is all that is
   * there of the value, and begins where that does.
   *
   * @param place where the value is when the function is entered
   * @return false where a piece is elsewhere
   */
  public boolean travelsBy(EntryPlace.Known place) {
    return switch (placement) {
      case Placement.Direct direct -> !place.address() && among(place.pieces(), direct.pieces());
      case Placement.ByReference reference ->
          place.address() && among(place.pieces(), reference.pointer());
      case Placement.Nothing _ -> false;
    };
  }

  private static boolean among(List<EntryPlace.Piece> seen, List<Piece> planned) {
    int next = 0;
    for (EntryPlace.Piece place : seen) {
      while (next < planned.size() && !holds(planned.get(next), place, seen.size() == 1)) {
        next++;
      }
      if (next == planned.size()) {
        return false;
      }
      next += planned.get(next).location() instanceof Location.Register ? 1 : 0;
    }
    return true;
  }

  private static boolean holds(Piece piece, EntryPlace.Piece place, boolean alone) {
    return switch (piece.location()) {
      case Location.Register(String register) ->
          place instanceof EntryPlace.Piece.Register(String seen) && register.equals(seen);
      case Location.Stack(long offset) ->
          place instanceof EntryPlace.Piece.Stack(long at)
              && (alone
                  ? at == offset + piece.at() - piece.offset()
                  : offset + piece.at() <= at && at < offset + piece.at() + piece.bytes());
    };
  }

  @Override
  public String toString() {
    return name + ":" + placement;
  }
}
