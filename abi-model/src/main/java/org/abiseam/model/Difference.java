package org.abiseam.model;

import java.util.OptionalLong;

/**
 * Describes one thing on which two views differ.
 *
 * @param path dotted from the type: {@code task_struct.se.load.weight}
 * @param what the property
 * @param expected the provider's (C's) value
 * @param actual the consumer's (Rust's) value
 */
public record Difference(String path, What what, Value expected, Value actual) {

  /** A property of a type or member. Sizes, alignments and positions are given in bits. */
  public enum What {
    /** Size in bits. */
    SIZE,
    /** Alignment in bits. */
    ALIGNMENT,
    /** Position of a member in bits. */
    OFFSET,
    /** Position of a bit-field in bits. */
    BIT_OFFSET,
    /** Width of a bit-field in bits. */
    BIT_SIZE,
    /** The type. */
    TYPE,
    /** Whether a number is signed. */
    SIGNEDNESS,
    /** Whether it is there at all. */
    PRESENCE,
    /** Number of elements. */
    COUNT,
    /** Number of arguments. */
    ARGUMENTS,
    /** Calling convention. */
    CONVENTION,
    /** Value of an enumerator. */
    VALUE,
    /** Where a value travels. */
    LOCATION,
    /** Name of a parameter. */
    NAME;

    /**
     * Returns the word of the report.
     *
     * @return lower case, with hyphens
     */
    public String word() {
      return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }
  }

  /**
   * Describes one side's value.
   *
   * @param number the number where the property is one
   * @param text the value for a reader: {@code 64}, {@code u32}, {@code absent}
   */
  public record Value(OptionalLong number, String text) {
    /** The thing does not exist on this side. */
    public static final Value ABSENT = of("absent");

    /**
     * Returns a number.
     *
     * @param number in the unit of the property
     * @return the value
     */
    public static Value of(long number) {
      return new Value(OptionalLong.of(number), Long.toString(number));
    }

    /**
     * Returns a word.
     *
     * @param text for a reader
     * @return the value
     */
    public static Value of(String text) {
      return new Value(OptionalLong.empty(), text);
    }
  }
}
