package org.abiseam.rules.psabi;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Piece;
import org.abiseam.rules.plan.Placement;

/**
 * The VFP registers that carry floating point numbers: {@code d0} to {@code d7}, each of them two
 * single registers, {@code s0} to {@code s15} (AAPCS32 §6.1.2.1).
 *
 * <pre>
 *        d0          d1          d2
 *   | s0  | s1  | s2  | s3  | s4  | s5  |     f(float a, double b, float c):
 *   |  a  |  c  |     b     |     |     |     c goes back into the gap that b left
 * </pre>
 *
 * <p>A value takes the lowest run of free registers that is long enough and begins where its parts
 * may begin, so gaps are filled later. Once one value finds none, all that are left are closed.
 */
final class ArmVfp {
  private static final int SINGLES = 16;
  private static final int SINGLE = 4;
  private static final int DOUBLE = 8;

  private final boolean bigEndian;
  private int free = (1 << SINGLES) - 1;

  ArmVfp(boolean bigEndian) {
    this.bigEndian = bigEndian;
  }

  /**
   * Places the parts of a value in consecutive registers of their size.
   *
   * @return empty where there is no room; then none is left for others either
   */
  Optional<Placement> take(List<Leaf> parts) {
    int singles = (int) Math.max(1, parts.getFirst().bits() / 8 / SINGLE);
    int count = singles * parts.size();
    int wanted = (1 << count) - 1;
    for (int first = 0; first + count <= SINGLES; first += singles) {
      if ((free >> first & wanted) == wanted) {
        free &= ~(wanted << first);
        return Optional.of(placed(parts, first, singles));
      }
    }
    free = 0;
    return Optional.empty();
  }

  private Placement placed(List<Leaf> parts, int first, int singles) {
    List<Piece> pieces = new ArrayList<>();
    int single = first;
    for (Leaf part : parts) {
      long at = part.bitOffset() / 8;
      long bytes = part.bits() / 8;
      for (long done = 0; done < bytes; done += DOUBLE) {
        long here = Math.min(DOUBLE, bytes - done);
        int register = (single + (int) (done / SINGLE)) / 2;
        pieces.add(
            new Piece(
                at + done,
                here,
                new Location.Register("d" + register),
                within(single % 2 == 1, here)));
      }
      single += singles;
    }
    return new Placement.Direct(pieces);
  }

  /** The odd single register is the upper half of its double one. */
  private long within(boolean upper, long bytes) {
    if (bytes == DOUBLE) {
      return 0;
    }
    long low = upper ? SINGLE : 0;
    return bigEndian ? DOUBLE - low - bytes : low;
  }
}
