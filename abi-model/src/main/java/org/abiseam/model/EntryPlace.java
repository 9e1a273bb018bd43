package org.abiseam.model;

import java.util.List;
import java.util.stream.Collectors;

/** Tells where a parameter is when its function is entered, as its compiler's debug info says. */
public sealed interface EntryPlace {
  /**
   * Describes a parameter in registers or on the stack of arguments.
   *
   * @param pieces in the order of the value's bytes; how long each is does not count, because GCC
   *     leaves padding out of them
   * @param address whether these hold the value's address
   * @param whole whether it is the one place for all of the function, its entry only included
   */
  record Known(List<Piece> pieces, boolean address, boolean whole) implements EntryPlace {
    /** Copies the list. */
    public Known {
      pieces = List.copyOf(pieces);
    }

    /**
     * Tells whether the value, or its address, begins on the stack.
     *
     * @return true for the stack of arguments
     */
    public boolean inMemory() {
      return pieces.getFirst() instanceof Piece.Stack;
    }

    @Override
    public String toString() {
      String places = pieces.stream().map(Piece::toString).collect(Collectors.joining(", "));
      return address ? "memory at " + places : places;
    }
  }

  /**
   * Holds nothing that a plan can be compared with.
   *
   * @param why by class
   */
  record Unknown(Why why) implements EntryPlace {}

  /**
   * Holds the registers in which the calls of one side leave arguments, whichever is in which: all
   * that debug info tells of a function that the side does not define.
   *
   * @param registers as the processor supplement writes them
   */
  record LeftByCalls(List<String> registers) implements EntryPlace {
    /** Copies the list. */
    public LeftByCalls {
      registers = List.copyOf(registers);
    }
  }

  /** Holds a part of a value. */
  sealed interface Piece {
    /**
     * Describes a register that arguments are passed in.
     *
     * @param name as the processor supplement writes it
     */
    record Register(String name) implements Piece {
      @Override
      public String toString() {
        return name;
      }
    }

    /**
     * Describes a place among the arguments on the stack.
     *
     * @param offset bytes from where the first argument on the stack would lie
     */
    record Stack(long offset) implements Piece {
      @Override
      public String toString() {
        return "stack+" + offset;
      }
    }
  }

  /** Lists why a parameter has no place at the entry. */
  enum Why {
    /** It has no location at all. */
    NOT_DESCRIBED("no location"),
    /** Its locations begin later. */
    NOT_AT_ENTRY("no location that covers the entry"),
    /** It is known to be a constant. */
    CONSTANT("a constant, as in a specialised copy"),
    /** It is in the frame that the function makes. */
    OWN_FRAME("a place in the function's own frame, which it fills later"),
    /** It is where the function moves it to, or may be. */
    MOVED("a register that it may be moved to, as one place for the whole function"),
    /** It has to be computed. */
    COMPUTED("a computed value");

    private final String text;

    Why(String text) {
      this.text = text;
    }

    /**
     * Returns the reason in words.
     *
     * @return a noun with what belongs to it
     */
    public String text() {
      return text;
    }
  }
}
