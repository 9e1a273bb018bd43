package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What Rust of a linked program, or of an object with C in it, uses is read from its code. */
class ImportsTest extends CommandLineForTests {
  private static final Path LINKED =
      Path.of("..", "fixtures", "seams", "prebuilt", "linked").normalize();

  /** The place of {@code e_machine} in an ELF header, in bytes, and the number of a machine. */
  private static final int E_MACHINE = 18;

  private static final byte EM_MIPS = 8;

  @TempDir Path directory;

  private static String linked(String name) {
    return LINKED.resolve(name).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x86-64",
        "x86-64-static",
        "x86-64.o",
        "i686",
        "aarch64",
        "riscv64",
        "loongarch64",
        "arm",
        "thumb",
        "ppc64le",
        "ppc",
        "s390x"
      })
  void callsWithinAProgramAndIntoALibraryAreImports(String name) {
    assertThat(run("check", "--verbose", linked(name))).isZero();
    assertThat(out)
        .contains("near_sum: rustc writes no debug info for what it imports; used by linked::inner")
        .contains("far_sum", "far_tail")
        .doesNotContain("only_c");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x86-64",
        "x86-64-static",
        "x86-64.o",
        "aarch64",
        "riscv64",
        "loongarch64",
        "s390x"
      })
  void addressesOfFunctionsAndVariablesAreImports(String name) {
    assertThat(run("check", "--verbose", linked(name))).isZero();
    assertThat(out)
        .contains("used by linked::handler", "near_state: rustc writes")
        .contains("0 disagree, 5 undetermined (far_sum, far_tail, near_handler, near_state, near_")
        .doesNotContain("only_c");
  }

  @Test
  void codeOfAnotherMachineIsNotReadAndTheReportSaysSo() throws IOException {
    byte[] program = Files.readAllBytes(Path.of(linked("i686")));
    program[E_MACHINE] = EM_MIPS;
    Path other = Files.write(directory.resolve("mips"), program);
    assertThat(run("check", other.toString())).isZero();
    assertThat(out)
        .contains("C functions that its Rust calls are not counted: instructions of its");
  }

  @Test
  void bindingsSayWhatRustBelieves() throws IOException {
    assertThat(run("check", "--bindings", bindings("i32"), linked("x86-64-static"))).isZero();
    assertThat(out).contains("near_handler, near_state").doesNotContain("near_sum");
    assertThat(run("check", "--bindings", bindings("*mut i32"), linked("x86-64-static")))
        .isEqualTo(12);
    assertThat(out).contains("near_sum");
  }

  private String bindings(String second) throws IOException {
    String text = "extern \"C\" { pub fn near_sum(a: i32, b: %s) -> i32; }\n".formatted(second);
    return Files.writeString(directory.resolve("bindings.rs"), text).toString();
  }
}
