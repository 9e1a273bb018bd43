package org.abiseam.rules.plan;

import org.abiseam.model.TypeId;

/**
 * Describes a part of a value that has no parts of its own.
 *
 * @param bitOffset bits from the beginning of the value
 * @param bits width; 0 where it takes no room
 * @param kind what a register bank would ask
 * @param form how it lies there
 * @param type its type; for a bit-field the declared one, for an array of no elements the element
 * @param inUnion whether it may share its place with others
 */
public record Leaf(long bitOffset, long bits, Kind kind, Form form, TypeId type, boolean inUnion) {

  /** What a register bank would ask. */
  public enum Kind {
    /** A whole number, a truth value, a character, an enumeration. */
    INTEGER,
    /** An address. */
    POINTER,
    /** A binary floating point number, or one half of a complex one. */
    FLOAT,
    /** A decimal floating point number. */
    DECIMAL,
    /** A vector, whole. */
    VECTOR,
    /** Nothing that could be in a register: part of a zero-size member. */
    NONE
  }

  /** How it lies there. */
  public enum Form {
    /** In bytes of its own. */
    MEMBER,
    /** One half of a complex number. */
    COMPLEX_PART,
    /** A named bit-field. */
    BIT_FIELD,
    /** An unnamed bit-field that a hole may be. */
    UNNAMED_BIT_FIELD,
    /** A flexible array, {@code T x[]}. */
    FLEXIBLE,
    /** An array of no elements, or a struct of no size. */
    EMPTY
  }

  /**
   * Returns the first bit behind it.
   *
   * @return bits from the beginning of the value
   */
  public long end() {
    return bitOffset + bits;
  }

  /**
   * Tells whether it takes room.
   *
   * @return false for flexible and empty ones
   */
  public boolean hasBits() {
    return bits > 0;
  }
}
