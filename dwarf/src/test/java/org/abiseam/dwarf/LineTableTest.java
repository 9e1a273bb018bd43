package org.abiseam.dwarf;

import static org.abiseam.dwarf.spec.Attributes.*;
import static org.abiseam.dwarf.spec.Forms.*;
import static org.abiseam.dwarf.spec.Tags.*;
import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.abiseam.fixtures.Dies;
import org.abiseam.model.Malformed;
import org.abiseam.model.SourcePaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** File tables of line table headers. */
class LineTableTest {

  /** Parts are numbers of one byte and strings, which get their NUL. */
  private static byte[] bytes(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (Object part : parts) {
      if (part instanceof String text) {
        out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
        out.write(0);
      } else {
        out.write((Integer) part);
      }
    }
    return out.toByteArray();
  }

  private static byte[] table(byte[] contents) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {(byte) contents.length, 0, 0, 0});
    out.writeBytes(contents);
    return out.toByteArray();
  }

  private static Unit unit(int version, byte[] table) {
    Map<String, byte[]> sections =
        Dies.version(version)
            .unit(
                die(
                    DW_TAG_compile_unit,
                    at(DW_AT_comp_dir, DW_FORM_string, "/build/linux"),
                    at(DW_AT_stmt_list, DW_FORM_sec_offset, 0),
                    die(DW_TAG_base_type)))
            .sections();
    sections.put(".debug_line", table);
    return DebugInfo.open(TestObject.of(sections), DebugFiles.NONE).units().get(0);
  }

  private static final byte[] VERSION_4 =
      table(
          bytes(
              4,
              0,
              0,
              0,
              0,
              0,
              1,
              1,
              1,
              0xfb,
              14,
              2,
              0,
              "./include/linux",
              "/usr/include",
              "",
              "main.c",
              0,
              0,
              0,
              "list.h",
              1,
              0,
              0,
              "stdio.h",
              2,
              0,
              0,
              ""));

  private static final byte[] VERSION_5 =
      table(
          bytes(
              5,
              0,
              8,
              0,
              0,
              0,
              0,
              0,
              1,
              1,
              1,
              0xfb,
              14,
              2,
              0,
              1,
              1,
              8,
              2,
              "/build/linux",
              "/build/linux/include/linux",
              3,
              1,
              8,
              2,
              0x0b,
              5,
              0x1e,
              2,
              "main.c",
              0,
              1,
              2,
              3,
              4,
              5,
              6,
              7,
              8,
              9,
              10,
              11,
              12,
              13,
              14,
              15,
              16,
              "list.h",
              1,
              1,
              2,
              3,
              4,
              5,
              6,
              7,
              8,
              9,
              10,
              11,
              12,
              13,
              14,
              15,
              16));

  @Test
  void filesOfVersion4CountFrom1() {
    Unit unit = unit(4, VERSION_4);

    assertThat(unit.fileName(0)).isEmpty();
    assertThat(unit.fileName(1)).contains("main.c");
    assertThat(unit.fileName(2)).contains("include/linux/list.h");
    assertThat(unit.fileName(3)).contains("/usr/include/stdio.h");
    assertThat(unit.fileName(4)).isEmpty();
  }

  @Test
  void filesOfVersion5CountFrom0() {
    Unit unit = unit(5, VERSION_5);

    assertThat(unit.fileName(0)).contains("main.c");
    assertThat(unit.fileName(1)).contains("include/linux/list.h");
    assertThat(unit.fileName(2)).isEmpty();
  }

  @Test
  void everyTruncationIsAFault() {
    for (int length = 0; length < VERSION_5.length; length++) {
      byte[] cut = java.util.Arrays.copyOf(VERSION_5, length);
      Unit unit = unit(5, cut);
      assertThatThrownBy(() -> unit.readLineTable()).isInstanceOf(Malformed.class);
    }
  }

  @Test
  void anAbsurdCountOfFilesIsAFault() {
    byte[] table =
        table(
            bytes(
                5, 0, 8, 0, 0, 0, 0, 0, 1, 1, 1, 0xfb, 14, 1, 1, 1, 8, 0xff, 0xff, 0xff, 0xff, 7));

    assertThat(unit(5, table).fileName(0)).isEmpty();
    assertThatThrownBy(() -> unit(5, table).readLineTable())
        .isInstanceOf(Malformed.class)
        .hasMessage("2147483647 directory entries cannot fit in the table");
  }

  @Test
  void aUnitWithoutLineTableHasNoFiles() {
    Unit unit =
        DebugInfo.open(
                TestObject.of(
                    Dies.version(5)
                        .unit(die(DW_TAG_compile_unit, die(DW_TAG_base_type)))
                        .sections()),
                DebugFiles.NONE)
            .units()
            .get(0);

    assertThat(unit.fileName(1)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "/b, ./include, a.h, include/a.h",
    "/b, include, a.h, include/a.h",
    "/b, /b/include, a.h, include/a.h",
    "/b, /b/drivers/../include, a.h, include/a.h",
    "/b, /bb/include, a.h, /bb/include/a.h",
    "/b, include, /usr/x.h, /usr/x.h",
    "/b, ../src//x, a.h, ../src/x/a.h",
    "/b, '', a.c, a.c",
    "'', /.., a.c, /a.c",
  })
  void theSameFileHasTheSameText(String base, String directory, String name, String text) {
    assertThat(SourcePaths.join(base, directory, name)).isEqualTo(text);
  }
}
