package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A terminal shows the lines of the source that a finding is about, where the source is at hand.
 */
class SourceMarkTest {
  private static final Path SEAMS = Path.of("../fixtures/seams/prebuilt");

  @TempDir private Path elsewhere;

  private static String shown(boolean terminal, String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    Main.run(arguments, new Terminal(terminal, false, true, 100), out, out);
    return output.toString(StandardCharsets.UTF_8);
  }

  private static String swapped(boolean terminal, Path bindings) {
    return shown(
        terminal,
        "check",
        "--bindings",
        bindings.toString(),
        SEAMS.resolve("agree/core.o").toString(),
        SEAMS.resolve("parameters-swapped/driver.o").toString());
  }

  @Test
  void theNameAndTheFirstPartThatDiffersAreMarked() {
    assertThat(swapped(true, SEAMS.resolve("parameters-swapped/bindings.rs")))
        .contains(
            """
                  252 |     pub fn device_register(
                      |            ^^^^^^^^^^^^^^^
                  255 |         flags: u32_,
                      |         ^^^^^ 4 bytes
            """);
  }

  @Test
  void whatBothUnitsDeclareInOnePlaceIsMarkedOnce() {
    assertThat(
            shown(
                true,
                "check",
                SEAMS.resolve("struct-changed/core.o").toString(),
                SEAMS.resolve("agree/driver.o").toString(),
                SEAMS.resolve("agree/glue.o").toString()))
        .containsOnlyOnce(
            """
                   8 | struct device {
                     |        ^^^^^^
                  11 |     u32 generation;
                     |         ^^^^^^^^^^
            """);
  }

  @Test
  void aStructThatIsNamedBehindItsMembersIsMarked() throws IOException {
    Path bindings =
        Files.writeString(
            elsewhere.resolve("bindings.rs"),
            "#[repr(C)]\npub struct line {\n    pub value: u8,\n}\n");
    String callee = SEAMS.resolve("corners/x86-64-callee.o").toString();
    assertThat(shown(true, "check", callee, "--bindings", bindings.toString()))
        .contains(
            """
                  43 |     int value;
                     |         ^^^^^ 4 bytes
                  44 | } __attribute__((aligned(64))) line;
                     |                                ^^^^
            """);
  }

  @Test
  void aTypeOfAnObjectHasTheLineOfItsBindingsUnlessTheseAreOfAnother() {
    Path core = SEAMS.resolve("struct-changed/core.o");
    Path driver = SEAMS.resolve("agree/driver.o");
    for (String format : new String[] {"text", "markdown", "github", "gitlab", "sarif"}) {
      assertThat(
              shown(
                  false,
                  "check",
                  core.toString(),
                  driver.toString(),
                  "--bindings",
                  SEAMS.resolveSibling("bindings.rs").toString(),
                  "--format",
                  format))
          .as(format)
          .containsPattern("bindings\\.rs(:|,line=|[^0-9]+(begin|startLine)\" : )149\\b");
    }
    assertThat(
            shown(
                false,
                "check",
                SEAMS.resolve("agree/core.o").toString(),
                driver.toString(),
                "--bindings",
                SEAMS.resolve("field-changed/bindings.rs").toString()))
        .containsOnlyOnce("bindings.rs:149");
  }

  @Test
  void aFileOrAPipeGetsNoLineOfAFileThatAnObjectNames() {
    assertThat(swapped(false, SEAMS.resolve("parameters-swapped/bindings.rs")))
        .contains("bindings.rs:252")
        .doesNotContain("^^^");
  }

  @Test
  void aLineWithInvisibleCharactersIsNotShown() throws IOException {
    String source = Files.readString(SEAMS.resolve("parameters-swapped/bindings.rs"));
    Path bindings =
        Files.writeString(
            elsewhere.resolve("bindings.rs"),
            source.replace("pub fn device_register(", "pub fn device_register( // \u202e"));
    assertThat(swapped(true, bindings))
        .contains("255 |         flags: u32_,")
        .doesNotContain("252 |", "\u202e");
  }

  @Test
  void aSourceThatSaysSomethingElseIsNotShown() throws IOException {
    Path object = Files.copy(SEAMS.resolve("struct-changed/core.o"), elsewhere.resolve("core.o"));
    Path other = Files.copy(SEAMS.resolve("agree/glue.o"), elsewhere.resolve("glue.o"));
    Files.writeString(elsewhere.resolve("device.h"), "struct another {\n".repeat(20));
    String driver = SEAMS.resolve("agree/driver.o").toString();
    assertThat(shown(true, "check", object.toString(), driver, other.toString()))
        .contains("device.h:8")
        .doesNotContain("^^^");
    Files.writeString(
        elsewhere.resolve("device.h"),
        "struct device { \u001b[2J unsigned generation; };\n".repeat(9));
    assertThat(shown(true, "check", object.toString(), driver, other.toString()))
        .contains("device.h:8")
        .doesNotContain("\u001b", "^^^");
  }
}
