package org.abiseam.rules.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/**
 * Opens the types that bindgen has no words for. It writes numbers as wide as the alignment of C's
 * type, as many as fill it (bindgen, {@code codegen/helpers.rs}, {@code blob_inner}), and rustc
 * passes these numbers, whatever C passes.
 *
 * <pre>
 *   C       struct { float a, b; }                          xmm0[0..8)
 *   Rust    struct { _bindgen_opaque_blob: [u32; 2] }       rdi[0..8)
 * </pre>
 */
public final class OpaqueBlobs {
  private static final int WIDEST = 16;

  private final TypeGraph types;
  private final Map<TypeId, Type.Opaque> found = new HashMap<>();
  private final Set<TypeId> seen = new HashSet<>();

  private OpaqueBlobs(TypeGraph types) {
    this.types = types;
  }

  /**
   * Opens the blobs that a call passes by value.
   *
   * @param signature what is called
   * @param types its graph
   * @return the graph with numbers in their place; the same where there are none
   */
  public static TypeGraph opened(Signature signature, TypeGraph types) {
    OpaqueBlobs blobs = new OpaqueBlobs(types);
    blobs.look(signature.result());
    signature.parameters().forEach(parameter -> blobs.look(parameter.type()));
    return blobs.found.isEmpty() ? types : blobs.graph();
  }

  private void look(TypeId id) {
    if (!seen.add(id)) {
      return;
    }
    switch (types.type(id)) {
      case Type.Opaque opaque when numbers(opaque).isPresent() -> found.put(id, opaque);
      case Type.Wrapper wrapper -> look(wrapper.target());
      case Type.Array array -> look(array.element());
      case Type.Aggregate aggregate -> aggregate.members().forEach(member -> look(member.type()));
      case Type.Void _, Type.Number _, Type.Pointer _, Type.Vector _, Type.Tagged _ -> {}
      case Type.Function _, Type.Unknown _ -> {}
    }
  }

  /** Returns the size of the numbers; empty where bindgen would write something else. */
  private static Optional<Integer> numbers(Type.Opaque opaque) {
    int alignment = opaque.alignment().orElse(0);
    long bytes = opaque.bytes().orElse(0);
    boolean whole = Integer.bitCount(alignment) == 1 && alignment <= WIDEST;
    return opaque.cause() == Type.Opaque.Cause.BINDGEN_BLOB
            && whole
            && bytes > 0
            && bytes % alignment == 0
        ? Optional.of(alignment)
        : Optional.empty();
  }

  private TypeGraph graph() {
    TypeGraph.Builder builder = new TypeGraph.Builder();
    Map<TypeId, Type> opened = new HashMap<>();
    List<Type> more = new ArrayList<>();
    found.forEach((id, opaque) -> opened.put(id, struct(opaque, more)));
    for (int i = 0; i < types.size(); i++) {
      TypeId id = new TypeId(i);
      builder.add(opened.getOrDefault(id, types.type(id)), types.origin(id));
      Optional<Boolean> transparent =
          opened.containsKey(id) ? Optional.of(false) : types.transparent(id);
      transparent.ifPresent(known -> builder.transparent(id, known));
    }
    more.forEach(type -> builder.add(type, types.origin(new TypeId(0))));
    return builder.build();
  }

  private Type struct(Type.Opaque opaque, List<Type> more) {
    int bytes = numbers(opaque).orElseThrow();
    long size = opaque.bytes().orElseThrow();
    TypeId number = new TypeId(types.size() + more.size());
    TypeId array = new TypeId(number.index() + 1);
    more.add(
        new Type.Scalar(
            "u" + bytes * Byte.SIZE,
            Type.Encoding.UNSIGNED,
            bytes,
            (long) bytes * Byte.SIZE,
            OptionalInt.empty()));
    more.add(new Type.Array(number, OptionalLong.of(size / bytes), bytes));
    return new Type.Aggregate(
        Type.Shape.STRUCT,
        opaque.name(),
        size,
        opaque.alignment(),
        List.of(new Member.Field("_bindgen_opaque_blob", array, 0, OptionalInt.empty())));
  }
}
