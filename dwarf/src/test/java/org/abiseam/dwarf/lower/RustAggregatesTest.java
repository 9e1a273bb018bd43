package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RustAggregatesTest {
  private static final String BASE =
      """
      u8: base_type name=u8 byte_size=1 encoding=7
      u32: base_type name=u32 byte_size=4 encoding=7
      usize: base_type name=usize byte_size=8 encoding=7
      S: structure_type name=S byte_size=4 alignment=4
        member name=__0 type=@u32 alignment=4 data_member_location=0
      ptr: pointer_type type=@S name=*const~p::S address_class=0
      phantom: structure_type name=PhantomData<p::S> byte_size=0 alignment=1
      """;

  private static String lowered(String text) {
    return Written.rust(BASE + text).definition("t");
  }

  @Test
  void membersKeepTheOrderOfTheSource() {
    assertThat(
            lowered(
                """
                t: structure_type name=R byte_size=8 alignment=4
                  member name=a type=@u8 alignment=1 data_member_location=4
                  member name=b type=@u32 alignment=4 data_member_location=0
                """))
        .isEqualTo("struct R 8 align 4 { u8 a align 1 @32; u32 b align 4 @0 }");
  }

  @Test
  void aStructAroundOneMemberStays() {
    assertThat(lowered("t: const_type type=@S"))
        .isEqualTo("struct S 4 align 4 { u32 __0 align 4 @0 }");
  }

  @Test
  void membersOfNoSizeStay() {
    assertThat(
            lowered(
                """
                t: structure_type name=Z byte_size=4 alignment=4
                  member name=a type=@u32 data_member_location=0
                  member name=_pin type=@phantom data_member_location=4
                """))
        .isEqualTo("struct Z 4 align 4 { u32 a @0; PhantomData<p::S> _pin @32 }");
  }

  @Test
  void aUnionIsAUnion() {
    assertThat(
            lowered(
                """
                t: union_type name=U byte_size=4 alignment=4
                  member name=a type=@u32 data_member_location=0
                  member name=b type=@u8 data_member_location=0
                """))
        .isEqualTo("union U 4 align 4 { u32 a @0; u8 b @0 }");
  }

  @Test
  void aNonNullAndABoxAreThePointerInThem() {
    assertThat(
            lowered(
                """
                t: structure_type name=NonNull<p::S> byte_size=8 alignment=8
                  member name=pointer type=@ptr data_member_location=0
                """))
        .isEqualTo("struct S *");
    assertThat(
            lowered(
                """
                n: structure_type name=NonNull<p::S> byte_size=8 alignment=8
                  member name=pointer type=@ptr data_member_location=0
                t: structure_type name=Box<p::S,~Kmalloc> byte_size=8 alignment=8
                  member name=__0 type=@n data_member_location=0
                  member name=__1 type=@phantom data_member_location=8
                """))
        .isEqualTo("struct S *");
  }

  @Test
  void aNonNullOfAFatPointerStaysAStruct() {
    assertThat(
            lowered(
                """
                fat: structure_type name=*const~dyn~p::T byte_size=16 alignment=8
                  member name=pointer type=@ptr data_member_location=0
                  member name=vtable type=@usize data_member_location=8
                t: structure_type name=NonNull<dyn~p::T> byte_size=16 alignment=8
                  member name=pointer type=@fat data_member_location=0
                """))
        .isEqualTo("struct NonNull<dyn p::T> 16 align 8 { struct *const dyn p::T pointer @0 }");
  }

  @Test
  void aSliceIsAStructOfTwo() {
    assertThat(
            lowered(
                """
                t: structure_type name=&[u8] byte_size=16 alignment=8
                  member name=data_ptr type=@ptr data_member_location=0
                  member name=length type=@usize data_member_location=8
                """))
        .isEqualTo("struct &[u8] 16 align 8 { struct S *data_ptr @0; usize length @64 }");
  }

  @Test
  void cVoidIsVoid() {
    assertThat(
            Written.rust(
                    BASE
                        + """
                        v: enumeration_type name=c_void byte_size=1 type=@u8 enum_class
                          enumerator name=__variant1 const_value=0
                          enumerator name=__variant2 const_value=1
                        t: pointer_type type=@v name=*mut~core::ffi::c_void
                        """)
                .text("t"))
        .isEqualTo("void *");
  }

  @Test
  void theNameOfAFunctionPointerTellsConventionAndArity() {
    assertThat(
            Written.rust(
                    BASE
                        + """
                        f: subroutine_type type=@u32
                          formal_parameter type=@ptr
                        t: pointer_type type=@f name=unsafe~extern~"C"~fn(*const~p::S,~...)~->~u32
                        w: pointer_type type=@f name=extern~"win64"~fn(*const~p::S)~->~u32
                        r: pointer_type type=@f name=fn(*const~p::S)~->~u32
                        """)
                .text("t"))
        .isEqualTo("u32 (*)(struct S *, ...)");
    assertThat(
            Written.rust(
                    BASE + "f: subroutine_type\nt: pointer_type type=@f name=extern~\"win64\"~fn()")
                .text("t"))
        .isEqualTo("extern \"win64\" void (*)(void)");
    assertThat(
            Written.rust(BASE + "f: subroutine_type\nt: pointer_type type=@f name=fn()").text("t"))
        .isEqualTo("extern \"Rust\" void (*)(void)");
  }

  @Test
  void aFunctionPointerWithAnotherNameIsOpaque() {
    assertThat(lowered("f: subroutine_type\nt: pointer_type type=@f name=odd"))
        .isEqualTo("odd opaque: a function pointer named odd");
  }

  /** C knows the struct inside a generic one, or the number; a name of its own is kept. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cell    | Cell<u32> = u32",
        "atomic  | Atomic = Cell<u32> = u32",
        "slot    | Slot<*const p::S> = struct S *",
        "opaque  | Opaque<S> = struct S",
        "row     | Row<u32, 3> = u32[3]",
        "two     | Two<u32>",
        "S       | struct S",
      })
  void behindAPointerAGenericWrapperIsWhatItHolds(String target, String expected) {
    Written.Lowered written =
        Written.rust(
            BASE
                + """
                cell: structure_type name=Cell<u32> byte_size=4 alignment=4
                  member name=value type=@u32 data_member_location=0
                  member name=_p type=@phantom data_member_location=4
                atomic: structure_type name=Atomic byte_size=4 alignment=4
                  member name=v type=@cell data_member_location=0
                slot: structure_type name=Slot<*const~p::S> byte_size=8 alignment=8
                  member name=p type=@ptr data_member_location=0
                opaque: structure_type name=Opaque<S> byte_size=4 alignment=4
                  member name=v type=@S data_member_location=0
                three: array_type type=@u32
                  subrange_type count=3
                row: structure_type name=Row<u32,~3> byte_size=12 alignment=4
                  member name=v type=@three data_member_location=0
                two: structure_type name=Two<u32> byte_size=8 alignment=4
                  member name=a type=@u32 data_member_location=0
                  member name=b type=@u32 data_member_location=4
                t: pointer_type type=@%s name=*mut~x
                """
                    .formatted(target));
    TypeId id = written.type("t");
    TypeGraph types = written.types();
    Type.Pointer pointer = (Type.Pointer) types.type(id);
    StringBuilder names = new StringBuilder();
    TypeId at = pointer.target();
    while (types.type(at) instanceof Type.Alias alias) {
      names.append(alias.name()).append(" = ");
      at = alias.target();
    }
    assertThat(names + TypeText.of(types, at)).isEqualTo(expected);
  }
}
