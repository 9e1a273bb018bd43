package org.abiseam.engine.prototype;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.abiseam.model.Member;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** Copies types of one graph, with all that they reach, into another that is being built. */
final class Transplant {
  private final TypeGraph from;
  private final TypeGraph.Builder to;
  private final Map<TypeId, TypeId> known = new HashMap<>();

  Transplant(TypeGraph from, TypeGraph.Builder to) {
    this.from = from;
    this.to = to;
  }

  TypeId copy(TypeId id) {
    TypeId copied = known.get(id);
    if (copied == null) {
      copied = to.reserve(from.origin(id));
      known.put(id, copied);
      to.define(copied, copied(from.type(id)));
    }
    return copied;
  }

  private Type copied(Type type) {
    return switch (type) {
      case Type.Void _, Type.Number _, Type.Unknown _ -> type;
      case Type.Pointer pointer ->
          new Type.Pointer(copy(pointer.target()), pointer.bytes(), pointer.constant());
      case Type.Array array -> new Type.Array(copy(array.element()), array.count(), array.stride());
      case Type.Vector vector ->
          new Type.Vector(copy(vector.element()), vector.count(), vector.bytes());
      case Type.Aggregate struct ->
          new Type.Aggregate(
              struct.shape(),
              struct.name(),
              struct.bytes(),
              struct.alignment(),
              struct.members().stream().map(this::member).toList());
      case Type.Tagged tagged ->
          new Type.Tagged(
              tagged.name(),
              tagged.bytes(),
              tagged.alignment(),
              tagged.discriminant().map(this::field),
              tagged.variants().stream().map(this::variant).toList());
      case Type.Function function -> new Type.Function(signature(function.signature()));
      case Type.Alias alias ->
          new Type.Alias(alias.name(), copy(alias.target()), alias.alignment());
      case Type.Atomic atomic -> new Type.Atomic(copy(atomic.target()));
      case Type.NonZero number -> new Type.NonZero(copy(number.target()));
    };
  }

  private Type.Tagged.Variant variant(Type.Tagged.Variant variant) {
    return new Type.Tagged.Variant(variant.name(), variant.discriminant(), copy(variant.payload()));
  }

  private Member.Field field(Member.Field field) {
    return new Member.Field(field.name(), copy(field.type()), field.bitOffset(), field.alignment());
  }

  private Member member(Member member) {
    TypeId type = copy(member.type());
    return switch (member) {
      case Member.Field field -> field(field);
      case Member.BitField bits ->
          new Member.BitField(bits.name(), type, bits.bitOffset(), bits.bitWidth());
      case Member.BitFieldUnit unit ->
          new Member.BitFieldUnit(unit.name(), type, unit.bitOffset(), unit.accessors());
      case Member.Padding padding -> new Member.Padding(padding.name(), type, padding.bitOffset());
      case Member.AlignmentMarker marker ->
          new Member.AlignmentMarker(marker.name(), type, marker.bitOffset());
    };
  }

  private Signature signature(Signature signature) {
    List<Signature.Parameter> parameters =
        signature.parameters().stream()
            .map(it -> new Signature.Parameter(it.name(), copy(it.type())))
            .toList();
    return signature.with(parameters, copy(signature.result()));
  }
}
