package org.abiseam.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ArmAttributesTest {
  /** 'A', 0x24 bytes of "aeabi", Tag_File with 0x1a: CPU name "7-A", then pairs of numbers. */
  private static final String HARD =
      "41 24000000 61656162 6900 01 1a000000 05 372d4100 06 0a 07 41 08 01 0a 04 12 04 1c 01 26 01"
          + " 2a 01";

  private static ArmAttributes of(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return new ArmAttributes(new Bytes(ArmAttributes.SECTION, MemorySegment.ofArray(bytes), false));
  }

  @Test
  void anObjectForVfpRegistersSaysSo() {
    assertThat(of(HARD).floatAbi()).hasValue(1);
  }

  @Test
  void whatTheFileLeavesOutIsTheBaseStandard() {
    assertThat(of(HARD.replace("1c 01", "22 01")).floatAbi()).hasValue(0);
  }

  @Test
  void attributesOfAnotherVendorTellNothing() {
    assertThat(of(HARD.replace("61656162 69", "61656162 6a")).floatAbi()).isEmpty();
  }

  @Test
  void aPartThatIsLongerThanTheSectionIsMalformed() {
    assertThatThrownBy(() -> of(HARD.replace("24000000", "25000000")).floatAbi())
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> of(HARD.replace("1a000000", "1b000000")).floatAbi())
        .isInstanceOf(Malformed.class);
  }

  @Test
  void aNumberThatRunsPastTheEndIsMalformed() {
    assertThatThrownBy(() -> of(HARD.replace("2a 01", "2a 81")).floatAbi())
        .isInstanceOf(Malformed.class);
  }
}
