package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An error names the file, the reason and the next step, and its status says what kind it is. */
class ErrorsTest {
  private static final String C = CommandLineForTests.prebuilt("size-differs", "provider.o");
  private static final String RUST = CommandLineForTests.prebuilt("size-differs", "consumer.o");

  @TempDir private Path directory;
  private final CommandLineForTests line = new CommandLineForTests();

  private String file(String name, String text) throws IOException {
    return Files.writeString(directory.resolve(name), text).toString();
  }

  private String misused(String... arguments) {
    assertThat(line.run(arguments)).isEqualTo(3);
    assertThat(line.err).endsWith("--help'." + System.lineSeparator());
    return line.err;
  }

  @Test
  void anUnknownCommandOrOptionSaysWhatThereIs() {
    assertThat(misused("chekc", C))
        .startsWith(
            "abiseam: unknown command 'chekc'; did you mean 'check'? (commands: check, kbuild")
        .contains("Try 'abiseam --help'.");
    assertThat(misused("check", "--frmat", "json", C))
        .contains("'--frmat'; did you mean '--format'?", "Try 'abiseam check --help'.");
    assertThat(misused("check", "--symbol=x", C)).contains("did you mean '--symbols'?");
    assertThat(misused("frobnicate"))
        .contains("unknown command 'frobnicate' (commands: ")
        .doesNotContain("did you mean");
  }

  @Test
  void wrongUseNamesTheCommandToAskForHelp() {
    assertThat(misused("check", "--fail-on", "never", C)).contains("Try 'abiseam check --help'.");
    assertThat(misused("compare", C)).contains("two inputs, the old one and the new one, not 1");
    assertThat(misused("check", "")).contains("empty name; is a variable of the shell not set?");
    assertThat(misused("check", "--debug-dir", directory.resolve("absent").toString(), C))
        .contains("absent is not a directory");
    assertThat(misused("kbuild", directory.resolve("absent").toString()))
        .contains("absent is not a directory; give the directory in which the kernel was built");
  }

  @Test
  void whatIsNotFoundSaysWhatToAskFor() {
    assertThat(line.run("layout", "absent", C)).isEqualTo(1);
    assertThat(line.err).contains("no input defines a type named absent; tags and typedef names");
    assertThat(line.run("explain", "absent", C)).isEqualTo(1);
    assertThat(line.err).contains("named absent; give its symbol, or a type with --by-value");
    String seams = "../fixtures/seams/prebuilt/agree/";
    assertThat(line.run("explain", "device_regster", seams + "core.o")).isEqualTo(1);
    assertThat(line.err).contains("did you mean 'device_register'?");
    assertThat(line.run("kbuild", directory.toString())).isEqualTo(1);
    assertThat(line.err).contains("nothing to verify in", "build the kernel first");
  }

  @Test
  void aSlipInANameIsAnsweredWithTheNameThatIsThere() {
    String seams = "../fixtures/seams/prebuilt/agree/";
    assertThat(line.run("layout", "devcie", seams + "core.o", seams + "driver.o")).isEqualTo(1);
    assertThat(line.err).contains("named devcie; ", "; did you mean 'device'?");
    // A function and no type.
    assertThat(line.run("layout", "device_regster", seams + "core.o")).isEqualTo(1);
    assertThat(line.err).doesNotContain("did you mean");
    assertThat(line.run("layout", seams + "core.o", "device")).isEqualTo(1);
    assertThat(line.err).contains("the TYPE comes first: abiseam layout TYPE FILE...");
    assertThat(line.run("explain", seams + "core.o", "device_register")).isEqualTo(1);
    assertThat(line.err).contains("the SYMBOL comes first: abiseam explain SYMBOL FILE...");
    assertThat(misused("explain", "layout-offst")).contains("did you mean 'layout-offset'?");
  }

  @Test
  void aDebugFileAloneAsksForTheObjectThatItBelongsTo() {
    String files = "../fixtures/seams/prebuilt/debug-files/";
    line.run("check", files + "stripped.debug", "../fixtures/seams/prebuilt/agree/driver.o");
    assertThat(line.out)
        .contains("stripped.debug is a debug file without code; give the object", "--debug-dir");
    line.run("check", files + "whole.o", files + "rust.o");
    assertThat(line.out).doesNotContain("without code");
  }

  @Test
  void whereAnInputWasNotReadNothingElseIsProposed() {
    assertThat(line.run("check", directory.resolve("*.o").toString(), RUST)).isEqualTo(1);
    assertThat(line.out)
        .contains(
            "no such file or directory; the pattern matches nothing", "nothing was verified (exit")
        .doesNotContain("Next:", "no input describes C");
  }

  @Test
  void aSlipInTheNameOfAFileIsAnsweredWithTheFileThatIsThere() throws IOException {
    Path meant = directory.resolve("core.o");
    Files.writeString(meant, "");
    assertThat(line.run("check", directory.resolve("cor.o").toString())).isEqualTo(1);
    assertThat(line.out)
        .contains("no such file or directory; did you mean '" + meant + "'?", "Compared: nothing.")
        .doesNotContain("Types shared by");
    line.run("check", directory.resolve("absent/core.o").toString());
    assertThat(line.out).contains("there is no directory " + directory.resolve("absent"));
    file("p.yaml", "fail-on: risky\n");
    assertThat(misused("gate", "--policy", directory.resolve("p.yml").toString(), C))
        .contains("did you mean '" + directory.resolve("p.yaml") + "'?");
  }

