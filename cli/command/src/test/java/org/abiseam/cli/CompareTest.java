package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.abiseam.fixtures.Elves;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CompareTest extends CommandLineForTests {
  private static final Path MUTANTS = Path.of("..", "fixtures", "mutants");

  @TempDir Path directory;

  private static String object(String name) {
    return MUTANTS.resolve("objects").resolve(name + ".o").toString();
  }

  private String snapshot(String name) {
    String file = directory.resolve(name + ".abi").toString();
    assertThat(run("snapshot", object(name), "-o", file)).isZero();
    return file;
  }

  private static List<String> moving() throws IOException {
    return Files.readAllLines(MUTANTS.resolve("truth.txt")).stream()
        .filter(line -> line.endsWith(" moves"))
        .map(line -> line.substring(0, line.indexOf(' ')))
        .limit(12)
        .toList();
  }

  @Test
  void aSnapshotOfTheOldBuildTellsTheSameChanges() throws IOException {
    String old = snapshot("base");
    for (String name : moving()) {
      int status = run("compare", "--format", "json", object("base"), object(name));
      String whole = changes(out);
      assertThat(run("compare", "--format", "json", old, object(name))).isEqualTo(status);
      assertThat(changes(out)).as(name).isEqualTo(whole);
    }
  }

  private static String changes(String report) {
    StringBuilder text = new StringBuilder();
    JsonNode root = JsonMapper.builder().build().readTree(report);
    for (JsonNode finding : root.get("findings")) {
      text.append(finding.get("rule")).append(finding.get("severity"));
      text.append(finding.get("subject")).append(finding.get("differences")).append('\n');
    }
    return text.append(root.get("compare")).toString();
  }

  @Test
  void theFirstLinesAreThoseOfAbidiff() throws IOException {
    assertThat(run("compare", object("base"), object(moving().getFirst()))).isEqualTo(12);
    assertThat(out)
        .startsWith("Functions changes summary: 0 Removed, ")
        .contains("Variables changes summary: 0 Removed, ", "Types changes summary: 0 Removed, ")
        .contains("What was built against the old one breaks with the new one (exit status 12).");
  }

  @Test
  void twoEqualBuildsGiveNothing() {
    String old = snapshot("base");
    assertThat(run("compare", object("base"), object("base"))).isZero();
    assertThat(out).isEmpty();
    assertThat(run("compare", old, object("base"))).isZero();
    assertThat(out).isEmpty();
  }

  @Test
  void aBuildForAnotherMachineIsFoundByItsHeader() {
    Path machines = Path.of("..", "fixtures", "foreign", "machines");
    String old = machines.resolve("powerpc64.o").toString();
    assertThat(run("compare", old, machines.resolve("powerpc64le.o").toString())).isEqualTo(12);
    assertThat(out)
        .contains(
            "powerpc64le.o  machine-mismatch\n  machine: powerpc64, 64-bit, big-endian in the old"
                + " build, powerpc64le, 64-bit, little-endian in the new build.");
  }

  @Test
  void theFixFitsWhatChanged() {
    String values = Path.of("..", "fixtures", "changes", "kinds", "values-gcc-").toString();
    run("compare", values + "old.o", values + "new.o");
    for (String fix :
        List.of(
            "enum variable_enumeration  layout-enum-value .* leave each enumerator its number",
            "variable_callbacks  pointer-signature .* leave the pointer's type as it was",
            "variable_wider  layout-size .* leave it as it was and give the new one another name",
            "struct variable_held  layout-member-missing .* put new members into padding")) {
      assertThat(out).containsPattern(fix.replace(" .* ", "(?s:(?!\\n\\n).)*"));
    }
  }

  @Test
  void whatRustExportsInBothBuildsIsSaidNotToBeCompared() {
    Path prebuilt = Path.of("..", "fixtures", "prebuilt");
    String old = prebuilt.resolve("offset-differs/x86_64-dwarf5/consumer.o").toString();
    String recent = prebuilt.resolve("alignment-agrees/x86_64-dwarf5/consumer.o").toString();
    assertThat(run("compare", old, recent)).isEqualTo(1);
    assertThat(out)
        .contains("Rust of two builds is not compared: 1 function\n    sample_use\n")
        .doesNotContain("debug info is missing");
  }

  /** The compiler describes only what has the first name, which no other object knows. */
  @Test
  void secondNamesOfWhatIsLocalOrHiddenHaveItsType() {
    String changes = Path.of("..", "fixtures", "changes", "aliases-").toString();
    for (String form : List.of(".o", ".so")) {
      assertThat(run("compare", changes + "old" + form, changes + "new" + form)).isEqualTo(12);
      assertThat(out)
          .as(form)
          .contains("Changed, 0 Added, 1 unchanged\n")
          .contains("Variables changes summary: 0 Removed, 1 Changed, 0 Added, 0 unchanged\n")
          .contains("HARMFUL  of_local  call-argument", "HARMFUL  of_hidden  call-argument")
          .contains("variable of_box");
    }
  }

  @Test
  void aTypeThatClangLeavesOutIsNotGone() {
    String changes = Path.of("..", "fixtures", "changes", "expressions-").toString();
    Path snapshot = directory.resolve("clang.abi");
    run("snapshot", "-o", snapshot.toString(), changes + "clang.o");
    for (String clang : List.of(changes + "clang.o", snapshot.toString())) {
      assertThat(run("compare", changes + "gcc.o", clang)).isZero();
      assertThat(out)
          .doesNotContain("RISKY", "Removed 1 type: state")
          .contains("Clang does not describe types that expressions alone use: 1 type\n    state");
    }
    assertThat(run("compare", changes + "clang.o", changes + "gcc.o")).isZero();
  }

  @Test
  void everyReportCanBeHad() throws IOException {
    String changed = object(moving().getFirst());
    for (String format : List.of("sarif", "junit", "markdown", "html", "json")) {
      assertThat(run("compare", "--format", format, object("base"), changed)).isEqualTo(12);
      assertThat(out).as(format).contains("layout-");
    }
  }

  @Test
  void theFunctionsThatAChangeReachesAreToldOnlyWhereAskedFor() throws IOException {
    String changed = object(moving().getFirst());
    run("compare", "--leaf", object("base"), changed);
    String leaf = out;
    run("compare", object("base"), changed);
    assertThat(out).isEqualTo(leaf).doesNotContain("Impacted");
    assertThat(run("compare", "--impacted", object("base"), changed)).isEqualTo(12);
    assertThat(out)
        .contains("Impacted: 1 function, 0 variables", "\n    sample_keep: p → struct sample\n");
    run("compare", "--impacted", "--symbols", "no_such_*", object("base"), changed);
    assertThat(out).doesNotContain("sample_keep");
    assertThat(run("compare", "--leaf", "--impacted", object("base"), changed)).isEqualTo(3);
  }

  @Test
  void equalFilesThatTellNothingAreNotCalledUnchanged() throws IOException {
    Path file = Files.write(directory.resolve("empty.o"), Elves.of(62, true, false).bytes());
    assertThat(run("compare", file.toString(), file.toString())).isOdd();
    Path text = Files.writeString(directory.resolve("text"), "no object");
    assertThat(run("compare", text.toString(), text.toString())).isOdd();
  }

  @Test
  void aReportOfEqualFilesIsWritten() {
    assertThat(run("compare", "--format", "json", object("base"), object("base"))).isZero();
    JsonNode report = JsonMapper.builder().build().readTree(out);
    assertThat(report.get("findings")).isEmpty();
    assertThat(report.at("/coverage/types/agree").asInt()).isPositive();
  }
}
