package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

class BindgenTest {
  private static final String BASE =
      """
      u8: base_type name=u8 byte_size=1 encoding=7
      u32: base_type name=u32 byte_size=4 encoding=7
      u64: base_type name=u64 byte_size=8 encoding=7
      f64: base_type name=f64 byte_size=8 encoding=4
      none32: array_type type=@u32
        subrange_type count=0
      none8: array_type type=@u8
        subrange_type count=0
      six: array_type type=@u8
        subrange_type count=6
      phantom: structure_type name=PhantomData<u32> byte_size=0 alignment=1
      """;

  private static String lowered(String text) {
    return Written.rust(BASE + text).definition("t");
  }

  @Test
  void aBitFieldUnitIsItsBytes() {
    assertThat(
            lowered(
                """
                unit: structure_type name=__BindgenBitfieldUnit<[u8;~6]> byte_size=6 alignment=1
                  template_type_parameter type=@six name=Storage
                  member name=storage type=@six alignment=1 data_member_location=0
                t: structure_type name=bits byte_size=16 alignment=8
                  member name=_bitfield_align_1 type=@none32 alignment=4 data_member_location=0
                  member name=_bitfield_1 type=@unit alignment=1 data_member_location=0
                  member name=__bindgen_padding_0 type=@none8 data_member_location=6
                  member name=d type=@u32 alignment=4 data_member_location=8
                """))
        .isEqualTo(
            "struct bits 16 align 8 { marker u32 _bitfield_align_1[0] @0;"
                + " bit-field unit u8 _bitfield_1[6] @0;"
                + " padding u8 __bindgen_padding_0[0] @48; u32 d align 4 @64 }");
  }

  @Test
  void anOldBitFieldUnitHasAnAlignerBesideItsBytes() {
    assertThat(
            lowered(
                """
                unit: structure_type name=__BindgenBitfieldUnit<[u8;~6],~u32> byte_size=8
                  member name=storage type=@six data_member_location=0
                  member name=align type=@none32 data_member_location=0
                t: structure_type name=bits byte_size=8
                  member name=_bitfield_1 type=@unit data_member_location=0
                """))
        .isEqualTo("struct bits 8 { bit-field unit u8 _bitfield_1[6] @0 }");
  }

  @Test
  void anIncompleteArrayIsAFlexibleOne() {
    assertThat(
            lowered(
                """
                flex: structure_type name=__IncompleteArrayField<u64> byte_size=0 alignment=8
                  template_type_parameter type=@u64 name=T
                  member name=__0 type=@phantom data_member_location=0
                t: structure_type name=s byte_size=8 alignment=8
                  member name=n type=@u32 data_member_location=0
                  member name=x type=@flex data_member_location=8
                """))
        .isEqualTo("struct s 8 align 8 { u32 n @0; u64 x[] @64 }");
  }

  private static final String UNION =
      """
      fa: structure_type name=__BindgenUnionField<u32> byte_size=0 alignment=1
        template_type_parameter type=@u32 name=T
        member name=__0 type=@phantom data_member_location=0
      fb: structure_type name=__BindgenUnionField<f64> byte_size=0 alignment=1
        template_type_parameter type=@f64 name=T
      """;

  @Test
  void aStructOfUnionFieldsIsAUnion() {
    assertThat(
            lowered(
                UNION
                    + """
                    t: structure_type name=u byte_size=8 alignment=8
                      member name=a type=@fa alignment=1 data_member_location=0
                      member name=b type=@fb alignment=1 data_member_location=0
                      member name=bindgen_union_field type=@u64 data_member_location=0
                    """))
        .isEqualTo("union u 8 align 8 { u32 a @0; f64 b @0; padding u64 bindgen_union_field @0 }");
  }

  @Test
  void bitFieldsOfSuchAUnionAreAUnitInAUnionField() {
    assertThat(
            lowered(
                UNION
                    + """
                    unit: structure_type name=__BindgenBitfieldUnit<[u8;~6]> byte_size=6
                      member name=storage type=@six data_member_location=0
                    fu: structure_type name=__BindgenUnionField<p::__BindgenBitfieldUnit<[u8;~6]>> byte_size=0
                      template_type_parameter type=@unit name=T
                    t: structure_type name=u byte_size=8
                      member name=a type=@fa data_member_location=0
                      member name=_bitfield_align_1 type=@none8 data_member_location=0
                      member name=_bitfield_1 type=@fu data_member_location=0
                      member name=bindgen_union_field type=@u64 data_member_location=0
                    """))
        .isEqualTo(
            "union u 8 { u32 a @0; marker u8 _bitfield_align_1[0] @0;"
                + " bit-field unit u8 _bitfield_1[6] @0; padding u64 bindgen_union_field @0 }");
  }

