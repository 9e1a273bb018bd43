package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ArraysTest {
  private static final String BASE = "int: base_type name=int byte_size=4 encoding=5\n";

  private static String array(String attributes, String... dimensions) {
    String text = BASE + "t: array_type type=@int " + attributes;
    for (String dimension : dimensions) {
      text += "\n  subrange_type " + dimension;
    }
    return Written.c(text).definition("t");
  }

  @Test
  void gccWritesTheLastIndexAndClangTheCount() {
    assertThat(array("", "upper_bound=3")).isEqualTo("int[4]");
    assertThat(array("", "count=4")).isEqualTo("int[4]");
    assertThat(array("", "lower_bound=1 upper_bound=3")).isEqualTo("int[3]");
  }

  @Test
  void theLastIndexOf256ElementsIsNotMinusOne() {
    assertThat(array("", "upper_bound=0xff:data1")).isEqualTo("int[256]");
  }

  @Test
  void noElementsIsNotAFlexibleArray() {
    assertThat(array("", "count=0")).isEqualTo("int[0]");
    assertThat(array("", "upper_bound=-1")).isEqualTo("int[0]");
    assertThat(array("", "upper_bound=-1:data8")).isEqualTo("int[0]");
    assertThat(array("", "")).isEqualTo("int[]");
  }

  @Test
  void severalDimensionsBecomeArraysOfArrays() {
    assertThat(array("", "count=2", "count=3")).isEqualTo("int[2][3]");
    assertThat(array("", "", "upper_bound=2")).isEqualTo("int[][3]");
  }

  @Test
  void theStrideOfAnOuterDimensionIsTheSizeOfTheInnerArray() {
    Written.Lowered written =
        Written.c(
            BASE
                + """
                t: array_type type=@int
                  subrange_type count=2
                  subrange_type count=3
                """);
    var id = written.lowering().type(written.entry("t"));
    var outer = (org.abiseam.model.Type.Array) written.types().type(id);
    assertThat(outer.stride()).isEqualTo(12);
  }

  @Test
  void aLengthOfRunTimeIsOpaque() {
    assertThat(array("", "upper_bound=expr(7500)"))
        .isEqualTo("<opaque> opaque: an array whose length is only known at run time");
    assertThat(array("", "count=@int"))
        .isEqualTo("<opaque> opaque: an array whose length is only known at run time");
  }

  @Test
  void aVectorOfTheMachineIsNoArray() {
    assertThat(array("GNU_vector", "upper_bound=3")).isEqualTo("int vector of 4");
    assertThat(array("GNU_vector", ""))
        .isEqualTo("<opaque> opaque: a vector whose length is not stated");
  }

  @Test
  void aStrideOfItsOwnIsKept() {
    Written.Lowered written =
        Written.c(BASE + "t: array_type type=@int byte_stride=16\n  subrange_type count=2");
    var id = written.lowering().type(written.entry("t"));
    assertThat(((org.abiseam.model.Type.Array) written.types().type(id)).stride()).isEqualTo(16);
  }

  @Test
  void anArrayLargerThanAnyMemoryIsRefused() {
    assertThat(array("", "count=0x7fffffffffffffff:data8"))
        .isEqualTo("<opaque> opaque: no type has 9223372036854775807 bytes");
    assertThat(array("", "count=0x7fffffffffff:data8", "count=0x7fffffffffff:data8"))
        .isEqualTo("<opaque> opaque: no type has 9223372036854775807 bytes");
  }

  @Test
  void anArrayOfFunctionsIsRefused() {
    assertThat(
            Written.c(
                    "f: subroutine_type prototyped\nt: array_type type=@f\n  subrange_type count=2")
                .definition("t"))
        .isEqualTo("<opaque> opaque: holds something without a size");
  }
}
