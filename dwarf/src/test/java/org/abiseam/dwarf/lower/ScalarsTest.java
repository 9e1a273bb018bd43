package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScalarsTest {
  private static String base(String attributes) {
    return Written.c("t: base_type " + attributes).definition("t");
  }

  @Test
  void signAndSizeComeFromEncodingAndByteSize() {
    assertThat(base("name=int byte_size=4 encoding=5")).isEqualTo("int 4 SIGNED");
    assertThat(base("name=char byte_size=1 encoding=6")).isEqualTo("char 1 SIGNED");
    assertThat(base("name=char byte_size=1 encoding=8")).isEqualTo("char 1 UNSIGNED");
    assertThat(base("name=long~unsigned~int byte_size=8 encoding=7"))
        .isEqualTo("long unsigned int 8 UNSIGNED");
    assertThat(base("name=__int128 byte_size=16 encoding=5")).isEqualTo("__int128 16 SIGNED");
    assertThat(base("name=_Bool byte_size=1 encoding=2")).isEqualTo("_Bool 1 BOOLEAN");
  }

  @Test
  void charactersOfUnicodeAreNoIntegers() {
    assertThat(base("name=char32_t byte_size=4 encoding=0x10")).isEqualTo("char32_t 4 UNICODE");
  }

  @Test
  void floatingPointNumbersComeInFourKinds() {
    assertThat(base("name=__bf16 byte_size=2 encoding=4")).isEqualTo("__bf16 2 FLOAT");
    assertThat(base("name=_Decimal64 byte_size=8 encoding=15"))
        .isEqualTo("_Decimal64 8 DECIMAL_FLOAT");
    assertThat(base("name=complex byte_size=16 encoding=3")).isEqualTo("complex 16 COMPLEX_FLOAT");
    assertThat(base("name=complex~int byte_size=8 encoding=0x80"))
        .isEqualTo("complex int 8 COMPLEX_INTEGER");
  }

  @Test
  void aBitPreciseIntegerHasFewerBitsThanItsStorage() {
    assertThat(base("name=_BitInt(37) byte_size=8 encoding=5 bit_size=37"))
        .isEqualTo("_BitInt(37) 8 SIGNED 37 bits");
  }

  @Test
  void moreBitsThanBytesIsRefused() {
    assertThat(base("name=x byte_size=1 encoding=5 bit_size=9"))
        .isEqualTo("x 1 opaque: 9 bits of value in 1 bytes");
  }

  private static final String SWAPPED =
      "opaque: its bytes are not in the order of the machine (scalar_storage_order); not every"
          + " compiler follows that";

  @Test
  void bytesInTheOrderOfAnotherMachineAreRefused() {
    assertThat(base("name=int byte_size=4 encoding=5 endianity=1")).isEqualTo("int 4 " + SWAPPED);
    assertThat(base("name=double byte_size=8 encoding=4 endianity=1"))
        .isEqualTo("double 8 " + SWAPPED);
    assertThat(Written.c("t: enumeration_type name=e byte_size=4 endianity=1").definition("t"))
        .isEqualTo("e 4 " + SWAPPED);
  }

  @Test
  void oneByteHasNoOrder() {
    assertThat(base("name=char byte_size=1 encoding=6 endianity=1")).isEqualTo("char 1 SIGNED");
  }

  @Test
  void bytesInTheOrderOfTheMachineAreNothingSpecial() {
    assertThat(base("name=int byte_size=4 encoding=5 endianity=2")).isEqualTo("int 4 SIGNED");
    assertThat(base("name=int byte_size=4 encoding=5 endianity=0")).isEqualTo("int 4 SIGNED");
  }

  @Test
  void anUnknownEncodingIsRefused() {
    assertThat(base("name=x byte_size=1 encoding=0x0a"))
        .isEqualTo("x 1 opaque: a base type of encoding 0xa");
  }

  @Test
  void rustsUnitAndNeverHaveNoValue() {
    Written.Lowered rust =
        Written.rust(
            """
            unit: base_type name=() encoding=7 byte_size=0
            never: base_type name=! encoding=7 byte_size=0
            """);
    assertThat(rust.definition("unit")).isEqualTo("void");
    assertThat(rust.definition("never")).isEqualTo("void");
  }
}
