package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Functions of one convention that a caller takes for those of another, where the callee's debug
 * info does not name it. Where each parameter is was read from the machine code of the objects.
 */
final class UnrecordedConventionsTest extends CommandLineForTests {
  private static final Path OBJECTS = Path.of("..", "fixtures", "seams", "prebuilt", "conventions");
  private static final String CALLER = object("clang-caller");

  @TempDir Path directory;

  private static String object(String name) {
    return OBJECTS.resolve(name + ".o").toString();
  }

  private JsonNode report(String... files) {
    List<String> arguments = new ArrayList<>(List.of("check", "--format", "json"));
    arguments.addAll(List.of(files));
    run(arguments.toArray(String[]::new));
    return JsonMapper.builder().build().readTree(out);
  }

  private static List<String> names(JsonNode report, String list) {
    List<String> names = new ArrayList<>();
    report.get(list).forEach(one -> names.add(one.get("subject").get("name").asString()));
    return names.stream().sorted().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "gcc-plain, '', ''",
    "gcc-ms-O0, alike behind_float changed large_result number on_stack open_ended partly_seen"
        + " structs, ''",
    "gcc-ms-O2, behind_float changed large_result number on_stack open_ended structs, partly_seen",
    "gcc-ms-O3-dwarf4, behind_float changed large_result number on_stack open_ended structs,"
        + " partly_seen",
    "gcc-ms-views, behind_float changed large_result number on_stack open_ended structs,"
        + " partly_seen",
    "rust, number on_stack, other",
  })
  void aFunctionIsCalledAsItsParametersShow(String callee, String harmful, String open) {
    JsonNode report = report(object(callee), CALLER);
    assertThat(String.join(" ", names(report, "findings"))).isEqualTo(harmful);
    assertThat(String.join(" ", names(report, "undetermined"))).isEqualTo(open);
  }

  @Test
  void anAttributeThatTakesADefaultBackShowsToo() {
    JsonNode report = report(object("gcc-sysv-for-ms"), CALLER);
    assertThat(names(report, "findings")).doesNotContain("number", "on_stack", "overwritten");
    assertThat(names(report, "findings")).contains("other");
    assertThat(names(report, "undetermined")).containsExactly("alike", "structs");
  }

  /**
   * GCC describes the registers of its calls; by rcx alone and by rdi alone one convention goes.
   */
  @ParameterizedTest
  @CsvSource({
    "gcc-ms-caller, behind_float changed conventions.c large_result number on_stack other"
        + " overwritten partly_seen structs",
    "gcc-ms-caller-of-sysv, conventions.c other overwritten",
  })
  void aFunctionIsCalledAsItsCallsShow(String caller, String harmful) {
    JsonNode report = report(object("clang-plain"), object(caller));
    assertThat(String.join(" ", names(report, "findings"))).isEqualTo(harmful);
    assertThat(names(report, "undetermined")).containsExactly("alike", "open_ended");
  }

  /** Which attribute a callee has and which its caller takes it to have; GCC records neither. */
  @ParameterizedTest
  @CsvSource({
    "i386-gcc-plain, i386-clang-plain, 2 0 0",
    "i386-gcc-regparm, i386-clang-regparm, 2 0 0",
    "i386-gcc-regparm, i386-clang-plain, 0 2 0",
    "i386-gcc-plain, i386-clang-regparm, 0 2 0",
    "i386-gcc-fastcall, i386-clang-fastcall, 2 0 0",
    "i386-gcc-fastcall, i386-clang-plain, 0 2 0",
    "i386-gcc-thiscall, i386-clang-thiscall, 2 0 0",
    // A float lies on the stack by both, and the number behind it in ecx.
    "i386-gcc-thiscall, i386-clang-fastcall, 1 1 0",
    "i386-gcc-stdcall, i386-clang-stdcall, 2 0 0",
    "i386-gcc-stdcall, i386-clang-plain, 0 2 0",
    "i386-gcc-plain, i386-clang-stdcall, 0 0 2",
    "i386-clang-regparm, i386-gcc-regparm, 2 0 0",
    "i386-clang-plain, i386-gcc-regparm, 0 2 0",
    "i386-clang-plain, i386-gcc-fastcall, 0 2 0",
    "i386-clang-fastcall, i386-gcc-fastcall, 2 0 0",
    "arm-gcc-plain, arm-clang-plain, 2 0 0",
    "arm-gcc-aapcs, arm-clang-aapcs, 2 0 0",
    "arm-gcc-aapcs, arm-clang-plain, 1 1 0",
    "arm-clang-aapcs, arm-gcc-aapcs, 2 0 0",
    "arm-clang-plain, arm-gcc-aapcs, 1 1 0",
  })
  void anAttributeOfTheCalleeOrOfItsCallerShows(String callee, String caller, String counts) {
    JsonNode report = report(attributed(callee + "-callee"), attributed(caller + "-caller"));
    JsonNode functions = report.get("coverage").get("functions");
    assertThat(
            "%s %s %s"
                .formatted(
                    functions.get("agree").asString(),
                    functions.get("disagree").asString(),
                    functions.get("undetermined").asString()))
        .isEqualTo(counts);
    boolean alike = counts.endsWith(" 0 0") || counts.startsWith("0 0 ");
    assertThat(names(report, "findings").isEmpty()).isEqualTo(alike);
  }

  /** GCC describes base types with line tables too, for what it converts values to. */
  @Test
  void aUnitWithLineTablesHasNoPrototypes() {
    JsonNode report =
        report(attributed("i386-gcc-lines-callee"), attributed("i386-clang-plain-caller"));
    assertThat(names(report, "undetermined")).containsExactly("difference", "scaled");
    report
        .get("undetermined")
        .forEach(one -> assertThat(one.get("reason").asString()).isEqualTo("no-debug-info"));
    run("check", attributed("i386-clang-plain-callee"), attributed("i386-gcc-lines-caller"));
    assertThat(out)
        .contains("Nothing was verified: units of GNU C")
        .contains("have line tables and no types; compile them with -g")
        .doesNotContain("Next:");
  }

  private static String attributed(String name) {
    return OBJECTS.resolveSibling("attributes").resolve(name + ".o").toString();
  }

  /** Prototypes are the same in both builds, and so are the places by which the last one passes. */
  @ParameterizedTest
  @CsvSource({
    "conventions/gcc-plain, conventions/gcc-ms-O2, 12",
    "conventions/gcc-ms-O2, conventions/gcc-ms-O3-dwarf4, 0",
    "attributes/i386-gcc-fastcall-callee, attributes/i386-gcc-plain-callee, 12",
    "attributes/i386-gcc-regparm-callee, attributes/i386-gcc-fastcall-callee, 12",
    "attributes/i386-gcc-stdcall-callee, attributes/i386-gcc-regparm-callee, 12",
    "attributes/arm-gcc-aapcs-callee, attributes/arm-gcc-aapcs-callee, 0",
  })
  void aNewBuildMayHaveAnotherConvention(String old, String recent, int status) {
    Path seams = OBJECTS.resolveSibling("");
    assertThat(
            run(
                "compare",
                seams.resolve(old + ".o").toString(),
                seams.resolve(recent + ".o").toString()))
        .isEqualTo(status);
  }

  @Test
  void aSnapshotKeepsWhatTheParametersShow() {
    String snapshot = directory.resolve("callee.abi").toString();
    run("snapshot", object("gcc-ms-O2"), "-o", snapshot);
    JsonNode report = report(snapshot, CALLER);
    assertThat(names(report, "findings")).contains("number", "structs").doesNotContain("alike");
    assertThat(names(report, "undetermined")).containsExactly("partly_seen");
  }
}
