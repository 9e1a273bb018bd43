package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/**
 * Lays out one enum of the source by its {@code repr} (Rust Reference, "Type layout").
 *
 * <p>Without one, rustc chooses the size. {@code repr(C)} is C's {@code int}, signed where a number
 * is negative, and eight bytes where a number needs them. With fields, {@code repr(C)} is a struct
 * of the tag and a union of the variants, each a struct; {@code repr(u8)} alone is a union of
 * structs that each begin with the tag. An enum without variants has no value: people write one
 * where C only declares a type.
 */
final class EnumLayout {
  private static final long INT_BYTES = 4;

  private final SourceTypes types;
  private Optional<String> unknown = Optional.empty();

  EnumLayout(SourceTypes types) {
    this.types = types;
  }

  TypeId of(Item.Enumeration item) {
    if (item.variants().isEmpty()) {
      return types.define(
          new Type.Incomplete(Type.Shape.STRUCT, item.name(), OptionalLong.of(0)), 1);
    }
    boolean promised = item.repr().stable() || item.repr().integer().isPresent();
    if (item.unread().isPresent() || !promised) {
      return types.opaque(
          item.name(), item.unread().orElse("it has no repr, so that rustc chooses its layout"));
    }
    Type.Scalar tag = types.integer(item.repr().integer().orElseGet(() -> tag(item)));
    return item.data() ? tagged(item, tag) : plain(item, tag);
  }

  /** Returns the type by rustc's repr_discr: as small as an int of C where the numbers allow. */
  private static String tag(Item.Enumeration item) {
    boolean signed = item.variants().stream().anyMatch(variant -> variant.number() < 0);
    boolean wide =
        item.variants().stream()
            .anyMatch(
                variant ->
                    signed
                        ? variant.number() != (int) variant.number()
                        : variant.number() >>> Integer.SIZE != 0);
    return (signed ? "i" : "u") + (wide ? 2 * INT_BYTES : INT_BYTES) * Byte.SIZE;
  }

  private TypeId plain(Item.Enumeration item, Type.Scalar tag) {
    List<Type.Enumeration.Value> values =
        item.variants().stream()
            .map(variant -> new Type.Enumeration.Value(variant.name(), variant.number()))
            .toList();
    boolean signed = tag.encoding() == Type.Encoding.SIGNED;
    return types.define(
        new Type.Enumeration(Optional.of(item.name()), tag.bytes(), signed, values, true),
        types.alignmentOf(tag));
  }

  private TypeId tagged(Item.Enumeration item, Type.Scalar tag) {
    TypeId discriminant = types.define(tag, types.alignmentOf(tag));
    long fieldsFrom = tag.bytes();
    int alignment = types.alignmentOf(tag);
    if (item.repr().stable()) {
      // The union of the variants begins where the one that is aligned most may begin.
      int most = unionAlignment(item);
      fieldsFrom = (fieldsFrom + most - 1) / most * most;
    }
    long end = fieldsFrom;
    List<Type.Tagged.Variant> variants = new ArrayList<>();
    for (Item.Variant variant : item.variants()) {
      long at = fieldsFrom;
      List<Member> members = new ArrayList<>();
      for (RustType.Parameter field : variant.fields()) {
        TypeId id = types.field(field.type());
        unknown = unknown.or(() -> types.unsized(id));
        int own = types.alignmentOf(id);
        alignment = Math.max(alignment, own);
        at = (at + own - 1) / own * own;
        members.add(SourceTypes.member(field.name(), field.type(), id, at * Byte.SIZE));
        at += types.sizeOf(id);
      }
      end = Math.max(end, at);
      TypeId payload =
          types.define(
              new Type.Aggregate(
                  Type.Shape.STRUCT, Optional.of(variant.name()), at, OptionalInt.empty(), members),
              1);
      variants.add(
          new Type.Tagged.Variant(variant.name(), OptionalLong.of(variant.number()), payload));
    }
    if (unknown.isPresent()) {
      return types.opaque(item.name(), unknown.get());
    }
    long bytes = (end + alignment - 1) / alignment * alignment;
    return types.define(
        new Type.Tagged(
            item.name(),
            bytes,
            OptionalInt.of(alignment),
            Optional.of(new Member.Field("", discriminant, 0, OptionalInt.empty())),
            variants),
        alignment);
  }

  private int unionAlignment(Item.Enumeration item) {
    int most = 1;
    for (Item.Variant variant : item.variants()) {
      for (RustType.Parameter field : variant.fields()) {
        most = Math.max(most, types.alignmentOf(types.field(field.type())));
      }
    }
    return most;
  }
}
