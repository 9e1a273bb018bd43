package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RustVariantsTest {
  private static final String BASE =
      """
      u8: base_type name=u8 byte_size=1 encoding=7
      i8: base_type name=i8 byte_size=1 encoding=5
      u32: base_type name=u32 byte_size=4 encoding=7
      u64: base_type name=u64 byte_size=8 encoding=7
      S: structure_type name=S byte_size=4 alignment=4
      ptr: pointer_type type=@S name=&p::S address_class=0
      wrap: structure_type name=Wrapper byte_size=8 alignment=8
        member name=__0 type=@ptr data_member_location=0
      """;

  private static String option(String payload, String noneValue) {
    return Written.rust(
            BASE
                + """
                t: structure_type name=Option<T> byte_size=8 alignment=8
                  variant_part discr=@d
                    d: member type=@u64 alignment=8 data_member_location=0 artificial
                    variant discr_value=%s
                      member name=None type=@none data_member_location=0
                    variant
                      member name=Some type=@some data_member_location=0
                  none: structure_type name=None byte_size=8 alignment=8
                  some: structure_type name=Some byte_size=8 alignment=8
                    member name=__0 type=@%s data_member_location=0
                """
                    .formatted(noneValue, payload))
        .definition("t");
  }

  @Test
  void anOptionOfAReferenceIsAPointer() {
    assertThat(option("ptr", "0")).isEqualTo("struct S *");
  }

  @Test
  void anOptionOfAWrappedReferenceIsAPointer() {
    assertThat(option("wrap", "0")).isEqualTo("struct S *");
  }

  @Test
  void anOptionWhoseNoneIsNotNullIsNoPointer() {
    assertThat(option("ptr", "1"))
        .isEqualTo(
            "enum Option<T> 8 align 8 tag u64 @0 {"
                + " None = 1: struct None 8 align 8 {};"
                + " Some = else: struct Some 8 align 8 { struct S *__0 @0 } }");
  }

  @Test
  void anOptionOfANumberIsNoPointer() {
    assertThat(option("u64", "0")).startsWith("enum Option<T> 8 align 8 tag u64 @0 { None = 0:");
  }

  @Test
  void anEnumWithDataHasATagAndPayloads() {
    assertThat(
            Written.rust(
                    BASE
                        + """
                        t: structure_type name=Data byte_size=8 alignment=4
                          variant_part discr=@d
                            d: member type=@i8 data_member_location=0 artificial
                            variant discr_value=0xff:data1
                              member name=A type=@a data_member_location=0
                            variant discr_value=1
                              member name=B type=@b data_member_location=0
                          a: structure_type name=A byte_size=8 alignment=4
                            member name=__0 type=@u32 data_member_location=4
                          b: structure_type name=B byte_size=8 alignment=4
                        """)
                .definition("t"))
        .isEqualTo(
            "enum Data 8 align 4 tag i8 @0 {"
                + " A = -1: struct A 8 align 4 { u32 __0 @32 };"
                + " B = 1: struct B 8 align 4 {} }");
  }

  @Test
  void anEnumOfOneVariantHasNoTag() {
    assertThat(
            Written.rust(
                    BASE
                        + """
                        t: structure_type name=Single byte_size=4 alignment=4
                          variant_part
                            variant
                              member name=V type=@v data_member_location=0
                          v: structure_type name=V byte_size=4 alignment=4
                            member name=__0 type=@u32 data_member_location=0
                        """)
                .definition("t"))
        .isEqualTo("enum Single 4 align 4 { V = else: struct V 4 align 4 { u32 __0 @0 } }");
  }

  @Test
  void aDiscriminantWithoutATagMakesItOpaque() {
    assertThat(
            Written.rust(
                    BASE
                        + """
                        t: structure_type name=Odd byte_size=4
                          variant_part
                            variant discr_value=1
                              member name=V type=@S data_member_location=0
                        """)
                .definition("t"))
        .isEqualTo("Odd 4 opaque: a discriminant that is no number of 64 bits");
  }
}
