package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest extends CommandLineForTests {

  @TempDir Path directory;

  @Test
  void theVersionIsOneLine() {
    assertThat(run("--version")).isZero();
    assertThat(out).isEqualTo("abiseam " + Version.TEXT + System.lineSeparator());
  }

  @Test
  void helpTeachesByExample() {
    assertThat(run("--help")).isZero();
    assertThat(out).contains("abiseam check vmlinux", "Exit status:");
    assertThat(run("check", "--help")).isZero();
    assertThat(out).contains("--fail-on", "--bindings", "--format");
  }

  @Test
  void wrongUseIsThreeAndSaysWhatIsWrong() {
    assertThat(run()).isEqualTo(3);
    assertThat(err).contains("a command is missing");
    assertThat(run("check")).isEqualTo(3);
    assertThat(run("check", "--nonsense", "x")).isEqualTo(3);
    assertThat(err).contains("--nonsense", "Try 'abiseam check --help'");
    assertThat(run("check", "--format", "yaml", "x")).isEqualTo(3);
    assertThat(err).contains("'yaml' is none of text, json");
    assertThat(run("check", "--fail-on", "never", "x")).isEqualTo(3);
    assertThat(run("check", "--color", "red", "x")).isEqualTo(3);
    assertThat(run("check", "-j", "0", "x")).isEqualTo(3);
    assertThat(run("check", "--quiet", "--verbose", "x")).isEqualTo(3);
    assertThat(run("check", "--format", "text", "--format", "json", "x")).isEqualTo(3);
    assertThat(run("dump", "nothing", "x")).isEqualTo(3);
    assertThat(err).contains("'nothing' is none of sections, units, types, signatures, seam");
  }

  @Test
  void whatIsNoObjectFileIsADiagnosticAndStatusOne() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "not an object");
    assertThat(run("check", text.toString())).isEqualTo(1);
    assertThat(out).contains("notes.txt", "An input could not be read");
    assertThat(run("check", directory.resolve("absent.o").toString())).isEqualTo(1);
    assertThat(out).contains("no such file");
  }

  @Test
  void agreeingObjectsAreZeroAndDifferingOnesTwelve() {
    assertThat(
            run(
                "check",
                prebuilt("array-length-agrees", "provider.o"),
                prebuilt("array-length-agrees", "consumer.o")))
        .isZero();
    assertThat(out).contains("0 disagree");
    assertThat(
            run(
                "check",
                prebuilt("array-length-differs", "provider.o"),
                prebuilt("array-length-differs", "consumer.o")))
        .isEqualTo(12);
    assertThat(out).contains("layout-array-length");
  }

  @Test
  void oneSideAloneIsNotVerifiedAndSaysWhatIsMissing() {
    assertThat(run("check", prebuilt("array-length-agrees", "provider.o"))).isZero();
    assertThat(out)
        .contains("Types shared by two compilers: 0")
        .contains("Nothing was verified: all objects are of one compiler; add those of the");
    assertThat(
            run(
                "check",
                "--fail-on",
                "undetermined",
                prebuilt("array-length-agrees", "provider.o")))
        .isEqualTo(16);
  }

  @Test
  void aReportToAFileLeavesNothingBesideIt() throws IOException {
    Path report = directory.resolve("report.json");
    int status =
        run(
            "check",
            "--format",
            "json:" + report,
            prebuilt("array-length-differs", "provider.o"),
            prebuilt("array-length-differs", "consumer.o"));
    assertThat(status).isEqualTo(12);
    assertThat(out).isEmpty();
    assertThat(Files.readString(report)).contains("\"abiseam/report/1\"", "layout-array-length");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(report);
    }
  }

  @Test
  void aReportThatCannotBeWrittenIsAnError() {
    assertThat(
            run(
                "check",
                "--format",
                "text:" + directory.resolve("absent").resolve("report.txt"),
                prebuilt("array-length-agrees", "provider.o")))
        .isEqualTo(3);
    assertThat(err)
        .contains("report.txt cannot be written: there is no directory")
        .contains("create it or name another file");
  }

  @Test
  void quietIsFindingsAndVerdictAndVerboseIsEverything() {
    String[] files = {
      prebuilt("packed-differs", "provider.o"), prebuilt("packed-differs", "consumer.o")
    };
    run("check", files[0], files[1]);
    assertThat(out).contains("Types shared by", "HARMFUL").doesNotContain("Time:", "suppress - ");
    run("check", "--quiet", files[0], files[1]);
    assertThat(out)
        .startsWith("HARMFUL  struct sample")
        .endsWith("runs (exit status 12).\n")
        .doesNotContain("Types shared by", "NOT VERIFIED", "1 unit");
    run("check", "--quiet", prebuilt("size-agrees", "provider.o"));
    assertThat(out.lines()).hasSize(1);
    run("check", "--verbose", files[0], files[1]);
    assertThat(out).contains("Types shared by", "Time: ", "suppress - {rule: ");
  }

  @Test
  void nothingButTheReportGoesToStandardOutputAndNothingToTheOther() {
    String object = prebuilt("size-agrees", "provider.o");
    run("check", "--format", "json", object);
    assertThat(out).startsWith("{").endsWith("}\n");
    assertThat(err).isEmpty();
  }

  @Test
  void rustWithoutTypesIsNotTakenForNoRust() {
    String lines = Path.of("..", "fixtures", "foreign", "lines.o").toString();
    assertThat(run("check", lines, prebuilt("offset-differs", "provider.o"))).isZero();
    assertThat(out)
        .endsWith(
            "Nothing was verified: the Rust objects describe no types: they were compiled with less"
                + " than -Cdebuginfo=2, or no function of them has parameters (exit status 0).\n"
                + "Compared: nothing; the inputs share no type, function or variable.\n"
                + "Next: abiseam cargo DIR\n");
  }

  @Test
  void dumpsAreJsonLines() {
    assertThat(run("dump", "sections", prebuilt("array-length-agrees", "provider.o"))).isZero();
    assertThat(out).contains("\"name\":\".debug_info\"");
    assertThat(run("dump", "units", prebuilt("array-length-agrees", "provider.o"))).isZero();
    assertThat(out).contains("\"side\":\"gcc-");
  }

  @Test
  void theLayoutOfAnUnknownTypeIsAnError() {
    assertThat(run("layout", "no_such_type", prebuilt("array-length-agrees", "provider.o")))
        .isEqualTo(1);
    assertThat(err).contains("no input defines a type named no_such_type");
  }

  @Test
  void aPrototypeThatNobodyHasCompiledIsPlannedForEachCompiler() {
    assertThat(
            run(
                "explain",
                "void f(float a, int b)",
                "--machine",
                "riscv64-lp64d",
                "--compiler",
                "gcc-14",
                "--compiler",
                "rustc-1.85"))
        .isZero();
    assertThat(out).contains("gcc-14", "rustc-1.85", "fa0[0..4)", "a0[0..4)");
    assertThat(run("explain", "void f(float a, int b)")).isEqualTo(3);
    assertThat(err).contains("--machine is missing");
    assertThat(run("explain", "void f(struct s)", "--machine", "x86_64")).isEqualTo(3);
    assertThat(err).contains("name a FILE that defines s, with --types");
  }
}
