package org.abiseam.rules.layout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

/** What tells how a number of 16 bytes is stored. */
class FloatFormatTest {
  private static final Machine PPC64LE = new Machine(Machine.EM_PPC64, 8, false, 2);

  private static FloatFormat told(int attribute, String... flags) {
    Machine machine = PPC64LE.with(OptionalInt.of(attribute), OptionalInt.empty());
    return FloatFormat.ofPower(machine, List.of(flags));
  }

  @Test
  void theAttributeOfTheObjectTells() {
    assertThat(told(3 << 2 | 1)).isEqualTo(FloatFormat.BINARY128);
    assertThat(told(1 << 2 | 1)).isEqualTo(FloatFormat.DOUBLE_PAIR);
    assertThat(told(1)).isEqualTo(FloatFormat.NOT_TOLD);
  }

  /** Clang names each complex number so. */
  @Test
  void aNumberOfSixteenBytesNeedsNoNameWhereThereIsOneFormat() {
    Machine aarch64 = new Machine(Machine.EM_AARCH64, 8, false, 0);
    Machine wide = new Machine(Machine.EM_X86_64, 8, false, 0);
    assertThat(FloatFormat.ofSixteen(aarch64, List.of(), "complex"))
        .isEqualTo(FloatFormat.ofSixteen(aarch64, List.of(), "complex long double"))
        .isEqualTo(FloatFormat.BINARY128);
    assertThat(FloatFormat.ofSixteen(wide, List.of(), "complex")).isEqualTo(FloatFormat.NOT_TOLD);
    assertThat(FloatFormat.ofSixteen(PPC64LE, List.of(), "complex"))
        .isEqualTo(FloatFormat.NOT_TOLD);
  }

  @Test
  void theLastSwitchTellsWhereNoAttributeDoes() {
    assertThat(told(1, "-mabi=ibmlongdouble", "-mabi=ieeelongdouble"))
        .isEqualTo(FloatFormat.BINARY128);
    assertThat(told(1, "-mabi=ibmlongdouble")).isEqualTo(FloatFormat.DOUBLE_PAIR);
  }
}