  @Test
  void aStructOfUnionFieldsAndDataIsWhatItLooksLike() {
    assertThat(
            lowered(
                UNION
                    + """
                    t: structure_type name=u byte_size=8
                      member name=a type=@fa data_member_location=0
                      member name=real type=@u64 data_member_location=0
                    """))
        .isEqualTo("struct u 8 { __BindgenUnionField<u32> a @0; u64 real @0 }");
  }

  @Test
  void behindAPointerItShowsAsAUnionToo() {
    assertThat(
            Written.rust(
                    BASE
                        + UNION
                        + """
                        u: structure_type name=u byte_size=8
                          member name=a type=@fa data_member_location=0
                          member name=bindgen_union_field type=@u64 data_member_location=0
                        t: pointer_type type=@u name=*mut~u
                        """)
                .text("t"))
        .isEqualTo("union u *");
  }

  @Test
  void aPlaceholderIsADeclarationOfItsSize() {
    assertThat(
            lowered(
                """
                t: structure_type name=fwd byte_size=0 alignment=1
                  member name=_unused type=@none8 data_member_location=0
                """))
        .isEqualTo("struct fwd placeholder 0");
    assertThat(
            lowered(
                """
                t: structure_type name=fwd byte_size=1 alignment=1
                  member name=_address type=@u8 data_member_location=0
                """))
        .isEqualTo("struct fwd placeholder 1");
    assertThat(
            lowered(
                """
                t: structure_type name=fwd byte_size=1 alignment=1
                  member name=__private type=@c_void data_member_location=0
                c_void: enumeration_type name=c_void byte_size=1 type=@u8
                """))
        .isEqualTo("struct fwd placeholder 1");
    assertThat(
            lowered(
                """
                t: structure_type name=fwd byte_size=0 alignment=1
                  member name=_unused type=@none8 data_member_location=0
                  member name=_marker type=@phantom data_member_location=0
                """))
        .isEqualTo("struct fwd placeholder 0");
  }

  @Test
  void aStructWithDataThatIsCalledUnusedIsNoPlaceholder() {
    assertThat(
            lowered(
                """
                t: structure_type name=s byte_size=4
                  member name=_unused type=@u32 data_member_location=0
                """))
        .isEqualTo("struct s 4 { u32 _unused @0 }");
  }

  @Test
  void aPlaceholderBehindAPointerKeepsItsSize() {
    Written.Lowered written =
        Written.rust(
            BASE
                + """
                fwd: structure_type name=fwd byte_size=0 alignment=1
                  member name=_unused type=@none8 data_member_location=0
                t: pointer_type type=@fwd name=*mut~fwd
                """);
    TypeId id = written.lowering().type(written.entry("t"));
    Type.Pointer pointer = (Type.Pointer) written.types().type(id);
    assertThat(written.types().type(pointer.target()))
        .isEqualTo(new Type.Incomplete(Type.Shape.STRUCT, "fwd", OptionalLong.of(0)));
  }

  @Test
  void aBlobIsOpaque() {
    assertThat(
            lowered(
                """
                t: structure_type name=blob byte_size=6 alignment=1
                  member name=_bindgen_opaque_blob type=@six data_member_location=0
                """))
        .isEqualTo("blob 6 align 1 opaque: bindgen wrote an opaque blob");
    assertThat(lowered("t: structure_type name=__BindgenOpaqueArray<[u8;~6]> byte_size=6"))
        .isEqualTo("<opaque> 6 opaque: bindgen wrote an opaque blob");
  }

  @Test
  void halfPrecisionNumbersAreScalars() {
    assertThat(lowered("t: structure_type name=__BindgenFloat16 byte_size=2 alignment=2"))
        .isEqualTo("__BindgenFloat16 2 FLOAT align 2");
  }

  @Test
  void membersGetTheNamesTheyHaveInC() {
    assertThat(
            lowered(
                """
                u: union_type name=s__bindgen_ty_1 byte_size=4
                t: structure_type name=s byte_size=12
                  member name=__bindgen_anon_1 type=@u data_member_location=0
                  member name=type_ type=@u32 data_member_location=4
                  member name=tail_ type=@u32 data_member_location=8
                """))
        .isEqualTo("struct s 12 { union s__bindgen_ty_1 @0; u32 type @32; u32 tail_ @64 }");
  }
}
