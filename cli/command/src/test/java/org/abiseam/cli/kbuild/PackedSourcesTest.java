package org.abiseam.cli.kbuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackedSourcesTest {
  private static boolean packed(String source) {
    return PackedSources.isPacked("sample", source.lines().toList());
  }

  @Test
  void aStructThatClosesWithTheAttributeIsPacked() {
    assertThat(packed("struct sample {\n\tu32 a;\n\tu32 b;\n} __packed;\n")).isTrue();
    assertThat(packed("struct sample {\n\tu16 a;\n} __attribute__((packed));\n")).isTrue();
    assertThat(packed("union sample {\n\tu16 a;\n} __attribute__ ((__packed__));\n")).isTrue();
    assertThat(packed("struct __packed sample {\n\tu16 a;\n};\n")).isTrue();
    assertThat(packed("struct sample {\n\tstruct {\n\t\tu8 a;\n\t} b;\n} __packed;\n")).isTrue();
  }

  @Test
  void aStructThatDoesNotSaySoIsNot() {
    assertThat(packed("struct sample {\n\tu32 a;\n};\n")).isFalse();
    assertThat(packed("struct sample {\n\tstruct {\n\t\tu8 a;\n\t} __packed b;\n};\n")).isFalse();
    assertThat(packed("struct sample {\n\tu32 a;\n} __packed_of_another_kind;\n")).isFalse();
  }

  @Test
  void whatIsAlignedAsWellIsLeftOpen() {
    assertThat(packed("struct sample {\n\tu32 a;\n} __packed __aligned(4);\n")).isFalse();
    assertThat(packed("struct sample {\n\tu32 a __aligned(8);\n} __packed;\n")).isFalse();
  }

  @Test
  void anotherPlaceThanTheDefinitionTellsNothing() {
    assertThat(packed("")).isFalse();
    assertThat(packed("struct other {\n\tu32 a;\n} __packed;\n")).isFalse();
    assertThat(packed("struct sample *next;\nstruct other {\n} __packed;\n")).isFalse();
    assertThat(packed("struct sample {\n\tu32 a;\nstruct other {\n} __packed;\n")).isFalse();
    assertThat(packed("struct sample { u32 a; };\nstruct other {\n} __packed;\n")).isFalse();
  }

  @Test
  void sourcesOfABuildInAnotherPlaceAreFoundByTheEndOfTheirPath(@TempDir Path folder)
      throws IOException {
    Path sources = folder.toRealPath();
    Path header = sources.resolve("include/linux/usb.h");
    Files.createDirectories(header.getParent());
    Files.writeString(header, "");
    assertThat(PackedSources.file(sources, header.toString())).contains(header);
    assertThat(PackedSources.file(sources, "include/linux/usb.h")).contains(header);
    assertThat(PackedSources.file(sources, "/build/linux-7.2/include/linux/usb.h"))
        .contains(header);
    assertThat(PackedSources.file(sources, "/build/linux-7.2/include/uapi/linux/usb.h")).isEmpty();
    assertThat(PackedSources.file(sources, "/usr/include")).isEmpty();
  }
}
