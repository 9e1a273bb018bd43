package org.abiseam.engine.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Producer.Version;
import org.abiseam.model.Seam;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;

class DeviatingUnitsTest {
  private static final Machine MACHINE = new Machine(Machine.EM_X86_64, 8, false, 0);

  private static Seam.Batch units(int count, int release, String name, String... switches) {
    Producer producer =
        new Producer(
            Compiler.GCC,
            Language.C,
            Optional.of(new Version(release, 1, 0)),
            Optional.empty(),
            List.of(switches),
            "GNU C17");
    Origin origin = new Origin("vmlinux", name, OptionalLong.empty(), Optional.empty());
    return new Seam.Batch(MACHINE, producer, count, List.of(new View.NameOnly(producer, origin)));
  }

  @Test
  void unitsThatLackWhatMostHaveAreListed() {
    List<DeviatingUnits> found =
        DeviatingUnits.of(
            List.of(
                units(90, 14, "a.c", "-O2", "-fstack-protector", "-fmacro-prefix-map=x="),
                units(9, 14, "b.c", "-O2"),
                units(1, 14, "c.c", "-O2", "-fstack-protector", "-mfentry")));
    assertThat(found).hasSize(1);
    assertThat(found.getFirst().units()).isEqualTo(100);
    assertThat(found.getFirst().deviating()).isEqualTo(10);
    DeviatingUnits.Group first = found.getFirst().groups().getFirst();
    assertThat(first.missing()).containsExactly("-fstack-protector");
    assertThat(first.examples()).containsExactly("b.c");
    assertThat(found.getFirst().groups().getLast().added()).containsExactly("-mfentry");
  }

  @Test
  void anotherReleaseOfTheCompilerDeviates() {
    List<DeviatingUnits> found =
        DeviatingUnits.of(List.of(units(5, 14, "a.c", "-O2"), units(1, 13, "old.c", "-O2")));
    assertThat(found.getFirst().groups()).hasSize(1);
    DeviatingUnits.Group group = found.getFirst().groups().getFirst();
    assertThat(group.compiler().map(Side::id)).hasValue("gcc-13.1.0-c");
    assertThat(group.added()).isEmpty();
  }

  @Test
  void switchesOfMessagesAndTwoUnitsSayNothing() {
    assertThat(
            DeviatingUnits.of(
                List.of(units(5, 14, "a.c", "-O2"), units(1, 14, "b.c", "-O2", "-fplugin=x"))))
        .isEmpty();
    assertThat(DeviatingUnits.of(List.of(units(1, 14, "a.c", "-O0"), units(1, 14, "b.c", "-O2"))))
        .isEmpty();
  }
}
