package org.abiseam.model.mangling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abiseam.model.mangling.MrustcName.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MrustcNameTest {
  @Test
  void aTagHoldsCrateModulesAndName() {
    assertThat(MrustcName.ofTag("u_ZRG2c5gauge3raw3Raw0g"))
        .contains(new Path(List.of("gauge", "raw"), "Raw"));
  }

  @Test
  void theHyphenOfACrateIsLeftOut() {
    assertThat(MrustcName.ofTag("s_ZRG1cF10gauge0_1_07Reading0g"))
        .contains(new Path(List.of("gauge0_1_0"), "Reading"));
    assertThat(MrustcName.ofTag("s_ZRG1ch5gauge5_1_0_7Reading0g"))
        .contains(new Path(List.of("gauge__1_0_"), "Reading"));
  }

  @Test
  void aNameThatWasThereBeforeIsNamedByItsPlace() {
    assertThat(MrustcName.ofTag("s_ZRG2c5gauge_A3Raw0g"))
        .contains(new Path(List.of("gauge", "gauge"), "Raw"));
    assertThat(MrustcName.ofTag("s_ZRG2c5gaugeb03Raw0g"))
        .contains(new Path(List.of("gauge", "gauge"), "Raw"));
  }

  @Test
  void aGenericTypeHasNoNameInC() {
    assertThat(MrustcName.ofTag("e_ZRG2c4core6option6Option1gCe"))
        .contains(new Path(List.of("core", "option"), "Option<>"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ZRG1cF5gauge2at0g",
        "ZRICe3add0g.part.0",
        "ZRQCeG2c4core3cmp2Eq0g2eq0g",
        "ZRTT2CaCb"
      })
  void functionsAndTypesAreTold(String name) {
    assertThat(MrustcName.isMangled(name)).isTrue();
    assertThat(MrustcName.isTag("s_" + name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "ZR", "ZRG", "ZRGa", "ZR36057", "ZRIndex", "ZRG1c part", "s_ZRG1c1a1b0g"})
  void namesOfCAreNot(String name) {
    assertThat(MrustcName.isMangled(name)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "s_ZRG",
        "s_ZRG9c1a0g",
        "s_ZRG1c99a1b0g",
        "s_ZRG1c_Z1b0g",
        "s_ZRG0c1a0g",
        "t_ZRG1c1a1b0g"
      })
  void aDamagedTagHasNoPath(String tag) {
    assertThat(MrustcName.ofTag(tag)).isEmpty();
  }
}
