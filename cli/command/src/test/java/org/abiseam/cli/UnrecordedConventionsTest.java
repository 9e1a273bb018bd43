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

  @Test
  void aSnapshotKeepsWhatTheParametersShow() {
    String snapshot = directory.resolve("callee.abi").toString();
    run("snapshot", object("gcc-ms-O2"), "-o", snapshot);
    JsonNode report = report(snapshot, CALLER);
    assertThat(names(report, "findings")).contains("number", "structs").doesNotContain("alike");
    assertThat(names(report, "undetermined")).containsExactly("partly_seen");
  }
}
