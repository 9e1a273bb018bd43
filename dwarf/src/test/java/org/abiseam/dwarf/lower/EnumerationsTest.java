package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnumerationsTest {
  private static final String BASE =
      """
      int: base_type name=int byte_size=4 encoding=5
      u8: base_type name=u8 byte_size=1 encoding=7
      """;

  @Test
  void theRepresentationTellsTheSign() {
    assertThat(
            Written.c(
                    BASE
                        + """
                        e: enumeration_type name=e byte_size=4 type=@int
                          enumerator name=LOW const_value=-1
                          enumerator name=HIGH const_value=0xc8:data1
                        """)
                .definition("e"))
        .isEqualTo("enum e signed 4 { LOW = -1, HIGH = 200 }");
  }

  @Test
  void theEncodingTellsItWhereThereIsNoRepresentation() {
    assertThat(
            Written.c(
                    """
                    e: enumeration_type name=e byte_size=1 encoding=7
                      enumerator name=A const_value=0xff:data1
                    """)
                .definition("e"))
        .isEqualTo("enum e unsigned 1 { A = 255 }");
  }

  @Test
  void aNegativeValueTellsItWhereThereIsNeither() {
    assertThat(
            Written.c(
                    """
                    e: enumeration_type name=e byte_size=4
                      enumerator name=A const_value=-2
                      enumerator name=B const_value=7
                    """)
                .definition("e"))
        .isEqualTo("enum e signed 4 { A = -2, B = 7 }");
  }

  @Test
  void aPackedEnumerationIsAsSmallAsItsValues() {
    assertThat(
            Written.c(
                    BASE + "e: enumeration_type name=e type=@u8\n  enumerator name=A const_value=0")
                .definition("e"))
        .isEqualTo("enum e unsigned 1 { A = 0 }");
  }

  @Test
  void rustsEnumerationIsClosed() {
    assertThat(
            Written.rust(
                    BASE
                        + """
                        e: enumeration_type name=E byte_size=1 type=@u8 enum_class
                          enumerator name=A const_value=5
                        """)
                .definition("e"))
        .isEqualTo("enum E unsigned 1 closed { A = 5 }");
  }

  @Test
  void aDeclarationIsOpaque() {
    assertThat(Written.c("e: enumeration_type name=e declaration").definition("e"))
        .isEqualTo("e opaque: an enumeration without its values");
  }

  @Test
  void aValueThatIsNoNumberMakesItOpaque() {
    assertThat(
            Written.c(
                    """
                    e: enumeration_type name=e byte_size=4 encoding=7
                      enumerator name=A
                    """)
                .definition("e"))
        .isEqualTo("e 4 opaque: the value of A is no number of 64 bits");
  }

  @Test
  void sixteenBytesHoldANumberAndAreNoExpression() {
    assertThat(
            Written.c(
                    """
                    e: enumeration_type name=e byte_size=16 encoding=5
                      enumerator name=LITERAL const_value=expr(30000000000000000000000000000000)
                      enumerator name=NEGATIVE const_value=expr(feffffffffffffffffffffffffffffff)
                    """)
                .definition("e"))
        .isEqualTo("enum e signed 16 { LITERAL = 48, NEGATIVE = -2 }");
  }

  @Test
  void aNumberOfMoreThan64BitsMakesItOpaque() {
    assertThat(
            Written.c(
                    """
                    e: enumeration_type name=e byte_size=16 encoding=7
                      enumerator name=A const_value=expr(00000000000000000100000000000000)
                    """)
                .definition("e"))
        .isEqualTo("e 16 opaque: the value of A is no number of 64 bits");
  }

  @Test
  void bytesStandInTheOrderOfTheMachine() {
    assertThat(
            Written.bigEndianC(
                    """
                    e: enumeration_type name=e byte_size=16 encoding=7
                      enumerator name=A const_value=expr(00000000000000000000000000000102)
                    """)
                .definition("e"))
        .isEqualTo("enum e unsigned 16 { A = 258 }");
  }
}
