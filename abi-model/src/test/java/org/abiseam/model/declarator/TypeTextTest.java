package org.abiseam.model.declarator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

class TypeTextTest {
  private static final Origin HERE =
      new Origin("a.o", "a.c", OptionalLong.empty(), Optional.empty());

  private final TypeGraph.Builder builder = new TypeGraph.Builder();
  private final TypeId number = add(scalar("int", Type.Encoding.SIGNED, 4));
  private final TypeId u32 =
      add(
          new Type.Alias(
              "u32", add(scalar("unsigned int", Type.Encoding.UNSIGNED, 4)), OptionalInt.empty()));
  private final TypeId s = add(new Type.Incomplete(Type.Shape.STRUCT, "s", OptionalLong.empty()));

  private TypeId add(Type type) {
    return builder.add(type, HERE);
  }

  private static Type.Scalar scalar(String name, Type.Encoding encoding, long bytes) {
    return new Type.Scalar(name, encoding, bytes, bytes * 8, OptionalInt.empty());
  }

  private TypeId pointer(TypeId target) {
    return add(new Type.Pointer(target, 8));
  }

  private TypeId function(String convention, Signature.Arity arity, TypeId... parameters) {
    List<Signature.Parameter> list =
        java.util.Arrays.stream(parameters).map(id -> new Signature.Parameter("", id)).toList();
    return add(
        new Type.Function(new Signature(list, number, arity, CallingConvention.of(convention))));
  }

  private String text(TypeId id) {
    return TypeText.of(builder.build(), id);
  }

  @Test
  void pointersBindFromTheInsideOut() {
    TypeId call = pointer(function("C", Signature.Arity.FIXED, pointer(s), u32));
    assertThat(text(call)).isEqualTo("int (*)(struct s *, u32)");
    assertThat(text(pointer(call))).isEqualTo("int (**)(struct s *, u32)");
    assertThat(text(pointer(pointer(s)))).isEqualTo("struct s **");
  }

  @Test
  void arraysOfArraysReadFromLeftToRight() {
    TypeId row = add(new Type.Array(u32, OptionalLong.of(3), 4));
    TypeId matrix = add(new Type.Array(row, OptionalLong.of(2), 12));
    assertThat(text(matrix)).isEqualTo("u32[2][3]");
    assertThat(text(pointer(matrix))).isEqualTo("u32 (*)[2][3]");
    assertThat(text(add(new Type.Array(pointer(u32), OptionalLong.empty(), 8))))
        .isEqualTo("u32 *[]");
  }

  @Test
  void aConventionOtherThanCIsSaid() {
    assertThat(text(pointer(function("win64", Signature.Arity.VARIADIC, u32))))
        .isEqualTo("extern \"win64\" int (*)(u32, ...)");
  }

  @Test
  void aFunctionWithoutParametersIsNotOneWithoutAPrototype() {
    assertThat(text(function("C", Signature.Arity.FIXED))).isEqualTo("int (void)");
    assertThat(text(function("C", Signature.Arity.UNPROTOTYPED))).isEqualTo("int ()");
  }

  @Test
  void aDefinitionTellsSizeAndPositions() {
    TypeId inner =
        add(
            new Type.Aggregate(
                Type.Shape.UNION,
                Optional.empty(),
                4,
                OptionalInt.empty(),
                List.of(new Member.Field("a", number, 0, OptionalInt.empty()))));
    TypeId outer =
        add(
            new Type.Aggregate(
                Type.Shape.STRUCT,
                Optional.of("point"),
                12,
                OptionalInt.of(4),
                List.of(
                    new Member.Field("x", u32, 0, OptionalInt.of(4)),
                    new Member.BitField("y", u32, 32, 3),
                    new Member.Field("", inner, 64, OptionalInt.empty()))));
    assertThat(TypeText.definition(builder.build(), outer))
        .isEqualTo(
            "struct point 12 align 4 { u32 x align 4 @0; u32 y:3 @32; union 4 { int a @0 } @64 }");
  }

  @Test
  void valuesAreReadByTheSignOfTheEnumeration() {
    TypeId id =
        add(
            new Type.Enumeration(
                Optional.of("e"), 8, false, List.of(new Type.Enumeration.Value("ALL", -1)), false));
    assertThat(TypeText.definition(builder.build(), id))
        .isEqualTo("enum e unsigned 8 { ALL = 18446744073709551615 }");
  }

  @Test
  void aPointerToItselfEnds() {
    TypeId id = builder.reserve(HERE);
    builder.define(id, new Type.Pointer(id, 8));
    assertThat(text(id)).startsWith("… *").endsWith("*");
  }
}
