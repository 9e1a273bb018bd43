package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BitPositionsTest {
  private static final String BASE =
      """
      u8: base_type name=u8 byte_size=1 encoding=7
      u32: base_type name=u32 byte_size=4 encoding=7
      u64: base_type name=u64 byte_size=8 encoding=7
      """;

  /** DWARF 3 §5.5.6 counts from the most significant bit of the storage unit. */
  private static final String OLD =
      BASE
          + """
          s: structure_type name=s byte_size=8
            member name=a type=@u32 byte_size=4 bit_size=3 bit_offset=%d data_member_location=0
            member name=b type=@u32 byte_size=4 bit_size=5 bit_offset=%d data_member_location=0
            member name=c type=@u8 bit_size=1 bit_offset=%d data_member_location=6
          """;

  @Test
  void theOldEncodingIsTurnedAroundOnALittleEndianMachine() {
    assertThat(Written.c(OLD.formatted(29, 24, 7)).definition("s"))
        .isEqualTo("struct s 8 { u32 a:3 @0; u32 b:5 @3; u8 c:1 @48 }");
  }

  @Test
  void theOldEncodingStandsOnABigEndianMachine() {
    assertThat(Written.bigEndianC(OLD.formatted(0, 3, 0)).definition("s"))
        .isEqualTo("struct s 8 { u32 a:3 @0; u32 b:5 @3; u8 c:1 @48 }");
  }

  @Test
  void theNewEncodingIsTakenAsItIs() {
    String text =
        BASE
            + """
            s: structure_type name=s byte_size=8
              member name=a type=@u64 bit_size=3 data_bit_offset=0
              member name=c type=@u64 bit_size=40 data_bit_offset=8
            """;
    assertThat(Written.c(text).definition("s")).isEqualTo("struct s 8 { u64 a:3 @0; u64 c:40 @8 }");
    assertThat(Written.bigEndianC(text).definition("s"))
        .isEqualTo("struct s 8 { u64 a:3 @0; u64 c:40 @8 }");
  }

  @Test
  void bitFieldsOfAUnionBeginAtItsBeginning() {
    assertThat(
            Written.c(
                    BASE
                        + """
                        s: union_type name=s byte_size=4
                          member name=none type=@u32 bit_size=3
                          member name=gcc type=@u32 byte_size=4 bit_size=5 bit_offset=27
                          member name=clang type=@u32 bit_size=7 data_bit_offset=0
                        """)
                .definition("s"))
        .isEqualTo("union s 4 { u32 none:3 @0; u32 gcc:5 @0; u32 clang:7 @0 }");
  }

  @Test
  void aPackedFieldMayReachBelowItsUnit() {
    // struct { u8 a:4; u32 b:30; } packed: b at bit 4 ends two bits past the unit at byte 0.
    assertThat(
            Written.c(
                    BASE
                        + """
                        s: structure_type name=s byte_size=5
                          member name=b type=@u32 bit_size=30 bit_offset=-2 data_member_location=0
                        """)
                .definition("s"))
        .isEqualTo("struct s 5 { u32 b:30 @4 }");
  }

  @Test
  void anExpressionOfDwarf2IsAPosition() {
    assertThat(
            Written.c(
                    BASE
                        + """
                        s: structure_type name=s byte_size=8
                          member name=x type=@u32 data_member_location=expr(2304)
                        """)
                .definition("s"))
        .isEqualTo("struct s 8 { u32 x @32 }");
  }

  @Test
  void aPositionOfRunTimeMakesTheStructOpaque() {
    assertThat(
            Written.c(
                    BASE
                        + """
                        s: structure_type name=s byte_size=8
                          member name=x type=@u32 data_member_location=expr(06)
                        """)
                .definition("s"))
        .isEqualTo("s 8 opaque: a member whose position is only known at run time");
  }

  @Test
  void aBitFieldBeforeTheStructIsRefused() {
    assertThat(
            Written.c(
                    BASE
                        + """
                        s: structure_type name=s byte_size=4
                          member name=x type=@u32 bit_size=3 bit_offset=40 data_member_location=0
                        """)
                .definition("s"))
        .isEqualTo("s 4 opaque: a bit-field at bit -11");
  }

  @Test
  void aBitFieldWiderThanItsTypeIsRefused() {
    assertThat(
            Written.c(
                    BASE
                        + """
                        s: structure_type name=s byte_size=8
                          member name=x type=@u32 bit_size=33 data_bit_offset=0
                        """)
                .definition("s"))
        .isEqualTo("s 8 opaque: bit-field x has 33 bits");
  }
}
