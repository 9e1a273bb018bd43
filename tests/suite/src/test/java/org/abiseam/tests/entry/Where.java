package org.abiseam.tests.entry;

import java.util.List;

/** Where debug information says a parameter is when its function is entered. */
sealed interface Where {
  /**
   * In registers or on the stack of arguments.
   *
   * @param places names of registers, or {@code stack+N}, in the order of the value's pieces; how
   *     long a piece is does not count, because GNU C leaves padding out of them
   * @param address whether these hold the value's address
   * @param whole whether it is the one place for all of the function, its entry only included
   */
  record Known(List<String> places, boolean address, boolean whole) implements Where {
    public Known {
      places = List.copyOf(places);
    }

    boolean inMemory() {
      return places.getFirst().startsWith("stack");
    }

    /** In words. */
    String text() {
      return (address ? "memory at " : "") + String.join(", ", places);
    }
  }

  /**
   * Holds nothing that a plan can be compared with.
   *
   * @param why by class
   */
  record Unknown(Why why) implements Where {}

  /** Classes of parameters without a place at the entry. */
  enum Why {
    NOT_DESCRIBED("no location"),
    NOT_AT_ENTRY("no location that covers the entry"),
    CONSTANT("a constant, as in a specialised copy"),
    OWN_FRAME("a place in the function's own frame, which it fills later"),
    MOVED("a register that no argument is passed in, as one place for the whole function"),
    COMPUTED("a computed value");

    final String text;

    Why(String text) {
      this.text = text;
    }
  }
}
