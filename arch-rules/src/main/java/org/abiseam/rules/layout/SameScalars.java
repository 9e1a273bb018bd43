package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Compares an array with a struct by the numbers and pointers in them: {@code void *link[2]} and
 * {@code struct { struct link *next, *last; } link} are the same bytes, each of the same kind.
 *
 * <p>An array has no padding between its elements (ISO C23, 6.2.5), and a struct keeps the order of
 * its members (6.7.3.2), so that what lies at one place is enough. What overlaps, has bits of its
 * own or no known size is not compared this way.
 */
final class SameScalars {
  private final Side side;
  private final List<Leaf> leaves = new ArrayList<>();
  private boolean apart = true;

  private SameScalars(Side side) {
    this.side = side;
  }

  /** Describes a number or pointer by its place in bits. */
  private record Leaf(TypeId type, long position, long bits) {
    boolean liesAs(Leaf other) {
      return position == other.position && bits == other.bits;
    }
  }

  /** Compares an array and a struct that have the same scalars, and tells whether they are such. */
  static boolean compare(TypePair pair) {
    boolean array = pair.expected() instanceof Type.Array;
    if (array == pair.actual() instanceof Type.Array
        || !((array ? pair.actual() : pair.expected()) instanceof Type.Aggregate)
        || pair.expectedBytes() != pair.actualBytes()) {
      return false;
    }
    Optional<List<Leaf>> one = leaves(pair.provider(), pair.expectedId());
    Optional<List<Leaf>> other = leaves(pair.consumer(), pair.actualId());
    if (one.isEmpty() || other.isEmpty() || one.get().size() != other.get().size()) {
      return false;
    }
    Differences.Builder inside = new Differences.Builder();
    for (int i = 0; i < one.get().size(); i++) {
      Leaf leaf = one.get().get(i);
      Leaf partner = other.get().get(i);
      if (!leaf.liesAs(partner)) {
        return false;
      }
      String path = array ? RuleDifference.ELEMENT : "";
      pair.comparison().embed(inside, path, leaf.position(), leaf.type(), partner.type());
    }
    Differences found = inside.build();
    if (found.harmful()) {
      return false;
    }
    pair.found().include(found, "", 0);
    return true;
  }

  private static Optional<List<Leaf>> leaves(Side side, TypeId id) {
    SameScalars all = new SameScalars(side);
    all.add(id, 0);
    return all.apart ? Optional.of(all.leaves) : Optional.empty();
  }

  private void add(TypeId id, long position) {
    switch (side.type(id)) {
      case Type.Number _, Type.Pointer _ -> add(new Leaf(id, position, bits(id)));
      case Type.Array array -> {
        long count = array.count().orElse(0);
        apart &= count > 0 && count <= FlatMembers.MOST;
        for (long i = 0; i < count && apart; i++) {
          add(array.element(), position + i * bits(array.element()));
        }
      }
      case Type.Aggregate _ -> {
        FlatMembers members = side.flat(id);
        apart &= members.runs().isEmpty() && members.units().isEmpty() && !members.overfull();
        for (FlatMembers.Slot slot : members.slots()) {
          if (apart) {
            add(slot.type(), position + slot.position());
          }
        }
      }
      case Type.Void _, Type.Vector _, Type.Tagged _, Type.Function _ -> apart = false;
      case Type.Wrapper _, Type.Opaque _, Type.Incomplete _ -> apart = false;
    }
  }

  private void add(Leaf leaf) {
    apart &=
        leaf.bits() > 0
            && leaves.size() < FlatMembers.MOST
            && (leaves.isEmpty() || end(leaves.getLast()) <= leaf.position());
    leaves.add(leaf);
  }

  private static long end(Leaf leaf) {
    return leaf.position() + leaf.bits();
  }

  private long bits(TypeId id) {
    return side.bytes(id) * Byte.SIZE;
  }
}
