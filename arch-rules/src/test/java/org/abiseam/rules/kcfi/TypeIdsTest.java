package org.abiseam.rules.kcfi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Type;
import org.abiseam.model.Type.Encoding;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

/** Names and ids that clang 23 gave to the functions on the left. */
final class TypeIdsTest {
  private static final Origin NOWHERE =
      new Origin("test", "", OptionalLong.empty(), Optional.empty());

  private final TypeGraph.Builder graph = new TypeGraph.Builder();
  private final TypeId nothing = add(new Type.Void());
  private final TypeId character = scalar("char", Encoding.SIGNED, 1);
  private final TypeId signedChar = scalar("signed char", Encoding.SIGNED, 1);
  private final TypeId integer = scalar("int", Encoding.SIGNED, 4);
  private final TypeId unsigned = scalar("unsigned int", Encoding.UNSIGNED, 4);
  private final TypeId unsignedLong = scalar("long unsigned int", Encoding.UNSIGNED, 8);
  private final TypeId truth = scalar("_Bool", Encoding.BOOLEAN, 1);
  private final TypeId small =
      add(new Type.Incomplete(Type.Shape.STRUCT, "small", OptionalLong.empty()));
  private final TypeId toSmall = pointer(small);

  private TypeId add(Type type) {
    return graph.add(type, NOWHERE);
  }

  private TypeId scalar(String name, Encoding encoding, long bytes) {
    return add(new Type.Scalar(name, encoding, bytes, bytes * 8, OptionalInt.empty()));
  }

  private TypeId pointer(TypeId target) {
    return add(new Type.Pointer(target, 8));
  }

  private static Signature signature(TypeId result, Arity arity, TypeId... parameters) {
    List<Signature.Parameter> list = new ArrayList<>();
    for (TypeId parameter : parameters) {
      list.add(new Signature.Parameter("", parameter));
    }
    return new Signature(list, result, arity, CallingConvention.C);
  }

  private void expect(Signature signature, int constant, String name, int plain, int normalised) {
    TypeGraph types = graph.build();
    assertThat(TypeName.of(types, signature, true, constant)).contains(name);
    assertThat(TypeIds.id(name)).isEqualTo(normalised);
    assertThat(TypeIds.id(TypeName.of(types, signature, false, constant).orElseThrow()))
        .isEqualTo(plain);
    assertThat(TypeIds.naming(types, signature, plain)).contains(TypeIds.Naming.PLAIN);
    assertThat(TypeIds.naming(types, signature, normalised)).contains(TypeIds.Naming.NORMALISED);
    assertThat(TypeIds.naming(types, signature, plain ^ 1)).isEmpty();
  }

  @Test
  void aPointerAndAnInteger() {
    expect(
        signature(integer, Arity.FIXED, toSmall, unsigned),
        0,
        "_ZTSFu3i32P5smallu3u32E.normalized",
        0x2b2f27fe,
        0x7560e543);
  }

  @Test
  void aNormalisedIntegerIsSaidAgainByNumber() {
    expect(
        signature(unsignedLong, Arity.FIXED, unsignedLong, signedChar),
        0,
        "_ZTSFu3u64S_u2i8E.normalized",
        0x30f06cb2,
        0x805e4919);
  }

  @Test
  void pointersToConstantsAreFoundByTrying() {
    expect(
        signature(truth, Arity.FIXED, pointer(small), pointer(character), pointer(nothing), truth),
        0b011,
        "_ZTSFu2u8PK5smallPKu2i8PvS_E.normalized",
        0xfc8c7bfe,
        0x1c579cdc);
  }

  @Test
  void aCallbackAPointerToAPointerAStructAndAnEnumeration() {
    TypeId callback =
        pointer(add(new Type.Function(signature(integer, Arity.FIXED, toSmall, unsigned))));
    TypeId mode = add(new Type.Enumeration(Optional.of("mode"), 4, false, List.of(), false));
    TypeId value =
        add(
            new Type.Aggregate(
                Type.Shape.STRUCT, Optional.of("small"), 4, OptionalInt.empty(), List.of()));
    expect(
        signature(integer, Arity.FIXED, callback, pointer(toSmall), value, mode),
        0,
        "_ZTSFu3i32PFS_P5smallu3u32EPS1_S0_4modeE.normalized",
        0x0c1533d7,
        0xb4d14934);
  }

  @Test
  void nothingAndMore() {
    expect(signature(nothing, Arity.FIXED), 0, "_ZTSFvvE.normalized", 0xa540670c, 0xe5c47d60);
    expect(
        signature(integer, Arity.VARIADIC, pointer(character)),
        1,
        "_ZTSFu3i32PKu2i8zE.normalized",
        0xff4ef75c,
        0x4f0fb647);
  }

  @Test
  void aStructWithoutATagHasTheNameOfItsTypedef() {
    TypeId anonymous =
        add(
            new Type.Alias(
                "anon_t",
                add(
                    new Type.Aggregate(
                        Type.Shape.STRUCT, Optional.empty(), 4, OptionalInt.empty(), List.of())),
                OptionalInt.empty()));
    TypeId longLong = scalar("long long", Encoding.SIGNED, 8);
    TypeId halfWord = scalar("unsigned short", Encoding.UNSIGNED, 2);
    expect(
        signature(
            scalar("long", Encoding.SIGNED, 8),
            Arity.FIXED,
            pointer(anonymous),
            pointer(unsignedLong),
            longLong,
            halfWord),
        0,
        "_ZTSFu3i64P6anon_tPu3u64S_u3u16E.normalized",
        0xae0db9aa,
        0x6471954b);
  }

  @Test
  void whatHasNoNameHasNoNaming() {
    TypeId opaque =
        add(new Type.Opaque(Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), "x"));
    assertThat(TypeIds.naming(graph.build(), signature(opaque, Arity.FIXED), 1)).isEmpty();
  }
}
