package org.abiseam.rules.call;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Definition;
import org.abiseam.model.Evidence;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Parameter;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.View;

/**
 * Predicts what bindgen (0.72) writes for a prototype of C, as far as the call depends on it.
 *
 * <p>It is asked where nothing tells what Rust believes: most prototypes are numbers and pointers,
 * which come through as they are. What changes on the way are values of struct type, whose
 * bit-fields become units of bytes, and the numbers that Rust has no type for: {@code long double}
 * is {@code u128}, {@code _Float16} a struct around {@code u16}, {@code _Complex} one of two, a
 * vector an array, an enumeration its integer.
 */
public final class BindgenModel {
  private static final int DEEPEST = 32;

  private final TypeGraph types;
  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final Map<TypeId, TypeId> translated = new HashMap<>();
  private int depth;

  private BindgenModel(TypeGraph types) {
    this.types = types;
    for (int i = 0; i < types.size(); i++) {
      TypeId id = new TypeId(i);
      graph.add(types.type(id), types.origin(id));
    }
  }

  /** Reports a type that bindgen has no form for by value. */
  private static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown() {
      super("", null, false, false);
    }
  }

  /**
   * Returns the belief that bindgen would give to Rust.
   *
   * @param silent the view of Rust that has nothing but the name
   * @return empty where all comes through as it is, where bindgen has no form for a type, and for
   *     what is no function
   */
  public static Optional<View.Typed> belief(View.Typed provider, View silent) {
    if (!(provider.types().type(provider.definition().type()) instanceof Type.Function function)
        || !changes(provider.types(), function.signature())) {
      return Optional.empty();
    }
    BindgenModel model = new BindgenModel(provider.types());
    try {
      TypeId type = model.function(function.signature(), silent.origin());
      Definition definition =
          new Definition(
              List.of("bindings"),
              provider.definition().name(),
              type,
              silent.producer(),
              Evidence.MODEL,
              1);
      return Optional.of(new View.Typed(provider.machine(), model.graph.build(), definition));
    } catch (Unknown _) {
      return Optional.empty();
    }
  }

  private static boolean changes(TypeGraph types, Signature signature) {
    return changes(types, signature.result())
        || signature.parameters().stream().anyMatch(one -> changes(types, one.type()));
  }

  private static boolean changes(TypeGraph types, TypeId id) {
    return switch (types.type(types.resolved(id))) {
      case Type.Aggregate _, Type.Vector _ -> true;
      case Type.Scalar scalar ->
          switch (scalar.encoding()) {
            case FLOAT -> scalar.bytes() != 4 && scalar.bytes() != 8;
            case COMPLEX_FLOAT, COMPLEX_INTEGER, DECIMAL_FLOAT -> true;
            case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE -> false;
          };
      case Type.Void _, Type.Enumeration _, Type.Pointer _, Type.Array _, Type.Function _ -> false;
      case Type.Tagged _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }

  private TypeId function(Signature signature, Origin origin) {
    List<Parameter> parameters = new ArrayList<>();
    for (Parameter parameter : signature.parameters()) {
      parameters.add(new Parameter(parameter.name(), value(parameter.type())));
    }
    return graph.add(
        new Type.Function(signature.with(parameters, value(signature.result()))), origin);
  }

  private TypeId value(TypeId given) {
    TypeId id = types.resolved(given);
    TypeId known = translated.get(id);
    if (known != null) {
      return known;
    }
    if (++depth > DEEPEST) {
      throw new Unknown();
    }
    TypeId result =
        switch (types.type(id)) {
          case Type.Aggregate aggregate -> add(aggregate(aggregate, id), id);
          case Type.Array array ->
              add(new Type.Array(value(array.element()), array.count(), array.stride()), id);
          case Type.Vector vector ->
              add(
                  new Type.Array(
                      value(vector.element()),
                      OptionalLong.of(vector.count()),
                      vector.bytes() / Math.max(1, vector.count())),
                  id);
          case Type.Enumeration enumeration ->
              add(integer(enumeration.bytes(), enumeration.signed()), id);
          case Type.Scalar scalar -> add(scalar(scalar, id), id);
          case Type.Void _, Type.Pointer _, Type.Function _, Type.Incomplete _ -> id;
          case Type.Wrapper _, Type.Tagged _, Type.Opaque _ -> throw new Unknown();
        };
    depth--;
    translated.put(id, result);
    return result;
  }

  private TypeId add(Type type, TypeId like) {
    return graph.add(type, types.origin(like));
  }

  private static Type.Scalar integer(long bytes, boolean signed) {
    return new Type.Scalar(
        (signed ? "i" : "u") + bytes * Byte.SIZE,
        signed ? Type.Encoding.SIGNED : Type.Encoding.UNSIGNED,
        bytes,
        bytes * Byte.SIZE,
        OptionalInt.empty());
  }

  private Type scalar(Type.Scalar scalar, TypeId id) {
    return switch (scalar.encoding()) {
      case SIGNED, UNSIGNED, SIGN_UNTOLD, BOOLEAN, UNICODE -> scalar;
      case FLOAT ->
          switch ((int) scalar.bytes()) {
            case 4, 8 -> scalar;
            case 2 -> struct("__BindgenFloat16", List.of(integer(2, false)), id);
            default -> integer(16, false);
          };
      case COMPLEX_FLOAT, COMPLEX_INTEGER -> {
        Type.Scalar half =
            new Type.Scalar(
                scalar.name(),
                scalar.encoding() == Type.Encoding.COMPLEX_FLOAT
                    ? Type.Encoding.FLOAT
                    : Type.Encoding.SIGNED,
                scalar.bytes() / 2,
                scalar.bytes() * Byte.SIZE / 2,
                OptionalInt.empty());
        yield struct("__BindgenComplex", List.of(half, half), id);
      }
      case DECIMAL_FLOAT -> throw new Unknown();
    };
  }

  private Type struct(String name, List<Type.Scalar> scalars, TypeId like) {
    List<Member> members = new ArrayList<>();
    long at = 0;
    for (Type.Scalar scalar : scalars) {
      members.add(
          new Member.Field("__" + members.size(), add(scalar, like), at, OptionalInt.empty()));
      at += scalar.bytes() * Byte.SIZE;
    }
    return new Type.Aggregate(
        Type.Shape.STRUCT, Optional.of(name), at / Byte.SIZE, OptionalInt.empty(), members);
  }

  /** Joins neighbouring bit-fields to one unit, aligned as the widest of them would be. */
  private Type aggregate(Type.Aggregate aggregate, TypeId id) {
    List<Member> members = new ArrayList<>();
    List<Member.BitField> run = new ArrayList<>();
    for (Member member : aggregate.members()) {
      if (member instanceof Member.BitField bitField) {
        run.add(bitField);
        continue;
      }
      unit(run, members, id);
      members.add(
          new Member.Field(
              member.name(), value(member.type()), member.bitOffset(), OptionalInt.empty()));
    }
    unit(run, members, id);
    padding(aggregate, members, id);
    return new Type.Aggregate(
        aggregate.shape(), aggregate.name(), aggregate.bytes(), aggregate.alignment(), members);
  }

  /** Adds the padding that bindgen writes behind a unit at the end, as a member that counts. */
  private void padding(Type.Aggregate aggregate, List<Member> members, TypeId id) {
    if (members.isEmpty()
        || aggregate.shape() == Type.Shape.UNION
        || !(members.getLast() instanceof Member.BitFieldUnit unit)) {
      return;
    }
    long count =
        graph.defined(unit.type()).orElse(null) instanceof Type.Array array
            ? array.count().orElse(0)
            : 0;
    long end = unit.bitOffset() / Byte.SIZE + count;
    if (end < aggregate.bytes()) {
      TypeId filler = bytes(aggregate.bytes() - end, id);
      members.add(new Member.Padding("__bindgen_padding_0", filler, end * Byte.SIZE));
    }
  }

  private TypeId bytes(long count, TypeId like) {
    TypeId one = add(integer(1, false), like);
    return add(new Type.Array(one, OptionalLong.of(count), 1), like);
  }

  private void unit(List<Member.BitField> run, List<Member> members, TypeId id) {
    if (run.isEmpty()) {
      return;
    }
    long from = Long.MAX_VALUE;
    long to = 0;
    TypeId widest = run.getFirst().type();
    for (Member.BitField bitField : run) {
      from = Math.min(from, bitField.bitOffset() / Byte.SIZE);
      to = Math.max(to, (bitField.bitOffset() + bitField.bitWidth() + 7) / Byte.SIZE);
      boolean wider = types.bytes(bitField.type()).orElse(0L) > types.bytes(widest).orElse(0L);
      widest = wider ? bitField.type() : widest;
    }
    TypeId bytes = bytes(to - from, id);
    String number = Integer.toString(members.size() + 1);
    members.add(
        new Member.AlignmentMarker("_bitfield_align_" + number, value(widest), from * Byte.SIZE));
    members.add(
        new Member.BitFieldUnit("_bitfield_" + number, bytes, from * Byte.SIZE, Optional.empty()));
    run.clear();
  }
}
