package org.abiseam.ir;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.ir.Declaration.IrType;
import org.abiseam.ir.Declaration.Value;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;

/** Types of LLVM in the terms of the model. */
final class LoweredTypes {
  private final TypeGraph.Builder graph;
  private final Machine machine;

  LoweredTypes(TypeGraph.Builder graph, Machine machine) {
    this.graph = graph;
    this.machine = machine;
  }

  Signature signature(Declaration declaration, Origin origin) {
    List<Signature.Parameter> parameters = new ArrayList<>();
    Optional<IrType> hidden = Optional.empty();
    for (Value value : declaration.parameters()) {
      if (value.hidden().isPresent()) {
        hidden = value.hidden();
      } else {
        TypeId type =
            value.copied().isPresent()
                ? block("byval", value.copied().get(), origin)
                : type(value.type(), value.signed(), origin);
        parameters.add(new Signature.Parameter("", type));
      }
    }
    TypeId result =
        hidden.isPresent()
            ? block("sret", hidden.get(), origin)
            : type(declaration.result().type(), declaration.result().signed(), origin);
    return new Signature(
        parameters,
        result,
        declaration.variadic() ? Signature.Arity.VARIADIC : Signature.Arity.FIXED,
        CallingConvention.C);
  }

  /** Returns bytes in memory, whatever they mean. */
  private TypeId block(String name, IrType type, Origin origin) {
    TypeId bytes =
        graph.add(
            new Type.Array(
                type(new IrType.Whole(Byte.SIZE), Optional.of(false), origin),
                OptionalLong.of(size(type)),
                1),
            origin);
    return graph.add(
        new Type.Aggregate(
            Type.Shape.STRUCT,
            Optional.of(name),
            size(type),
            OptionalInt.empty(),
            List.of(new Member.Field("bytes", bytes, 0, OptionalInt.empty()))),
        origin);
  }

  private TypeId type(IrType type, Optional<Boolean> signed, Origin origin) {
    return graph.add(
        switch (type) {
          case IrType.Nothing _ -> new Type.Void();
          case IrType.Address _ ->
              new Type.Pointer(graph.add(new Type.Void(), origin), machine.pointerBytes());
          case IrType.Whole whole ->
              new Type.Scalar(
                  "i" + whole.bits(),
                  whole.bits() == 1 ? Type.Encoding.BOOLEAN : encoding(signed),
                  size(type),
                  Math.min(whole.bits(), size(type) * Byte.SIZE),
                  OptionalInt.empty());
          case IrType.Real real ->
              new Type.Scalar(
                  real.name(),
                  Type.Encoding.FLOAT,
                  real.bytes(),
                  real.bytes() * (long) Byte.SIZE,
                  OptionalInt.empty());
          case IrType.Many many when many.vector() ->
              new Type.Vector(type(many.element(), signed, origin), many.count(), size(many));
          case IrType.Many many -> struct(many, elements(many), false, origin);
          case IrType.Struct struct -> struct(struct, struct.members(), struct.packed(), origin);
        },
        origin);
  }

  private static Type.Encoding encoding(Optional<Boolean> signed) {
    return signed
        .map(it -> it ? Type.Encoding.SIGNED : Type.Encoding.UNSIGNED)
        .orElse(Type.Encoding.SIGN_UNTOLD);
  }

  private static List<IrType> elements(IrType.Many many) {
    List<IrType> elements = new ArrayList<>();
    for (long i = 0; i < Math.min(many.count(), Short.MAX_VALUE); i++) {
      elements.add(many.element());
    }
    return elements;
  }

  private Type struct(IrType whole, List<IrType> members, boolean packed, Origin origin) {
    List<Member> fields = new ArrayList<>();
    long at = 0;
    for (IrType member : members) {
      at = packed ? at : up(at, alignment(member));
      fields.add(
          new Member.Field(
              "#" + fields.size(),
              type(member, Optional.empty(), origin),
              at * Byte.SIZE,
              OptionalInt.empty()));
      at += size(member);
    }
    return new Type.Aggregate(
        Type.Shape.STRUCT, Optional.empty(), size(whole), OptionalInt.empty(), fields);
  }

  /** Tells whether a type has floating point numbers. */
  static boolean real(IrType type) {
    return switch (type) {
      case IrType.Real _ -> true;
      case IrType.Many many -> real(many.element());
      case IrType.Struct struct -> struct.members().stream().anyMatch(LoweredTypes::real);
      case IrType.Nothing _, IrType.Whole _, IrType.Address _ -> false;
    };
  }

  private long size(IrType type) {
    return switch (type) {
      case IrType.Nothing _ -> 0;
      case IrType.Address _ -> machine.pointerBytes();
      case IrType.Whole whole -> (whole.bits() + Byte.SIZE - 1L) / Byte.SIZE;
      case IrType.Real real -> real.bytes();
      case IrType.Many many -> many.count() * size(many.element());
      case IrType.Struct struct -> {
        long at = 0;
        long most = 1;
        for (IrType member : struct.members()) {
          long alignment = struct.packed() ? 1 : alignment(member);
          most = Math.max(most, alignment);
          at = up(at, alignment) + size(member);
        }
        yield up(at, most);
      }
    };
  }

  /** Natural; what a data layout may say otherwise is in the padding that rustc writes out. */
  private long alignment(IrType type) {
    return switch (type) {
      case IrType.Nothing _ -> 1;
      case IrType.Address _, IrType.Whole _, IrType.Real _ ->
          Long.highestOneBit(Math.max(1, Math.min(16, size(type))));
      case IrType.Many many -> alignment(many.element());
      case IrType.Struct struct ->
          struct.packed()
              ? 1
              : struct.members().stream().mapToLong(this::alignment).max().orElse(1);
    };
  }

  private static long up(long at, long alignment) {
    return (at + alignment - 1) / alignment * alignment;
  }
}
