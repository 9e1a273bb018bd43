package org.abiseam.rules.plan;

/**
 * Describes a run of a value's bytes in one place.
 *
 * @param offset first byte of the value
 * @param bytes how many
 * @param location where they are
 * @param at first byte there: in the bytes that a full-width store of the register would write, or
 *     from the stack location
 * @param form how they are represented there
 */
public record Piece(long offset, long bytes, Location location, long at, Form form) {

  /** How bytes of a value are represented in a register. */
  public enum Form {
    /** As in memory. */
    BYTES,
    /** A floating point number converted to the register's own format (PowerPC). */
    CONVERTED
  }

  /**
   * Bytes as in memory.
   *
   * @param offset first byte of the value
   * @param bytes how many
   * @param location where they are
   * @param at first byte there
   */
  public Piece(long offset, long bytes, Location location, long at) {
    this(offset, bytes, location, at, Form.BYTES);
  }

  /**
   * As reports write it: {@code rdi[0..4)}, {@code stack[8..16)}; with {@code =} where converted.
   */
  @Override
  public String toString() {
    String mark = form == Form.CONVERTED ? "=" : "";
    return switch (location) {
      case Location.Register register ->
          "%s%s[%d..%d)".formatted(mark, register.name(), at, at + bytes);
      case Location.Stack stack ->
          "stack[%d..%d)".formatted(stack.offset() + at, stack.offset() + at + bytes);
    };
  }
}
