package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Describes one thing that C's form of a Rust enum with data may hold: a member of its union.
 *
 * @param name the member, or empty where it has none
 * @param whole the member itself
 * @param slots what it contains, at places from the beginning of the whole type
 */
record Alternative(String name, FlatMembers.Slot whole, List<FlatMembers.Slot> slots) {
  Alternative {
    slots = List.copyOf(slots);
  }

  /** Lists the alternatives of a C struct with a tag and a union, or of a C union. */
  static List<Alternative> of(Side side, TypeId id, long tag) {
    List<Alternative> all = new ArrayList<>();
    Type.Aggregate type = (Type.Aggregate) side.type(id);
    if (type.shape() == Type.Shape.UNION) {
      add(side, type, 0, tag, all);
      return all;
    }
    for (Member member : type.members()) {
      if (side.type(member.type()) instanceof Type.Aggregate inner
          && inner.shape() == Type.Shape.UNION) {
        add(side, inner, member.bitOffset(), -1, all);
      }
    }
    if (all.isEmpty()) {
      // One variant with members needs no union.
      List<FlatMembers.Slot> slots =
          side.flat(id).slots().stream().filter(slot -> slot.position() != tag).toList();
      if (!slots.isEmpty()) {
        all.add(new Alternative("", slots.getFirst(), slots));
      }
    }
    return all;
  }

  private static void add(
      Side side, Type.Aggregate union, long base, long tag, List<Alternative> all) {
    for (Member member : union.members()) {
      long from = base + member.bitOffset();
      long bits = side.bytes(member.type()) * Byte.SIZE;
      FlatMembers.Slot whole = new FlatMembers.Slot(member.name(), member.type(), from, bits, 0);
      List<FlatMembers.Slot> slots = new ArrayList<>();
      if (side.type(member.type()) instanceof Type.Aggregate inner
          && inner.shape() == Type.Shape.STRUCT) {
        for (FlatMembers.Slot slot : side.flat(member.type()).slots()) {
          if (from + slot.position() != tag) {
            slots.add(
                new FlatMembers.Slot(
                    slot.name(), slot.type(), from + slot.position(), slot.bits(), 0));
          }
        }
      } else if (from != tag) {
        slots.add(whole);
      }
      String name =
          member.name().isEmpty() && slots.size() == 1 ? slots.getFirst().name() : member.name();
      all.add(new Alternative(name, whole, slots));
    }
  }

  /** Tells whether it has the name of a variant, where case and underscores do not count. */
  boolean named(String variant) {
    return !name.isEmpty() && plain(name).equals(plain(variant));
  }

  private static String plain(String text) {
    return text.replace("_", "").toLowerCase(Locale.ROOT);
  }

  boolean hasMembers() {
    return !slots.isEmpty();
  }

  /** Returns the member of a place and size, which may be the whole alternative. */
  Optional<FlatMembers.Slot> at(long position, long bits) {
    for (FlatMembers.Slot slot : slots) {
      if (slot.position() == position && slot.bits() == bits) {
        return Optional.of(slot);
      }
    }
    return whole.position() == position && whole.bits() == bits
        ? Optional.of(whole)
        : Optional.empty();
  }
}
