package org.abiseam.rules.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.abiseam.model.Machine;
import org.abiseam.rules.flags.AbiSwitch.Notation;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The table of switches knows every switch that was seen to set two units at odds: {@code
 * tests/scripts/switches.sh} tries those of a compiler, and {@code fixtures/switches.txt} keeps
 * them.
 */
final class SwitchTableTest {
  private static final Path RECORDED = Path.of("../fixtures/switches.txt");
  private static final Map<String, Machine> MACHINES =
      Map.of(
          "x86-64", new Machine(Machine.EM_X86_64, 8, false, 0),
          "i386", new Machine(Machine.EM_386, 4, false, 0),
          "aarch64", new Machine(Machine.EM_AARCH64, 8, false, 0),
          "armhf", new Machine(Machine.EM_ARM, 4, false, 0x5000400),
          "riscv64", new Machine(Machine.EM_RISCV, 8, false, 4));

  static Stream<String> recorded() throws IOException {
    return Files.readAllLines(RECORDED).stream().filter(line -> !line.startsWith("#"));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void aSwitchThatSetsUnitsAtOddsIsInTheTable(String line) {
    String[] words = line.split(" ");
    Machine machine = MACHINES.getOrDefault(words[0], new Machine(0, 8, false, 0));
    assertThat(AbiSwitches.ALL)
        .as(line)
        .anyMatch(
            one ->
                one.on(machine)
                    && !one.value(Notation.C, machine, List.of(words[2]))
                        .equals(one.value(Notation.C, machine, List.of())));
  }
}
