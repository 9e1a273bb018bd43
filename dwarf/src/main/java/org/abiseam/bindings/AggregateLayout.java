package org.abiseam.bindings;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;

/** Lays out one struct or union of the source; Rust Reference, "Type layout, reprc-structs". */
final class AggregateLayout {
  private static final String UNION_FIELD = "__BindgenUnionField";

  private final SourceTypes types;
  private final List<Member> members = new ArrayList<>();
  private long end;
  private int alignment = 1;
  private Optional<String> unknown = Optional.empty();

  AggregateLayout(SourceTypes types) {
    this.types = types;
  }

  TypeId of(Item.Aggregate item) {
    boolean standsForUnion =
        item.shape() == Type.Shape.STRUCT
            && item.fields().stream().anyMatch(AggregateLayout::unionField);
    boolean union = item.shape() == Type.Shape.UNION || standsForUnion;
    for (RustType.Parameter field : item.fields()) {
      field(item, field, union, standsForUnion);
    }
    if (emptied(item)) {
      return types.define(
          new Type.Incomplete(item.shape(), item.name(), OptionalLong.of(0)), alignment);
    }
    if (!item.repr().stable()) {
      unknown = Optional.of("it has no repr(C), so that rustc may order its members");
    }
    unknown = item.unread().or(() -> unknown);
    if (unknown.isPresent()) {
      return types.define(
          new Type.Opaque(
              Optional.of(item.name()), OptionalLong.empty(), OptionalInt.empty(), unknown.get()),
          1);
    }
    alignment = Math.max(alignment, item.repr().aligned().orElse(1));
    long bytes = (end + alignment - 1) / alignment * alignment;
    Optional<Type> placeholder = placeholder(item, bytes);
    if (placeholder.isPresent()) {
      return types.define(placeholder.get(), alignment);
    }
    if (item.fields().stream().anyMatch(field -> field.name().equals("_bindgen_opaque_blob"))) {
      return types.define(
          Type.Opaque.blob(Optional.of(item.name()), bytes, OptionalInt.of(alignment)), alignment);
    }
    Type.Shape shape = union ? Type.Shape.UNION : Type.Shape.STRUCT;
    return types.define(
        new Type.Aggregate(
            shape, Optional.of(item.name()), bytes, OptionalInt.of(alignment), members),
        alignment);
  }

  private static boolean unionField(RustType.Parameter field) {
    return field.type() instanceof RustType.Path path && path.last().equals(UNION_FIELD);
  }

  private void field(
      Item.Aggregate item, RustType.Parameter field, boolean union, boolean standsForUnion) {
    RustType type = field.type();
    boolean meant = standsForUnion && unionField(field);
    if (meant && type instanceof RustType.Path path && !path.arguments().isEmpty()) {
      type = path.arguments().getFirst();
    }
    TypeId id = types.field(type);
    unknown = unknown.or(() -> types.unsized(id));
    // The fields of a struct that stands for a union have no size; the blob under them has.
    boolean counts = !meant;
    int own = Math.min(types.alignmentOf(id), item.repr().packed().orElse(Integer.MAX_VALUE));
    long at = union ? 0 : (end + own - 1) / own * own;
    if (counts) {
      alignment = Math.max(alignment, own);
      end = Math.max(end, at + types.sizeOf(id));
    }
    if (!standsForUnion || meant) {
      members.add(SourceTypes.member(field.name(), type, id, at * 8));
    }
  }

  /** A struct of bindgen's that only stands for a declaration; in C++ it has an address. */
  private static Optional<Type> placeholder(Item.Aggregate item, long bytes) {
    boolean marked =
        bytes == 1 && item.fields().stream().anyMatch(field -> field.name().equals("_address"));
    return marked
        ? Optional.of(new Type.Incomplete(item.shape(), item.name(), OptionalLong.of(bytes)))
        : Optional.empty();
  }

  /**
   * A struct without content stands for a declaration: people and bindgen write {@code [u8; 0]},
   * {@code ()} or {@code PhantomData} into it (Rustonomicon, "Representing opaque structs"). One of
   * {@code repr(C)} without any field is C's empty struct.
   */
  private static boolean emptied(Item.Aggregate item) {
    return (!item.fields().isEmpty() || !item.repr().stable())
        && item.unread().isEmpty()
        && item.fields().stream().allMatch(AggregateLayout::nothing);
  }

  /** Tells whether a field has no content. */
  static boolean nothing(RustType.Parameter field) {
    return switch (field.type()) {
      case RustType.Nothing _ -> true;
      case RustType.Path path -> path.last().startsWith("Phantom");
      case RustType.Array array ->
          array.count().orElse(-1) == 0
              && (array.element() instanceof RustType.Nothing
                  || (array.element() instanceof RustType.Path element
                      && (element.last().equals("u8") || element.last().equals("c_void"))));
      default -> false;
    };
  }
}