  @Test
  void sourceOfCIsNoRustSource() throws IOException {
    assertThat(misused("check", "--bindings", file("a.h", "struct s {int a;};\n"), C))
        .contains("a.h is C, not Rust; give a header of C by --header");
    assertThat(line.run("witness", C)).isEqualTo(1);
    assertThat(line.out).isEmpty();
    assertThat(line.err).contains("no crate was written: nothing of the bindings could be read");
  }

  @Test
  void aPolicySaysWhatIsWrongInItAndWhere() throws IOException {
    assertThat(misused("gate", "--policy", directory.resolve("absent.yaml").toString(), C))
        .contains("absent.yaml: it cannot be read: no such file or directory");
    assertThat(misused("gate", "--policy", file("text.yaml", "hello\n"), C))
        .contains("text.yaml:1: expected keys and values, 'key: value'");
    assertThat(misused("gate", "--policy", file("list.yaml", "fail-on: risky\ninputs: 7\n"), C))
        .contains(
            "list.yaml:2: the value of 'inputs' does not have the form that docs/gate.md shows");
    assertThat(misused("gate", "--policy", file("typo.yaml", "fail-on: risky\nseverites: {}\n")))
        .contains("typo.yaml:2: 'severites' is not a known key; did you mean 'severities'? (keys: ")
        .contains("baseline, ", "coverage, ");
    assertThat(misused("gate", "--policy", file("none.yaml", "fail-on: risky\n")))
        .contains("none.yaml names an input; name a FILE, or add 'inputs: [...]'");
    assertThat(
            misused("gate", "--policy", file("b.yaml", "fail-on: risky\n"), "--update-baseline", C))
        .contains("b.yaml names no baseline to update");
    assertThat(misused("gate", "--policy", file("c.yaml", "baseline: absent.txt\n"), C))
        .contains("absent.txt: cannot be read; --update-baseline creates it");
  }

  @Test
  void aReleaseOfACompilerThatNobodyHasSeenIsNotTaken() {
    for (String compiler :
        List.of("gcc-99", "clang-0", "rustc-1.250", "rustc-2", "gcc-99999999999")) {
      assertThat(misused("explain", "int f(long)", "--machine", "x86_64", "--compiler", compiler))
          .contains("--compiler " + compiler + " is not known; the newest known is ");
    }
    assertThat(misused("explain", "int f(long)", "--machine", "x86_64", "--compiler", "icc-1"))
        .contains("icc-1 is not known; write gcc-14, clang-19 or rustc-1.85");
  }

  @Test
  void textThatIsNoObjectIsToBeCompiled() throws IOException {
    assertThat(line.run("check", file("a.c", "int a;\n"), RUST)).isEqualTo(1);
    assertThat(line.out).contains("a.c: this is text and no object: compile it first");
  }

  @Test
  void bindingsThatCannotBeReadAreADiagnosticWithTheReason() {
    String absent = directory.resolve("absent.rs").toString();
    assertThat(line.run("check", "--bindings", absent, C, RUST)).isEqualTo(13);
    assertThat(line.out).contains("absent.rs: cannot be read: no such file");
    assertThat(line.run("check", "--bindings", C, C, RUST)).isEqualTo(13);
    assertThat(line.out)
        .contains("it is no text in UTF-8", "an object is given without --bindings");
  }

  @Test
  void theReportOfAGateStatesTheStatusOfTheGate() throws IOException {
    assertThat(line.run("gate", "--policy", file("never.yaml", "fail-on: never\n"), C, RUST))
        .isZero();
    assertThat(line.out)
        .contains("disagree on something that runs, which the policy allows (exit status 0).")
        .contains("GATE passed");
    assertThat(
            line.run(
                "gate",
                "--policy",
                file("all.yaml", "coverage: {functions: 50, flags: 50}\n"),
                C,
                RUST))
        .isEqualTo(28);
    assertThat(line.out).contains("(exit status 28).", "GATE failed: 1 harmful finding; 0.00 %");
  }

  private static String coloured(Terminal terminal, String... arguments) {
    ByteArrayOutputStream output = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(output, true, StandardCharsets.UTF_8);
    Main.run(arguments, terminal, out, out);
    return output.toString(StandardCharsets.UTF_8);
  }

  @Test
  void coloursAreForTerminalsUnlessNoColorIsSet() {
    String escape = "\u001b[";
    assertThat(coloured(new Terminal(true, false, false), "check", C, RUST)).contains(escape);
    assertThat(coloured(new Terminal(true, false, true), "check", C, RUST)).doesNotContain(escape);
    assertThat(coloured(new Terminal(false, false, false), "check", C, RUST))
        .doesNotContain(escape);
    assertThat(coloured(new Terminal(true, false, true), "check", "--color=always", C, RUST))
        .contains(escape);
    assertThat(coloured(new Terminal(true, false, false), "check", "--color=never", C, RUST))
        .doesNotContain(escape);
  }
}
