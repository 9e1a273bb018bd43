package org.abiseam.rules.layout;

import java.util.function.Predicate;
import org.abiseam.model.TypeId;
import org.abiseam.rules.layout.Flat.Bits;
import org.abiseam.rules.layout.Flat.Slot;

/**
 * The room that an old struct leaves for new members: holes, reserved bytes, bits of a unit that no
 * bit-field has, and the place of old members that stay where they are and get company, in a union
 * of the new one. Whoever was compiled against the old struct does not notice.
 */
final class Room {
  private final Flat old;
  private final Flat recent;
  private final boolean sameSize;
  private final Predicate<Slot> reserved;

  Room(Comparison comparison, TypeId expected, TypeId actual, Predicate<Slot> reserved) {
    this.old = comparison.provider().flat(expected);
    this.recent = comparison.consumer().flat(actual);
    this.sameSize = comparison.provider().bytes(expected) == comparison.consumer().bytes(actual);
    this.reserved = reserved;
  }

  /** Whether nothing that the old build uses is lost to what lies there now. */
  boolean free(long from, long to) {
    if (!sameSize) {
      return false;
    }
    for (Slot slot : old.slots()) {
      boolean used = slot.bits() > 0 && !reserved.test(slot);
      if (used && slot.overlaps(from, to) && !kept(slot)) {
        return false;
      }
    }
    return old.runs().stream()
        .flatMap(run -> run.bits().stream())
        .noneMatch(bits -> bits.position() < to && from < bits.end() && !kept(bits));
  }

  private boolean kept(Slot slot) {
    return recent.slots().stream()
        .anyMatch(
            other ->
                other.position() == slot.position()
                    && other.bits() == slot.bits()
                    && other.name().equals(slot.name()));
  }

  private boolean kept(Bits bits) {
    return recent.runs().stream()
        .flatMap(run -> run.bits().stream())
        .anyMatch(
            other ->
                other.position() == bits.position()
                    && other.end() == bits.end()
                    && other.field().name().equals(bits.field().name()));
  }
}
