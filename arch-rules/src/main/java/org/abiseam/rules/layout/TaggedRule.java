package org.abiseam.rules.layout;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Member;
import org.abiseam.model.Rule;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Undetermined.Reason;

/**
 * A Rust enum with data.
 *
 * <p>{@code repr(C)} makes it a struct of the tag and a union of the variants, {@code repr(u8)} a
 * union of structs that each begin with the tag (Rust Reference, Type layout). C writes either by
 * hand. Compared is the size, and that C has a number of the tag's size where Rust has the tag;
 * which member of C's union a variant means is not to be known from names, so the insides stay
 * undetermined. {@code Option<NonZero<T>>} and the like, whose tag fills the whole type, lay out as
 * the number they hold.
 */
final class TaggedRule {
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.RUST_DATA_ENUM);
  private static final Clause KIND = Clause.harmful(Rule.LAYOUT_KIND, Citations.RUST_DATA_ENUM);

  private TaggedRule() {}

  /** Two Rust enums, or the same one twice. */
  static boolean compare(Type.Tagged expected, Type.Tagged actual, Outcome out) {
    if (expected.bytes() != actual.bytes()) {
      out.size(SIZE, expected.bytes(), actual.bytes(), "");
    } else {
      out.add(Reason.UNSUPPORTED, "", "enums with data are not compared with each other");
    }
    return true;
  }

  /** A C struct or union and a Rust enum. */
  static boolean compare(
      Comparison comparison,
      TypeId expected,
      Type.Aggregate aggregate,
      Type.Tagged actual,
      Outcome out) {
    if (aggregate.bytes() != actual.bytes()) {
      out.size(SIZE, aggregate.bytes(), actual.bytes(), "");
      return true;
    }
    if (actual.discriminant().isPresent()
        && !hasNumber(comparison, expected, actual.discriminant().get())) {
      out.type(
          KIND,
          comparison.provider().text(expected),
          "enum " + actual.name(),
          "C has no number where Rust has the tag");
      return true;
    }
    out.add(
        Reason.UNSUPPORTED,
        "",
        "which C member each variant of the Rust enum " + actual.name() + " means is not known");
    return true;
  }

  private static boolean hasNumber(Comparison comparison, TypeId expected, Member.Field tag) {
    long bits = comparison.consumer().bytes(tag.type()) * 8;
    Place place = new Place(expected, tag.bitOffset());
    return hasNumber(comparison.provider(), place, bits, new HashSet<>());
  }

  /** A type and a position in it. */
  private record Place(TypeId type, long position) {}

  private static boolean hasNumber(Side side, Place place, long bits, Set<Place> visited) {
    if (!visited.add(place)) {
      return false;
    }
    TypeId id = place.type();
    long position = place.position();
    return switch (side.type(id)) {
      case Type.Scalar _, Type.Enumeration _, Type.Pointer _ ->
          position == 0 && side.bytes(id) * 8 == bits;
      case Type.Aggregate _ -> {
        for (Flat.Slot slot : side.flat(id).slots()) {
          if (slot.covers(position, position + bits)
              && hasNumber(
                  side, new Place(slot.type(), position - slot.position()), bits, visited)) {
            yield true;
          }
        }
        yield false;
      }
      case Type.Void _,
          Type.Array _,
          Type.Vector _,
          Type.Tagged _,
          Type.Function _,
          Type.Alias _,
          Type.Atomic _,
          Type.Incomplete _,
          Type.Opaque _ ->
          false;
    };
  }

  /** Opens an enum whose tag lies in the only thing it holds; false where it is another kind. */
  static boolean open(Comparison comparison, TypeId expected, TypeId actual, Outcome out) {
    if (!(comparison.consumer().type(actual) instanceof Type.Tagged tagged)) {
      return false;
    }
    Optional<TypeId> held = held(comparison.consumer(), tagged);
    held.ifPresent(inner -> comparison.structure(expected, inner, out));
    return held.isPresent();
  }

  private static Optional<TypeId> held(Side side, Type.Tagged tagged) {
    boolean filled =
        tagged.discriminant().isPresent()
            && tagged.discriminant().get().bitOffset() == 0
            && side.bytes(tagged.discriminant().get().type()) == tagged.bytes();
    Optional<TypeId> held = Optional.empty();
    for (Type.Tagged.Variant variant :
        filled ? tagged.variants() : List.<Type.Tagged.Variant>of()) {
      TypeId inner = Wrappers.inner(side, variant.payload());
      if (!inner.equals(variant.payload())) {
        if (held.isPresent()) {
          return Optional.empty();
        }
        held = Optional.of(inner);
      }
    }
    return held;
  }
}
