package org.abiseam.tests.meta;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.abiseam.engine.prototype.TargetNames;
import org.abiseam.model.Machine;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.psabi.Psabis;
import org.junit.jupiter.api.Test;

/** Lists what a machine must have and has not. */
final class MachinesTest {
  private static final Path MAIN =
      Path.of("..", "arch-rules/src/main/java/org/abiseam/rules/psabi");
  private static final Path UNIT_TESTS =
      Path.of("..", "arch-rules/src/test/java/org/abiseam/rules/psabi");
  private static final Path RECORDINGS = Path.of("..", "fixtures/observations");

  /** The first test of a machine: its comment names the clause, or its name the example. */
  private static final Pattern FIRST_TEST =
      Pattern.compile("(?s)(/\\*\\*(?:(?!\\*/).)*\\*/\\s*)?@Test\\s+void (\\w+)\\(");

  @Test
  void nothingIsMissing() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Psabi psabi : Psabis.ALL) {
      String name = psabi.getClass().getSimpleName();
      if (psabi.traits().variants().isEmpty()) {
        missing.add(name + ": a variant, so that --machine knows it");
      }
      if (psabi.traits().variants().values().stream().noneMatch(psabi::governs)) {
        missing.add(name + ": a variant that has rules for calls");
      }
      Path test = UNIT_TESTS.resolve(name + "Test.java");
      if (!Files.exists(test)) {
        missing.add(name + ": a unit test, " + test);
      } else if (!startsWithTheSpecification(Files.readString(test))) {
        missing.add(name + ": an example of the specification as the first test of " + test);
      }
      if (recordings(psabi).isEmpty()) {
        missing.add(name + ": recorded calls in " + RECORDINGS);
      }
    }
    assertThat(missing).isEmpty();
  }

  private static boolean startsWithTheSpecification(String source) {
    Matcher first = FIRST_TEST.matcher(source);
    return first.find() && (first.group(1) != null || first.group(2).startsWith("theExample"));
  }

  private static List<Path> recordings(Psabi psabi) throws IOException {
    try (Stream<Path> all = Files.list(RECORDINGS)) {
      return all.filter(path -> recorded(psabi, path.getFileName().toString())).toList();
    }
  }

  private static boolean recorded(Psabi psabi, String directory) {
    String machine = directory.replaceFirst("-[a-z0-9]+$", "").replaceFirst("^ppc", "powerpc");
    return psabi.traits().variants().values().stream()
        .filter(psabi::governs)
        .map(Machine::name)
        .anyMatch(name -> name.equals(machine.replace("powerpc32", "powerpc")));
  }

  @Test
  void eachMachineThatAReportNamesIsKnownByThatName() throws IllegalAccessException {
    for (Machine machine : all()) {
      if (!machine.name().matches("machine-.*|unstated machine")) {
        assertThat(TargetNames.machine(machine.name()).name()).isEqualTo(machine.name());
      }
    }
  }

  /** Each {@code EM_} constant in both widths and byte orders. */
  private static List<Machine> all() throws IllegalAccessException {
    List<Machine> all = new ArrayList<>();
    for (Field field : Machine.class.getFields()) {
      if (field.getName().startsWith("EM_")) {
        for (int pointerBytes : new int[] {4, 8}) {
          all.add(new Machine(field.getInt(null), pointerBytes, false, 0));
          all.add(new Machine(field.getInt(null), pointerBytes, true, 0));
        }
      }
    }
    return all;
  }

  @Test
  void noMachineIsDescribedTwice() throws IllegalAccessException {
    for (Machine machine : all()) {
      assertThat(Psabis.ALL.stream().filter(psabi -> psabi.traits().describe(machine)))
          .as(machine.toString())
          .hasSizeLessThanOrEqualTo(1);
      assertThat(Psabis.ALL.stream().filter(psabi -> psabi.governs(machine)))
          .as(machine.toString())
          .hasSizeLessThanOrEqualTo(1)
          .allMatch(psabi -> psabi.traits().describe(machine));
    }
  }

  @Test
  void eachVariantIsOneOfItsMachine() {
    for (Psabi psabi : Psabis.ALL) {
      psabi
          .traits()
          .variants()
          .forEach(
              (name, machine) -> {
                assertThat(psabi.traits().describe(machine)).as(name).isTrue();
                assertThat(TargetNames.machine(name)).isEqualTo(machine);
              });
    }
  }

  /** Two compilers of which a switch differs are taken for one where the switch is not stated. */
  @Test
  void eachSwitchThatAMachinesFileNamesIsStated() throws IOException {
    for (Psabi psabi : Psabis.ALL) {
      Path file = MAIN.resolve(psabi.getClass().getSimpleName() + ".java");
      Matcher matcher = Pattern.compile("\"(-[-mfZ][^\" ]*)\"").matcher(Files.readString(file));
      while (matcher.find()) {
        assertThat(psabi.traits().asksFor(matcher.group(1)))
            .as("%s asks for %s", file.getFileName(), matcher.group(1))
            .isTrue();
      }
    }
  }

  @Test
  void theDivergencesOfAMachineHaveOneFirstHalf() {
    for (Psabi psabi : Psabis.ALL) {
      assertThat(psabi.divergences().stream().map(Divergence::id).map(id -> id.split("/")[0]))
          .as(psabi.getClass().getSimpleName())
          .allMatch(psabi.divergences().isEmpty() ? ""::equals : first(psabi)::equals);
    }
  }

  private static String first(Psabi psabi) {
    return psabi.divergences().getFirst().id().split("/")[0];
  }
}
