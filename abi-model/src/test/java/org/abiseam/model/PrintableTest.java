package org.abiseam.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {
  @ParameterizedTest
  @CsvSource({
    "612062, a b",
    "c3a9e28882, é∂",
    "610a3a3a6572726f72, a\\x0a::error",
    "1b5b33316d, \\x1b[31m",
    "61e280ae62, a\\x{202e}b",
    "61e280a862, a\\x{2028}b",
    "61ff62fe, a\\xffb\\xfe",
    "c2, \\xc2",
    "7f, \\x7f",
    "c285, \\x85",
    "f09f9880, 😀",
  })
  void bytesBecomeVisibleText(String bytes, String text) {
    assertThat(Printable.of(HexFormat.of().parseHex(bytes))).isEqualTo(text);
  }

  @Test
  void textThatIsVisibleStaysTheSameObject() {
    String plain = "struct list_head";
    assertThat(Printable.of(plain)).isSameAs(plain);
    assertThat(Printable.of("a\tb\u202e")).isEqualTo("a\\x09b\\x{202e}");
    assertThat(Printable.of(Printable.of("a\nb"))).isEqualTo("a\\x0ab");
    assertThat(Printable.of("über".getBytes(UTF_8))).isEqualTo("über");
  }
}
