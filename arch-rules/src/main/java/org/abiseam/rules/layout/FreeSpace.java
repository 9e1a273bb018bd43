package org.abiseam.rules.layout;

import org.abiseam.rules.layout.FlatMembers.Bits;
import org.abiseam.rules.layout.FlatMembers.Slot;

/**
 * Finds the space that an old struct leaves for new members: holes, reserved bytes, bits of a unit
 * that no bit-field has, and the place of old members that stay where they are and get company, in
 * a union of the new one. Code that was compiled against the old struct does not notice.
 */
final class FreeSpace {
  private final Side provider;
  private final FlatMembers old;
  private final FlatMembers recent;
  private final boolean sameSize;

  FreeSpace(TypePair pair) {
    this.provider = pair.provider();
    this.old = pair.expectedMembers();
    this.recent = pair.actualMembers();
    this.sameSize = pair.expectedBytes() == pair.actualBytes();
  }

  /** Tells whether nothing that the old build uses is lost to what lies there now. */
  boolean free(long from, long to) {
    if (!sameSize) {
      return false;
    }
    for (Slot slot : old.slots()) {
      boolean used = slot.bits() > 0 && !Filler.reserved(provider, slot);
      if (used && slot.overlaps(from, to) && !kept(slot)) {
        return false;
      }
    }
    return old.bitFields()
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
    return recent
        .bitFields()
        .anyMatch(
            other ->
                other.position() == bits.position()
                    && other.end() == bits.end()
                    && other.name().equals(bits.name()));
  }
}
