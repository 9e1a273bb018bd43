package org.abiseam.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import java.util.OptionalInt;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;

class AttributeSectionTest {
  /** 'A', 0x24 bytes of "aeabi", Tag_File with 0x1a: CPU name "7-A", then pairs of numbers. */
  private static final String HARD =
      "41 24000000 61656162 6900 01 1a000000 05 372d4100 06 0a 07 41 08 01 0a 04 12 04 1c 01 26 01"
          + " 2a 01";

  /** 'A', 0x11 bytes of "gnu", Tag_File with 9: soft float and IBM's long double, memory. */
  private static final String POWER = "41 00000011 676e7500 01 00000009 04 06 0c 02";

  private static OptionalInt of(String hex) {
    return attributes(hex, AttributeSection.Vendor.ARM, false)
        .value(AttributeSection.TAG_ABI_VFP_ARGS);
  }

  private static AttributeSection attributes(
      String hex, AttributeSection.Vendor vendor, boolean bigEndian) {
    byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return new AttributeSection(
        new Bytes(vendor.section(), MemorySegment.ofArray(bytes), bigEndian), vendor);
  }

  @Test
  void anObjectForPowerPcSaysWhatItsNumbersAre() {
    AttributeSection attributes = attributes(POWER, AttributeSection.Vendor.GNU, true);
    assertThat(attributes.value(AttributeSection.TAG_GNU_POWER_ABI_FP)).hasValue(6);
    assertThat(attributes.value(AttributeSection.TAG_GNU_POWER_ABI_STRUCT_RETURN)).hasValue(2);
    assertThat(attributes.value(8)).hasValue(0);
  }

  @Test
  void anObjectForVfpRegistersSaysSo() {
    assertThat(of(HARD)).hasValue(1);
  }

  @Test
  void whatTheFileLeavesOutIsTheBaseStandard() {
    assertThat(of(HARD.replace("1c 01", "22 01"))).hasValue(0);
  }

  @Test
  void attributesOfAnotherVendorTellNothing() {
    assertThat(of(HARD.replace("61656162 69", "61656162 6a"))).isEmpty();
  }

  @Test
  void aPartThatIsLongerThanTheSectionIsMalformed() {
    assertThatThrownBy(() -> of(HARD.replace("24000000", "25000000")))
        .isInstanceOf(Malformed.class);
    assertThatThrownBy(() -> of(HARD.replace("1a000000", "1b000000")))
        .isInstanceOf(Malformed.class);
  }

  @Test
  void aNumberThatRunsPastTheEndIsMalformed() {
    assertThatThrownBy(() -> of(HARD.replace("2a 01", "2a 81"))).isInstanceOf(Malformed.class);
  }
}
