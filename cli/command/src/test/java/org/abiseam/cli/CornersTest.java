package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * GCC and Clang at the corners of the calling conventions of six machines. Each function was read
 * in the machine code of both; what no rule covers is undetermined.
 */
final class CornersTest {
  private static final Path SEAMS = Path.of("../fixtures/seams/prebuilt");

  private final ByteArrayOutputStream output = new ByteArrayOutputStream();

  private void check(String callee, String caller) {
    PrintStream stream = new PrintStream(output, true, StandardCharsets.UTF_8);
    Main.run(
        new String[] {
          "check",
          "--verbose",
          SEAMS.resolve(callee + ".o").toString(),
          SEAMS.resolve(caller + ".o").toString()
        },
        new Terminal(false, false, false),
        stream,
        stream);
  }

  private String out() {
    return output.toString(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource({
    "x86-64,'13 agree, 2 disagree, 2 undetermined',burieds taileds,lanes twices",
    "i386,'11 agree, 0 disagree, 5 undetermined',,halves lones quarters twices wholes",
    "aarch64,'15 agree, 0 disagree, 2 undetermined',,burieds lanes",
    "armhf,'13 agree, 1 disagree, 2 undetermined',halves,burieds scaled",
    "riscv64,'16 agree, 1 disagree, 0 undetermined',trailings,''",
    "mipsel,'10 agree, 0 disagree, 6 undetermined',,halves lones narrow_pair quarters twices"
        + " wholes"
  })
  void eachValueAgreesWhereTheMachineCodeOfBothDoes(
      String machine, String counts, String harmful, String open) {
    check("corners/" + machine + "-callee", "corners/" + machine + "-caller");
    assertThat(out()).contains("\n  " + counts);
    if (harmful != null) {
      assertThat(List.of(harmful.split(" ")))
          .allSatisfy(name -> assertThat(out()).contains("HARMFUL  " + name + "  call-argument"));
    }
    assertThat(List.of(open.split(" ")))
        .allSatisfy(name -> assertThat(out()).contains(name.isEmpty() ? "" : "  " + name));
  }

  /** The place of the parameter behind it tells that GCC's struct ends in a bit-field. */
  @Test
  void aFindingDrawsTheCallAsTheEntryShowsIt() {
    check("corners/x86-64-callee", "corners/x86-64-caller");
    assertThat(out()).containsPattern("≠ c step +int +rcx\\[0..4\\) +rdx\\[0..4\\)");
  }

  /** The register of the parameter behind a struct tells whether Clang passes it apart. */
  @Test
  void theEntriesOfClangTellWhetherABitFieldOfNoWidthKeepsNumbersTogether() {
    check("corners/entered-gcc", "corners/entered-clang");
    assertThat(out())
        .contains("\n  1 agree, 1 disagree, 0 undetermined")
        .contains("HARMFUL  whole  call-argument");
  }

  /** {@code -mregparm} and {@code -mrtd} change every call of i386, and Clang records neither. */
  @Test
  void whatClangDoesNotRecordOfI386IsUndetermined() {
    check("corners/i386-callee", "corners/i386-caller-unrecorded");
    assertThat(out())
        .contains("\n  0 agree, 0 disagree, 16 undetermined")
        .contains("if it compiles with -grecord-command-line");
  }

  /** GCC records no {@code pcs} attribute; where both standards pass alike it does not matter. */
  @Test
  void armsBaseStandardOnOneDeclarationIsNotTakenForTheDefault() {
    check("corners/armhf-callee", "corners/armhf-caller");
    assertThat(out()).contains("scaled: one side declares extern \"aapcs\"");
    assertThat(out()).doesNotContain("counted");
  }

  /** Both formats have 16 bytes and one name; Clang does not record the switch. */
  @Test
  void aLongDoubleThatMayHaveAnotherFormatIsUndetermined() {
    check("long-double/callee", "long-double/caller");
    assertThat(out())
        .contains("struct measure: one side was compiled with a switch that chooses the format")
        .contains("\n  1 agree, 0 disagree, 1 undetermined, 0 opaque");
  }
}
