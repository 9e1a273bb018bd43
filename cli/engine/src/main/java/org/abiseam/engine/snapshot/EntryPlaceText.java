package org.abiseam.engine.snapshot;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.EntryPlace;

/**
 * Writes and reads where the parameters of a function are when it is entered: a place for each,
 * between commas. {@code ?} is one that is not known; {@code left} begins the registers in which
 * calls leave arguments.
 */
final class EntryPlaceText {
  private static final String ENTERED = "entered";
  private static final String ADDRESS = "address";
  private static final String LEFT = "left";
  private static final String STACK = "stack";
  private static final String THROUGHOUT = "throughout";
  private static final char UNKNOWN = '?';

  private EntryPlaceText() {}

  /** Returns a line; empty where no place is known. */
  static Optional<String> line(List<EntryPlace> places) {
    return places.stream().anyMatch(it -> !(it instanceof EntryPlace.Unknown))
        ? Optional.of(
            ENTERED + " " + String.join(", ", places.stream().map(EntryPlaceText::text).toList()))
        : Optional.empty();
  }

  private static String text(EntryPlace place) {
    return switch (place) {
      case EntryPlace.Unknown _ -> Character.toString(UNKNOWN);
      case EntryPlace.LeftByCalls(var registers) ->
          LEFT + " " + String.join(" ", registers.stream().map(Quoting::name).toList());
      case EntryPlace.Known(var pieces, boolean address, boolean whole) -> {
        List<String> words = new ArrayList<>();
        if (address) {
          words.add(ADDRESS);
        }
        for (EntryPlace.Piece piece : pieces) {
          words.add(
              switch (piece) {
                case EntryPlace.Piece.Register(String name) -> Quoting.name(name);
                case EntryPlace.Piece.Stack(long offset) -> STACK + " " + offset;
              });
        }
        if (whole) {
          words.add(THROUGHOUT);
        }
        yield String.join(" ", words);
      }
    };
  }

  /** Returns the places of a block, or none. */
  static List<EntryPlace> of(BlockReader.Paragraph block) {
    List<EntryPlace> places = new ArrayList<>();
    for (BlockReader.Line line : block.lines()) {
      LineScanner in = new LineScanner(line.text(), line.number());
      if (line.depth() == 1 && in.takeKeyword(ENTERED)) {
        do {
          places.add(place(in));
        } while (in.take(','));
        in.expectEnd();
      }
    }
    return places;
  }

  private static EntryPlace place(LineScanner in) {
    if (in.take(UNKNOWN)) {
      return new EntryPlace.Unknown(EntryPlace.Why.NOT_DESCRIBED);
    }
    if (in.takeKeyword(LEFT)) {
      List<String> registers = new ArrayList<>();
      do {
        registers.add(in.name());
      } while (!in.end() && !in.at(','));
      return new EntryPlace.LeftByCalls(registers);
    }
    boolean address = in.takeKeyword(ADDRESS);
    boolean whole = false;
    List<EntryPlace.Piece> pieces = new ArrayList<>();
    do {
      pieces.add(
          in.takeKeyword(STACK)
              ? new EntryPlace.Piece.Stack(in.number())
              : new EntryPlace.Piece.Register(in.name()));
      whole = in.takeKeyword(THROUGHOUT);
    } while (!whole && !in.end() && !in.at(','));
    return new EntryPlace.Known(pieces, address, whole);
  }
}
