package org.abiseam.dwarf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.abiseam.elf.Relocations;
import org.abiseam.elf.Section;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;

/** Tables as bytes: code, tag, children, pairs of name and form, 0 0; 0 at the end. */
class AbbreviationsTest {

  private static Abbreviations parse(int... bytes) {
    MemorySegment segment = Arena.ofAuto().allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      segment.set(ValueLayout.JAVA_BYTE, i, (byte) bytes[i]);
    }
    return Abbreviations.parse(
        new Cursor(new Section(".debug_abbrev", segment, Relocations.NONE), false, 0), 1 << 20);
  }

  @Test
  void aTableListsTagChildrenNamesFormsAndConstants() {
    Abbreviations table =
        parse(1, 0x11, 1, 0x03, 0x08, 0x3a, 0x21, 0x7f, 0, 0, 2, 0x24, 0, 0, 0, 0);

    assertThat(table.count()).isEqualTo(2);
    assertThat(table.index(2)).isEqualTo(1);
    assertThat(table.tag(0)).isEqualTo(0x11);
    assertThat(table.hasChildren(0)).isTrue();
    assertThat(table.hasChildren(1)).isFalse();
    assertThat(table.end(0) - table.start(0)).isEqualTo(2);
    assertThat(table.attribute(0)).isEqualTo(0x03);
    assertThat(table.form(1)).isEqualTo(0x21);
    assertThat(table.constant(1)).isEqualTo(-1);
    assertThat(table.end(1) - table.start(1)).isZero();
  }

  @Test
  void codesInAnyOrderAreFound() {
    Abbreviations table = parse(7, 0x24, 0, 0x0b, 0x21, 5, 0, 0, 3, 0x11, 1, 0x03, 0x08, 0, 0, 0);

    assertThat(table.index(3)).isZero();
    assertThat(table.index(7)).isEqualTo(1);
    assertThat(table.index(5)).isEqualTo(-1);
    assertThat(table.tag(table.index(3))).isEqualTo(0x11);
    assertThat(table.constant(table.start(table.index(7)))).isEqualTo(5);
    assertThat(table.code(1)).isEqualTo(7);
  }

  @Test
  void aTableAfterOneThatWasSortedReadsTheSame() {
    parse(2, 0x24, 0, 0, 0, 1, 0x24, 0, 0, 0, 0);

    assertThat(parse(1, 0x24, 0, 0x03, 0x08, 0, 0, 0).attribute(0)).isEqualTo(0x03);
  }

  @Test
  void aCodeThatIsDeclaredTwiceIsAFault() {
    assertThatThrownBy(() -> parse(1, 0x24, 0, 0, 0, 1, 0x11, 0, 0, 0, 0))
        .isInstanceOf(Malformed.class)
        .hasMessage("abbreviation code 1 is declared twice");
  }

  @Test
  void anEmptyTableDeclaresNothing() {
    assertThat(parse(0).count()).isZero();
    assertThat(parse(0).index(1)).isEqualTo(-1);
  }

  @Test
  void aTableThatEndsWithinADeclarationIsAFault() {
    assertThatThrownBy(() -> parse(1, 0x24, 0, 0x03))
        .isInstanceOf(Malformed.class)
        .hasMessage("attribute form needs 1 bytes, 0 are left");
  }

  @Test
  void aChildrenFlagIsNoOrYes() {
    assertThatThrownBy(() -> parse(1, 0x24, 2, 0, 0, 0))
        .isInstanceOf(Malformed.class)
        .hasMessage("abbreviation children flag is 2, expected 0 or 1");
  }

  @Test
  void aNumberOfMoreThan64BitsIsAFault() {
    assertThatThrownBy(
            () -> parse(0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f, 0x24, 0))
        .isInstanceOf(Malformed.class)
        .hasMessage("abbreviation code has more than 64 bits");
  }

  @Test
  void moreAttributesThanAnyCompilerWritesAreRefused() {
    int[] bytes = new int[3 + 2 * 2000];
    java.util.Arrays.fill(bytes, 3);
    bytes[0] = 1;
    bytes[1] = 0x24;
    bytes[2] = 0;

    assertThatThrownBy(() -> parse(bytes))
        .isInstanceOf(Malformed.class)
        .hasMessage("an abbreviation has more than 1024 attributes");
  }
}
