package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A caller that relies on a call that never returns, and on memory that can be written. The linked
 * program ends with a fault in each case (x86-64, Clang 23 and GCC 16).
 */
final class PromisesTest extends CommandLineForTests {
  private static final Path SEAMS = Path.of("..", "fixtures", "seams");

  @TempDir Path directory;

  private static String object(String name) {
    return SEAMS.resolve("prebuilt").resolve("promises").resolve(name + ".o").toString();
  }

  private String snapshot(String name) {
    String file = directory.resolve(name + ".abi").toString();
    run("snapshot", object(name), "-o", file);
    return file;
  }

  private List<String> harmful(String... files) {
    List<String> arguments = new ArrayList<>(List.of("check", "--format", "json"));
    arguments.addAll(List.of(files));
    int status = run(arguments.toArray(String[]::new));
    assertThat(status).isEqualTo(12);
    List<String> found = new ArrayList<>();
    for (JsonNode one : JsonMapper.builder().build().readTree(out).get("findings")) {
      if (one.get("severity").asString().equals("harmful")) {
        found.add(one.get("subject").get("name").asString() + ' ' + one.get("rule").asString());
      }
    }
    return found;
  }

  private static final String[] BROKEN = {
    "comes_back call-noreturn", "constant symbol-kind", "constant_table symbol-kind"
  };

  @Test
  void brokenPromisesBetweenCompilersOfCAreFoundInObjectsAndSnapshots() {
    for (String callee : List.of(object("clang-callee"), snapshot("clang-callee"))) {
      for (String caller : List.of(object("gcc-caller"), snapshot("gcc-caller"))) {
        assertThat(harmful(callee, caller)).containsExactlyInAnyOrder(BROKEN);
      }
    }
  }

  @Test
  void brokenPromisesToRustAreFoundWhateverTellsWhatRustBelieves() {
    String source = SEAMS.resolve("promises.rs").toString();
    for (String callee : List.of(object("gcc-callee"), object("clang-callee"))) {
      assertThat(harmful("--bindings", source, callee, object("rust")))
          .containsExactlyInAnyOrder(BROKEN);
      assertThat(harmful(callee, object("rust"), object("witness")))
          .containsExactlyInAnyOrder(BROKEN);
      assertThat(harmful(callee, object("rust"), snapshot("witness")))
          .containsExactlyInAnyOrder(BROKEN);
    }
  }
}
