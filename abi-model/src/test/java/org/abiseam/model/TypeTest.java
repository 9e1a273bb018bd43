package org.abiseam.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class TypeTest {
  private static final Origin NOWHERE =
      new Origin("test", "", OptionalLong.empty(), Optional.empty());
  private static final Type INT =
      new Type.Scalar("int", Type.Encoding.SIGNED, 4, 32, OptionalInt.empty());
  private static final TypeId A = new TypeId(1);
  private static final TypeId B = new TypeId(2);
  private static final TypeId C = new TypeId(3);

  private static Member.Field field(String name, TypeId type) {
    return new Member.Field(name, type, 0, OptionalInt.empty());
  }

  private static Type struct(String name, Member... members) {
    return new Type.Aggregate(
        Type.Shape.STRUCT, Optional.of(name), 8, OptionalInt.empty(), List.of(members));
  }

  private static Type function(TypeId result, TypeId... parameters) {
    List<Signature.Parameter> all = new ArrayList<>();
    for (TypeId parameter : parameters) {
      all.add(new Signature.Parameter("", parameter));
    }
    return new Type.Function(
        new Signature(all, result, Signature.Arity.FIXED, CallingConvention.C));
  }

  @Test
  void childrenOfDerivedTypesAreWhatTheyAreDerivedFrom() {
    assertThat(new Type.Pointer(A, 8).children()).containsExactly(A);
    assertThat(new Type.Array(A, OptionalLong.of(2), 4).children()).containsExactly(A);
    assertThat(new Type.Vector(A, 4, 16).children()).containsExactly(A);
    assertThat(new Type.Alias("u32", A, OptionalInt.empty()).children()).containsExactly(A);
    assertThat(new Type.Atomic(A).children()).containsExactly(A);
  }

  @Test
  void childrenOfAStructAreItsMembersOfEveryKindInOrder() {
    Type all =
        struct(
            "s",
            field("a", A),
            new Member.BitField("b", B, 32, 3),
            new Member.BitFieldUnit("_bitfield_1", C, 64, Optional.empty()),
            new Member.Padding("__bindgen_padding_0", A, 72),
            new Member.AlignmentMarker("_bitfield_align_1", B, 96));
    assertThat(all.children()).containsExactly(A, B, C, A, B);
  }

  @Test
  void childrenOfAFunctionAreItsParametersAndThenItsResult() {
    assertThat(function(C, A, B).children()).containsExactly(A, B, C);
  }

  @Test
  void childrenOfAnEnumWithDataAreItsTagAndItsVariants() {
    Type tagged =
        new Type.Tagged(
            "Shape",
            8,
            OptionalInt.empty(),
            Optional.of(field("", A)),
            List.of(
                new Type.Tagged.Variant("One", OptionalLong.of(0), B),
                new Type.Tagged.Variant("Other", OptionalLong.empty(), C)));
    assertThat(tagged.children()).containsExactly(A, B, C);
  }

  @Test
  void whatHasNoInsideHasNoChildren() {
    assertThat(new Type.Void().children()).isEmpty();
    assertThat(INT.children()).isEmpty();
    assertThat(new Type.Incomplete(Type.Shape.UNION, "u", OptionalLong.empty()).children())
        .isEmpty();
    assertThat(Type.Opaque.blob(Optional.empty(), 4, OptionalInt.empty()).children()).isEmpty();
  }

  @Test
  void onlyWhatTheSourceDeclaresHasADeclaredName() {
    assertThat(struct("s").declaredName()).contains("s");
    assertThat(new Type.Alias("u32", A, OptionalInt.empty()).declaredName()).contains("u32");
    assertThat(INT.declaredName()).isEmpty();
    assertThat(new Type.Pointer(A, 8).declaredName()).isEmpty();
  }

  @Test
  void sizesAreThoseOfValues() {
    assertThat(INT.valueBytes()).hasValue(4);
    assertThat(new Type.Array(A, OptionalLong.of(3), 4).valueBytes()).hasValue(12);
    assertThat(new Type.Array(A, OptionalLong.empty(), 4).valueBytes()).hasValue(0);
    assertThat(function(A).valueBytes()).isEmpty();
    assertThat(new Type.Incomplete(Type.Shape.STRUCT, "s", OptionalLong.of(1)).valueBytes())
        .isEmpty();
  }

  /** A blob of bindgen is no failure of a reader, whatever its sentence says. */
  @Test
  void theCauseOfAnOpaqueTypeIsPartOfItsEquality() {
    Type blob = Type.Opaque.blob(Optional.of("s"), 4, OptionalInt.empty());
    Type failure =
        new Type.Opaque(
            Optional.of("s"), OptionalLong.of(4), OptionalInt.empty(), Type.Opaque.BLOB);
    assertThat(blob).isNotEqualTo(failure);
    assertThat(((Type.Opaque) failure).cause()).isEqualTo(Type.Opaque.Cause.NOT_MODELLED);
  }

  @Test
  void aWalkVisitsEachTypeOfACycleOnce() {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    TypeId list = graph.reserve(NOWHERE);
    TypeId next = graph.add(new Type.Pointer(list, 8), NOWHERE);
    graph.define(list, struct("list", field("next", next)));
    graph.add(struct("other"), NOWHERE);
    List<Type> visited = new ArrayList<>();
    Set<TypeId> known = new HashSet<>();
    TypeGraph types = graph.build();
    types.walk(List.of(next), known, visited::add);
    types.walk(List.of(list), known, visited::add);
    assertThat(visited).containsExactly(types.type(next), types.type(list));
    assertThat(known).containsExactlyInAnyOrder(list, next);
  }

  @Test
  void typedefsAreSkippedAndMayNotNameEachOther() {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    TypeId whole = graph.add(INT, NOWHERE);
    TypeId atomic = graph.add(new Type.Atomic(whole), NOWHERE);
    TypeId alias = graph.add(new Type.Alias("t", atomic, OptionalInt.empty()), NOWHERE);
    assertThat(graph.build().resolved(alias)).isEqualTo(whole);
    assertThat(graph.build().bytes(alias)).contains(4L);
    TypeId circle = graph.reserve(NOWHERE);
    graph.define(circle, new Type.Atomic(circle));
    assertThatThrownBy(graph::build).hasMessageContaining("stands for itself");
  }
}
