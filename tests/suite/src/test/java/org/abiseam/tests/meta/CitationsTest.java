package org.abiseam.tests.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.abiseam.engine.prototype.Prototype;
import org.abiseam.engine.prototype.TargetNames;
import org.abiseam.model.Machine;
import org.abiseam.rules.plan.PassedValue;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;
import org.abiseam.rules.psabi.Psabis;
import org.junit.jupiter.api.Test;

/** Checks that rules and machines say where they are written. */
final class CitationsTest {
  private static final Path RULES = Path.of("..", "arch-rules/src/main/java");

  /** Titles of documents that have a version or a date in them, or need none. */
  private static final Pattern VERSIONED = Pattern.compile(".*\\d.*|.*edition.*");

  /** What is cited by commit, issue or place, or is one of our own recordings. */
  private static final List<String> PROJECTS =
      List.of(
          "ELF for the Arm Architecture",
          "ELF gABI",
          "GCC",
          "Linux, Documentation/core-api/floating-point.rst",
          "Linux, Documentation/kbuild/modules.rst",
          "Linux, include/linux/vermagic.h",
          "Linux, kernel/module/main.c",
          "Linux, kernel/module/version.c",
          "LoongArch ELF psABI",
          "MIPS ELF supplement",
          "RISC-V ELF psABI",
          "abiseam fixtures",
          "gcc",
          "llvm-project",
          "riscv-elf-psabi-doc",
          "rust-bindgen",
          "rust-lang/rust",
          "rustc book");

  private static final Pattern DOCUMENT = Pattern.compile("new Citation\\(\\s*\"([^\"]*)\"");

  private static SortedSet<String> documents() throws IOException {
    SortedSet<String> documents = new TreeSet<>();
    try (Stream<Path> files = Files.walk(RULES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Matcher matcher = DOCUMENT.matcher(Files.readString(file));
        while (matcher.find()) {
          documents.add(matcher.group(1));
        }
      }
    }
    return documents;
  }

  @Test
  void eachDocumentHasAVersionOrIsAProject() throws IOException {
    assertThat(documents())
        .allMatch(title -> VERSIONED.matcher(title).matches() || PROJECTS.contains(title));
  }

  @Test
  void eachProjectIsCited() throws IOException {
    assertThat(documents()).containsAll(PROJECTS);
  }

  /** The essay of a machine ends with the title of its specification, in quotes. */
  @Test
  void eachMachineNamesItsSpecification() throws IOException {
    for (Psabi psabi : Psabis.ALL) {
      Path file = RULES.resolve(psabi.getClass().getName().replace('.', '/') + ".java");
      assertThat(Files.readString(file)).as(file.toString()).containsPattern("\\* <p>\"[A-Z0-9]");
    }
  }

  @Test
  void eachPlaceOfACallCitesAClauseOfASpecification() {
    for (Psabi psabi : Psabis.ALL) {
      for (Map.Entry<String, Machine> variant : psabi.traits().variants().entrySet()) {
        if (psabi.governs(variant.getValue())) {
          Plan plan = plan(variant.getValue());
          Stream.concat(plan.arguments().stream(), Stream.of(plan.result()))
              .forEach(value -> cites(variant.getKey(), value));
        }
      }
    }
  }

  private static void cites(String machine, PassedValue value) {
    assertThat(value.clauses())
        .as("%s: %s", machine, value)
        .isNotEmpty()
        .allMatch(clause -> VERSIONED.matcher(clause.document()).matches())
        .allMatch(clause -> !clause.clause().isEmpty());
  }

  private static Plan plan(Machine machine) {
    Prototype.Read declared =
        Prototype.read(
            "int f(char a, long b, void *c, short d, int e, int g, int h, int i, int j, int k)",
            Psabis.target(machine),
            _ -> Optional.empty());
    var gcc = TargetNames.compiler("gcc-14");
    PlanResult result =
        Planner.plan(declared.signature(), new CallSide(machine, declared.types(), gcc, gcc));
    assertThat(result).as(machine.name()).isInstanceOf(PlanResult.Planned.class);
    return ((PlanResult.Planned) result).plans().getFirst().plan();
  }
}
