package org.abiseam.rules.layout;

import java.util.HashSet;
import java.util.Set;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * Compares a Rust enum with data.
 *
 * <p>{@code repr(C)} makes it a struct of the tag and a union of the variants, {@code repr(u8)} a
 * union of structs that each begin with the tag (Rust Reference, Type layout). C writes either by
 * hand. The rule compares the size, and whether C has a number of the tag's size where Rust has the
 * tag; names do not show which member of C's union a variant means, so the variants stay
 * undetermined. {@code Option<NonZero<T>>} and the like, whose tag fills the whole type, lay out as
 * the number they contain.
 */
final class TaggedRule {
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.RUST_DATA_ENUM);
  private static final Clause KIND = Clause.harmful(Rule.LAYOUT_KIND, Citations.RUST_DATA_ENUM);

  private TaggedRule() {}

  /** Compares two Rust enums, or the same one twice; false where one is something else. */
  static boolean compare(TypePair pair, Type.Tagged expected) {
    if (pair.actual() instanceof Type.Tagged && !pair.sizeDiffers(SIZE)) {
      pair.undecided(Reason.UNSUPPORTED, "enums with data are not compared with each other");
    }
    return pair.actual() instanceof Type.Tagged;
  }

  /** Compares a C struct or union with a Rust enum; false where it is something else. */
  static boolean compare(TypePair pair, Type.Aggregate expected) {
    if (!(pair.actual() instanceof Type.Tagged actual)) {
      return false;
    }
    if (pair.sizeDiffers(SIZE)) {
      return true;
    }
    if (actual.discriminant().filter(tag -> !hasNumber(pair, tag)).isPresent()) {
      pair.type(
          KIND,
          pair.provider().text(pair.expectedId()),
          "enum " + actual.name(),
          "C has no number where Rust has the tag");
    } else {
      pair.undecided(
          Reason.UNSUPPORTED,
          "the C member of each variant of the Rust enum " + actual.name() + " is not known");
    }
    return true;
  }

  private static boolean hasNumber(TypePair pair, Member.Field tag) {
    long bits = pair.consumer().bytes(tag.type()) * Byte.SIZE;
    Place place = new Place(pair.expectedId(), tag.bitOffset());
    return hasNumber(pair.provider(), place, bits, new HashSet<>());
  }

  /** Describes a type and a position in it. */
  private record Place(TypeId type, long position) {}

  private static boolean hasNumber(Side side, Place place, long bits, Set<Place> visited) {
    if (!visited.add(place)) {
      return false;
    }
    Type type = side.type(place.type);
    if (type instanceof Type.Number || type instanceof Type.Pointer) {
      return place.position == 0 && side.bytes(place.type) * Byte.SIZE == bits;
    }
    if (type instanceof Type.Aggregate) {
      for (FlatMembers.Slot slot : side.flat(place.type).slots()) {
        if (slot.covers(place.position, place.position + bits)
            && hasNumber(
                side, new Place(slot.type(), place.position - slot.position()), bits, visited)) {
          return true;
        }
      }
    }
    return false;
  }

  /** Returns the only thing that an enum contains where its tag fills it, or the type itself. */
  static TypeId opened(Side side, TypeId id) {
    if (!(side.type(id) instanceof Type.Tagged tagged)
        || tagged.discriminant().isEmpty()
        || tagged.discriminant().get().bitOffset() != 0
        || side.bytes(tagged.discriminant().get().type()) != tagged.bytes()) {
      return id;
    }
    TypeId only = id;
    for (Type.Tagged.Variant variant : tagged.variants()) {
      TypeId inner = Wrappers.inner(side.types(), variant.payload());
      if (!inner.equals(variant.payload())) {
        if (!only.equals(id)) {
          return id;
        }
        only = inner;
      }
    }
    return only;
  }
}
