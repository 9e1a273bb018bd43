package org.abiseam.rules.layout;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
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
 * hand, or cbindgen does. Debug info and source both give each variant's members at their places in
 * the whole, so one comparison serves both: C must have a number in the place of the tag, and for
 * each variant with members a struct of its union ({@link Alternative}) with the same in the same
 * places. The struct of the variant's name comes first; where none has that name, any that fits.
 * {@code Option<NonZero<T>>} and the like, whose tag fills the whole type, lay out as the number
 * they contain.
 */
final class TaggedRule {
  private static final Clause SIZE = Clause.harmful(Rule.LAYOUT_SIZE, Citations.RUST_DATA_ENUM);
  private static final Clause KIND = Clause.harmful(Rule.LAYOUT_KIND, Citations.RUST_DATA_ENUM);
  private static final Clause MISSING =
      Clause.harmful(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_DATA_ENUM);
  private static final Clause UNUSED =
      Clause.risky(Rule.LAYOUT_MEMBER_MISSING, Citations.RUST_DATA_ENUM);
  private static final Value ABSENT = Value.of("absent");

  private final TypePair pair;
  private final Type.Tagged actual;
  private final List<Alternative> alternatives;
  private final Set<Alternative> used = new HashSet<>();

  private TaggedRule(TypePair pair, Type.Tagged actual, Member.Field tag) {
    this.pair = pair;
    this.actual = actual;
    this.alternatives = Alternative.of(pair.provider(), pair.expectedId(), tag.bitOffset());
  }

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
    Optional<Member.Field> tag = actual.discriminant();
    boolean numbered =
        actual.variants().stream().allMatch(variant -> variant.discriminant().isPresent());
    Optional<TypeId> number = tag.flatMap(one -> number(pair, one));
    if (tag.isPresent() && number.isEmpty()) {
      pair.type(
          KIND,
          pair.provider().text(pair.expectedId()),
          "enum " + actual.name(),
          "C has no number where Rust has the tag");
    } else if (tag.isEmpty() || !numbered) {
      pair.undecided(
          Reason.UNSUPPORTED,
          "is the enum " + actual.name() + " without repr, for which Rust promises no layout");
    } else {
      TaggedRule rule = new TaggedRule(pair, actual, tag.get());
      rule.numbers(number.get(), tag.get());
      actual.variants().forEach(rule::variant);
      rule.unused();
    }
    return true;
  }

  /** Compares the numbers of the variants where C names them. */
  private void numbers(TypeId number, Member.Field tag) {
    if (pair.provider().type(number) instanceof Type.Enumeration expected) {
      boolean signed =
          pair.consumer().type(tag.type()) instanceof Type.Scalar scalar
              && scalar.encoding() == Type.Encoding.SIGNED;
      List<Type.Enumeration.Value> values =
          actual.variants().stream()
              .map(it -> new Type.Enumeration.Value(it.name(), it.discriminant().orElse(0)))
              .toList();
      EnumerationRule.values(
          pair,
          expected,
          new Type.Enumeration(
              Optional.of(actual.name()),
              pair.consumer().bytes(tag.type()),
              signed,
              values,
              /* closed= */ true));
    }
  }

  private void variant(Type.Tagged.Variant variant) {
    List<FlatMembers.Slot> members = members(variant);
    if (members.isEmpty()) {
      return;
    }
    List<Alternative> named =
        alternatives.stream().filter(one -> one.named(variant.name())).toList();
    for (Alternative one : named.isEmpty() ? alternatives : named) {
      if (differences(one, variant, members).stream().noneMatch(Differences::differs)) {
        used.add(one);
        return;
      }
    }
    if (!named.isEmpty()) {
      used.addAll(named);
      differences(named.getFirst(), variant, members)
          .forEach(found -> pair.found().include(found, "", 0));
    } else if (alternatives.isEmpty()) {
      pair.differs(
          RuleDifference.of(MISSING, What.PRESENCE, ABSENT, Value.of(variant.name()))
              .at(variant.name(), members.getFirst().position()));
    } else {
      pair.found()
          .undecided(
              Reason.UNSUPPORTED,
              variant.name(),
              "is a variant; no member of C's union has its name, or lies as it does");
    }
  }

  private List<FlatMembers.Slot> members(Type.Tagged.Variant variant) {
    return pair.consumer().type(variant.payload()) instanceof Type.Aggregate
        ? pair.consumer().flat(variant.payload()).slots().stream()
            .filter(slot -> slot.bits() > 0)
            .toList()
        : List.of();
  }

  /** Compares a variant with a member of C's union, member by member. */
  private List<Differences> differences(
      Alternative one, Type.Tagged.Variant variant, List<FlatMembers.Slot> members) {
    List<Differences> all = new ArrayList<>();
    for (FlatMembers.Slot member : members) {
      Differences.Builder found = new Differences.Builder();
      String path = variant.name() + "." + member.label();
      Optional<FlatMembers.Slot> same = one.at(member.position(), member.bits());
      if (same.isPresent()) {
        pair.comparison().embed(found, path, member.position(), same.get().type(), member.type());
      } else {
        Value text = Value.of(pair.consumer().text(member.type()));
        found.add(
            RuleDifference.of(MISSING, What.PRESENCE, ABSENT, text).at(path, member.position()));
      }
      all.add(found.build());
    }
    return all;
  }

  /** Adds the members of C's union that no variant means. */
  private void unused() {
    for (Alternative one : alternatives) {
      if (!used.contains(one) && one.hasMembers() && !one.name().isEmpty()) {
        pair.differs(
            RuleDifference.of(UNUSED, What.PRESENCE, Value.of(one.name()), ABSENT)
                .at(one.name(), 0));
      }
    }
  }

  /** Finds C's number in the place of the tag. */
  private static Optional<TypeId> number(TypePair pair, Member.Field tag) {
    long bits = pair.consumer().bytes(tag.type()) * Byte.SIZE;
    Place place = new Place(pair.expectedId(), tag.bitOffset());
    return number(pair.provider(), place, bits, new HashSet<>());
  }

  /** Describes a type and a position in it. */
  private record Place(TypeId type, long position) {}

  private static Optional<TypeId> number(Side side, Place place, long bits, Set<Place> visited) {
    if (!visited.add(place)) {
      return Optional.empty();
    }
    Type type = side.type(place.type);
    if (type instanceof Type.Number || type instanceof Type.Pointer) {
      return place.position == 0 && side.bytes(place.type) * Byte.SIZE == bits
          ? Optional.of(place.type)
          : Optional.empty();
    }
    if (type instanceof Type.Aggregate) {
      for (FlatMembers.Slot slot : side.flat(place.type).slots()) {
        if (slot.covers(place.position, place.position + bits)) {
          Place inner = new Place(slot.type(), place.position - slot.position());
          Optional<TypeId> found = number(side, inner, bits, visited);
          if (found.isPresent()) {
            return found;
          }
        }
      }
    }
    return Optional.empty();
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
