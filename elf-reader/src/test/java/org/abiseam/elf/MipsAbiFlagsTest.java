package org.abiseam.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;

class MipsAbiFlagsTest {
  /**
   * Version 0, MIPS64 release 2, 64-bit general registers, no coprocessor registers, soft float.
   */
  private static final String SOFT = "0000 40 02 02 00 00 03 00000000 00000000 00000001 00000000";

  private static MipsAbiFlags of(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return new MipsAbiFlags(new Bytes(MipsAbiFlags.SECTION, MemorySegment.ofArray(bytes), true));
  }

  @Test
  void anObjectSaysWhereItsFloatingPointNumbersTravel() {
    assertThat(of(SOFT).floatAbi()).hasValue(3);
  }

  @Test
  void anotherVersionTellsNothing() {
    assertThat(of(SOFT.replace("0000 40", "0001 40")).floatAbi()).isEmpty();
  }

  @Test
  void aStructureThatIsCutOffIsMalformed() {
    assertThatThrownBy(() -> of(SOFT.substring(0, 20)).floatAbi()).isInstanceOf(Malformed.class);
  }
}
