package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AggregatesTest {
  private static final String INT = "int: base_type name=int byte_size=4 encoding=5\n";

  private static String struct(String members) {
    return Written.c(INT + members).definition("s");
  }

  @Test
  void qualifiersAreDroppedAndAtomicIsNot() {
    assertThat(
            struct(
                """
                c: const_type type=@v
                v: volatile_type type=@int
                a: atomic_type type=@int
                s: structure_type name=s byte_size=8
                  member name=x type=@c data_member_location=0
                  member name=y type=@a data_member_location=4
                """))
        .isEqualTo("struct s 8 { int x @0; _Atomic(int) y @32 }");
  }

  @Test
  void anonymousMembersKeepAnEmptyName() {
    assertThat(
            struct(
                """
                u: union_type byte_size=4
                  member name=x type=@int data_member_location=0
                s: structure_type name=s byte_size=8
                  member type=@u data_member_location=0
                  member name=named type=@u data_member_location=4
                """))
        .isEqualTo("struct s 8 { union 4 { int x @0 } @0; union 4 { int x @0 } named @32 }");
  }

  @Test
  void attributesOfAlignmentStayWhereTheyStand() {
    assertThat(
            struct(
                """
                t: typedef name=wide type=@int alignment=16
                s: structure_type name=s byte_size=32 alignment=32
                  member name=x type=@t data_member_location=16 alignment=16
                """))
        .isEqualTo("struct s 32 align 32 { wide x align 16 @128 }");
  }

  @Test
  void aFlexibleArrayHasNoCountAndNoSize() {
    assertThat(
            struct(
                """
                f: array_type type=@int
                  subrange_type
                s: structure_type name=s byte_size=4
                  member name=n type=@int data_member_location=0
                  member name=x type=@f data_member_location=4
                """))
        .isEqualTo("struct s 4 { int n @0; int x[] @32 }");
  }

  @Test
  void staticMembersLieElsewhere() {
    assertThat(
            struct(
                """
                s: structure_type name=s byte_size=4
                  member name=shared type=@int external declaration
                  member name=x type=@int data_member_location=0
                """))
        .isEqualTo("struct s 4 { int x @0 }");
  }

  @Test
  void aBitFieldWithoutANameIsAHole() {
    assertThat(
            struct(
                """
                s: structure_type name=s byte_size=4
                  member name=a type=@int bit_size=3 data_bit_offset=0
                  member type=@int bit_size=9 data_bit_offset=3
                  member name=b type=@int bit_size=4 data_bit_offset=12
                """))
        .isEqualTo("struct s 4 { int a:3 @0; int b:4 @12 }");
  }

  /**
   * GCC's scalar_storage_order: the whole byte is the same from both ends, its bits are not. Seen
   * in data that GCC 16 writes: the first three bits of a byte are its upper ones.
   */
  @Test
  void aBitFieldOfAByteIsCountedFromTheOtherEnd() {
    String swapped = "b: base_type name=char byte_size=1 encoding=6 endianity=1\n";
    String struct = swapped + "s: structure_type name=s byte_size=1\n";
    assertThat(struct(struct + "  member name=a type=@b data_member_location=0"))
        .isEqualTo("struct s 1 { char a @0 }");
    assertThat(struct(struct + "  member name=a type=@b bit_size=3 data_bit_offset=0"))
        .isEqualTo("struct s 1 { char a:3 @5 }");
    assertThat(struct(struct + "  member name=a type=@b bit_size=3 data_bit_offset=6"))
        .isEqualTo("s 1 opaque: bit-field a is counted from the other end (scalar_storage_order)");
  }

  @Test
  void aBaseClassIsNotModelled() {
    assertThat(
            struct(
                """
                b: class_type name=b byte_size=4
                s: class_type name=s byte_size=8
                  inheritance type=@b data_member_location=0
                """))
        .isEqualTo("s 8 opaque: a C++ base class");
  }

  @Test
  void aMemberWithoutATypeMakesTheStructOpaqueAndSaysWhy() {
    assertThat(struct("s: structure_type name=s byte_size=4\n  member name=x"))
        .isEqualTo("s 4 opaque: member x has no type");
  }

  @Test
  void aFaultInsideAMemberLeavesTheStructAsItIs() {
    assertThat(
            struct(
                """
                bad: base_type name=bad byte_size=4
                s: structure_type name=s byte_size=8
                  member name=x type=@bad data_member_location=0
                  member name=y type=@int data_member_location=4
                """))
        .isEqualTo("struct s 8 { bad x @0; int y @32 }");
  }

  @Test
  void anAlignmentThatIsNoPowerOfTwoIsRefused() {
    assertThat(struct("s: structure_type name=s byte_size=4 alignment=3"))
        .isEqualTo("s 4 opaque: an alignment of 3");
  }

  @Test
  void aStructWithoutASizeIsRefusedAndADeclarationIsNot() {
    assertThat(struct("s: structure_type name=s")).isEqualTo("s opaque: no size is stated");
    assertThat(struct("s: structure_type name=s declaration")).isEqualTo("struct s");
  }

  @Test
  void gccrsPathsAreTypedefsOfStructsWithoutATag() {
    assertThat(
            Written.gccrs(
                    """
                    u: base_type name=u32 byte_size=4 encoding=7
                    i: structure_type byte_size=8
                      member name=a type=@u data_member_location=0
                      member name=b type=@c data_member_location=4
                    c: const_type type=@u
                    s: typedef name=p::inner::N type=@i
                    """)
                .definition("s"))
        .isEqualTo("typedef struct {…} p::inner::N = struct 8 { u32 a @0; u32 b @32 }");
  }
}
