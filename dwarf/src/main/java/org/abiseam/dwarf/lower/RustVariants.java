package org.abiseam.dwarf.lower;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_member;
import static org.abiseam.dwarf.spec.Tags.DW_TAG_variant;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.dwarf.Die;
import org.abiseam.lowering.GraphWriter;
import org.abiseam.lowering.Unmodelled;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Enums with data: {@code DW_TAG_variant_part} inside a structure, DWARF 5 §5.7.10.
 *
 * <pre>
 *   structure_type Option&lt;&amp;S&gt;, 8 bytes
 *     variant_part, discr: the member below
 *       member u64 at 0, artificial
 *       variant, discr_value 0     member None: structure None, 8 bytes
 *       variant (all other values) member Some: structure Some { __0: pointer }
 * </pre>
 *
 * <p>That is a niche: null means none. Where one variant is a thin pointer in wrappings, the other
 * is nothing and its discriminant is 0, the whole is a pointer that may be null, the same as C's.
 * Any other enum becomes {@link Type.Tagged}. An enum of one variant has a variant part without a
 * discriminant.
 *
 * <p>The discriminant has the size of the tag: {@code discr_value} is read again with that size and
 * the sign of its type.
 */
final class RustVariants {
  private RustVariants() {}

  static Type lowered(Die die, Die part, GraphWriter<Die> writer) {
    Optional<Member.Field> tag = tag(part, writer);
    List<Type.Tagged.Variant> variants = new ArrayList<>();
    for (Die child : part.children()) {
      if (child.tag() == DW_TAG_variant) {
        variants.add(variant(child, tag, writer));
      }
    }
    Type.Tagged tagged =
        new Type.Tagged(
            Entries.nameOrEmpty(die), Entries.bytes(die), Entries.alignment(die), tag, variants);
    Optional<Type.Pointer> pointer = nullable(tagged, writer);
    return pointer.isPresent() ? pointer.get() : tagged;
  }

  private static Optional<Member.Field> tag(Die part, GraphWriter<Die> writer) {
    Optional<Die> discriminant = part.reference(DW_AT_discr);
    if (discriminant.isEmpty()) {
      return Optional.empty();
    }
    Die member = discriminant.get();
    if (member.tag() != DW_TAG_member) {
      throw new Unmodelled("a discriminant that is no member");
    }
    TypeId type = writer.value(Aggregates.memberType(member));
    return Optional.of(
        new Member.Field("", type, BitPositions.ofMember(member), OptionalInt.empty()));
  }

  private static Type.Tagged.Variant variant(
      Die variant, Optional<Member.Field> tag, GraphWriter<Die> writer) {
    if (variant.has(DW_AT_discr_list)) {
      throw new Unmodelled("a variant for a range of discriminants");
    }
    OptionalLong number = WideConstants.constant(variant, DW_AT_discr_value, false);
    if (variant.has(DW_AT_discr_value)) {
      number = OptionalLong.of(number(number, tag, writer));
    }
    for (Die child : variant.children()) {
      if (child.tag() == DW_TAG_member) {
        if (BitPositions.ofMember(child) != 0) {
          throw new Unmodelled("a variant that does not begin where its enum does");
        }
        TypeId payload = writer.value(Aggregates.memberType(child));
        return new Type.Tagged.Variant(Entries.nameOrEmpty(child), number, payload);
      }
    }
    throw new Unmodelled("a variant without a member");
  }

  private static long number(
      OptionalLong stated, Optional<Member.Field> tag, GraphWriter<Die> writer) {
    if (stated.isEmpty() || tag.isEmpty()) {
      throw new Unmodelled("a discriminant that is no number of 64 bits");
    }
    Type type = writer.node(tag.get().type());
    if (!(type instanceof Type.Scalar scalar)) {
      throw new Unmodelled("a discriminant that is no number");
    }
    boolean signed = scalar.encoding() == Type.Encoding.SIGNED;
    return Enumerations.extended(stated.getAsLong(), scalar.bytes(), signed);
  }

  /** Returns the pointer that an enum of "null" and "anything else" is. */
  private static Optional<Type.Pointer> nullable(Type.Tagged tagged, GraphWriter<Die> writer) {
    if (tagged.variants().size() != 2
        || tagged.discriminant().isEmpty()
        || tagged.discriminant().get().bitOffset() != 0) {
      return Optional.empty();
    }
    Type.Tagged.Variant first = tagged.variants().getFirst();
    Type.Tagged.Variant second = tagged.variants().getLast();
    boolean firstIsNone = first.discriminant().isPresent();
    Type.Tagged.Variant none = firstIsNone ? first : second;
    Type.Tagged.Variant some = firstIsNone ? second : first;
    if (none.discriminant().orElse(-1) != 0
        || some.discriminant().isPresent()
        || !empty(writer.node(none.payload()), writer)) {
      return Optional.empty();
    }
    return RustAggregates.around(writer.node(some.payload()), writer)
        .filter(pointer -> pointer.bytes() == tagged.bytes());
  }

  private static boolean empty(Type payload, GraphWriter<Die> writer) {
    if (!(payload instanceof Type.Aggregate aggregate)) {
      return false;
    }
    for (Member member : aggregate.members()) {
      if (writer.knownBytes(member.type()).orElse(1) != 0) {
        return false;
      }
    }
    return true;
  }
}
