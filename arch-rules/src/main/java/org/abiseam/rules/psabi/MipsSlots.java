package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;

/**
 * The arguments of a call on MIPS as one array of slots.
 *
 * <pre>
 *   n64   slot     0    1    2  …  7    8         9
 *         integer  a0   a1   a2    a7   stack+0   stack+8
 *         float    f12  f13  f14   f19
 *   o32   slot     0    1    2    3     4          5
 *         integer  a0   a1   a2   a3    stack+16   stack+20     stack+0..15 is room for a0 to a3
 * </pre>
 *
 * <p>A slot that one bank uses is lost to the other. Not thread-safe, made for one call.
 */
final class MipsSlots {
  private final int width;
  private final boolean bigEndian;
  private final List<String> general;
  private final List<String> floating;
  private final int homes;
  private int next;

  /**
   * Creates an array of which nothing is used.
   *
   * @param width of a slot in bytes
   * @param bigEndian byte order
   * @param general register of each of the first slots
   * @param floating register of each for floating point numbers
   * @param homes how many slots the stack has for registers
   */
  MipsSlots(int width, boolean bigEndian, List<String> general, List<String> floating, int homes) {
    this.width = width;
    this.bigEndian = bigEndian;
    this.general = List.copyOf(general);
    this.floating = List.copyOf(floating);
    this.homes = homes;
  }

  int next() {
    return next;
  }

  /** Returns how many are left that have a register. */
  int free() {
    return Math.max(0, general.size() - next);
  }

  void skip() {
    next++;
  }

  /** Passes over one where the next is odd. */
  void even() {
    next += next & 1;
  }

  /** Returns bytes of the argument area, homes of registers included. */
  long stackBytes() {
    return (long) Math.max(homes, next - general.size() + homes) * width;
  }

  /** Returns a whole number: at the low end of its slot. */
  Placement number(long bytes) {
    return new Placement.Direct(List.of(new Piece(0, bytes, take(false), low(bytes))));
  }

  /**
   * Returns a floating point number of no more than a slot: at the low end of a register, at the
   * beginning of a slot of the stack.
   *
   * @param inFloating whether it travels in a floating point register where it can
   */
  Piece floating(long offset, long bytes, boolean inFloating) {
    long at = free() > 0 ? low(bytes) : 0;
    return new Piece(offset, bytes, take(inFloating), at);
  }

  /** Returns a part of a value at the beginning of a slot of its own. */
  Piece part(long offset, long bytes) {
    return new Piece(offset, bytes, take(false), 0);
  }

  /** Returns the bytes of a value as in memory, slot by slot. */
  Placement image(long bytes) {
    return image(bytes, offset -> false);
  }

  /**
   * Returns the bytes of a value as in memory, slot by slot.
   *
   * @param floats whether the slot that begins with a byte of the value is a floating point number
   */
  Placement image(long bytes, LongPredicate floats) {
    List<Piece> pieces = new ArrayList<>();
    for (long at = 0; at < bytes; at += width) {
      pieces.add(new Piece(at, Math.min(width, bytes - at), take(floats.test(at)), 0));
    }
    return new Placement.Direct(pieces);
  }

  /** Returns a pointer to where the result goes. */
  Placement pointer(int bytes) {
    return new Placement.ByReference(List.of(new Piece(0, bytes, take(false), low(bytes))));
  }

  private long low(long bytes) {
    return bigEndian && bytes < width ? width - bytes : 0;
  }

  private Location take(boolean inFloating) {
    int slot = next++;
    if (slot < general.size()) {
      List<String> bank = inFloating && slot < floating.size() ? floating : general;
      return new Location.Register(bank.get(slot));
    }
    return new Location.Stack((long) (slot - general.size() + homes) * width);
  }
}
