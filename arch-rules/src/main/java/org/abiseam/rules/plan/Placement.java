package org.abiseam.rules.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Where one value travels. */
public sealed interface Placement {

  /** It takes no place: {@code void}, or a type of no size that the machine leaves out. */
  record Nothing() implements Placement {
    @Override
    public String toString() {
      return "none";
    }
  }

  /**
   * The value itself travels.
   *
   * @param pieces in order of the value's bytes; padding may be missing
   */
  record Direct(List<Piece> pieces) implements Placement {
    /** Joins neighbours: pieces that continue each other on the stack or in one register. */
    public Direct {
      pieces = List.copyOf(joined(pieces));
    }

    @Override
    public String toString() {
      long expected = 0;
      List<String> texts = new ArrayList<>();
      for (Piece piece : pieces) {
        texts.add(piece.offset() == expected ? piece.toString() : piece + "@" + piece.offset());
        expected = piece.offset() + piece.bytes();
      }
      return String.join("+", texts);
    }

    private static List<Piece> joined(List<Piece> pieces) {
      List<Piece> result = new ArrayList<>();
      for (Piece piece : pieces) {
        Piece last = result.isEmpty() ? piece : result.getLast();
        if (!result.isEmpty() && continues(last, piece)) {
          result.removeLast();
          result.add(
              new Piece(
                  last.offset(),
                  last.bytes() + piece.bytes(),
                  last.location(),
                  last.at(),
                  last.form()));
        } else {
          result.add(piece);
        }
      }
      return result;
    }

    private static boolean continues(Piece first, Piece next) {
      boolean value =
          first.offset() + first.bytes() == next.offset() && first.form() == next.form();
      long end = first.at() + first.bytes();
      return value
          && switch (first.location()) {
            case Location.Register register -> register.equals(next.location()) && end == next.at();
            case Location.Stack stack ->
                next.location() instanceof Location.Stack other
                    && stack.offset() + end == other.offset() + next.at();
          };
    }
  }

  /**
   * Describes a pointer to it travels: to a copy that the caller made, or, for a result, to where
   * the callee writes it.
   *
   * @param pointer where the pointer is
   */
  record ByReference(List<Piece> pointer) implements Placement {
    /** Copies the list. */
    public ByReference {
      pointer = List.copyOf(pointer);
    }

    @Override
    public String toString() {
      return "ref:" + pointer.stream().map(Piece::toString).collect(Collectors.joining("+"));
    }
  }
}
