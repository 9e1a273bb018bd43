package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * C has {@code enum sample { SAMPLE_A = 4, SAMPLE_B = 7 }}. bindgen writes it in five ways, of
 * which debug info shows one: the numbers of constants stand in the source alone.
 */
final class EnumeratorsOfBindingsTest extends CommandLineForTests {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "pub const sample_SAMPLE_A: sample = %d; pub const sample_SAMPLE_B: sample = 7;"
            + " pub type sample = core::ffi::c_uint;",
        "pub const SAMPLE_A: sample = %d; pub const SAMPLE_B: sample = 7; pub type sample = u32;",
        "pub mod sample { pub type Type = core::ffi::c_uint; pub const SAMPLE_A: Type = %d;"
            + " pub const SAMPLE_B: Type = 7; }",
        "#[repr(transparent)] pub struct sample(pub u32);"
            + " pub const sample_SAMPLE_A: sample = sample(%d);"
            + " pub const sample_SAMPLE_B: sample = sample(7);",
        "impl sample { pub const SAMPLE_A: sample = sample(%d); }"
            + " impl sample { #[doc = \"two\"] pub const SAMPLE_B: Self = Self(7); }"
            + " #[repr(transparent)] pub struct sample(pub u32);",
        "#[repr(u32)] pub enum sample { SAMPLE_A = %d, SAMPLE_B = 7 }",
      })
  void eachWayIsComparedWithC(String source) throws IOException {
    assertThat(check(source.formatted(4))).isZero();
    assertThat(out).contains("Types shared by C and Rust: 1", "1 agree, 0 disagree");
    assertThat(check(source.formatted(5))).isEqualTo(12);
    assertThat(out)
        .contains("HARMFUL  enum sample  layout-enum-value", "SAMPLE_A: 4 in C, 5 in Rust.");
  }

  /** No belief of Rust: another type's constant, one that is not surely there, no whole number. */
  @Test
  void otherConstantsAreNone() throws IOException {
    String source =
        """
        pub type sample = u32;
        pub const SAMPLE_A: u32 = 5;
        mod other { pub type sample = f32; pub const SAMPLE_A: sample = 5; }
        #[cfg(some_switch)] pub const SAMPLE_B: sample = 5;
        impl sample { #[cfg(some_switch)] pub(crate) const SAMPLE_B: Self = 5; }
        """;
    assertThat(check(source)).isZero();
    assertThat(out).contains("Types shared by C and Rust: 0");
  }

  private int check(String source) throws IOException {
    Path bindings = Files.writeString(directory.resolve("bindings.rs"), source);
    return run(
        "check",
        "--no-cache",
        prebuilt("enum-value-agrees", "provider.o"),
        "--bindings",
        bindings.toString());
  }
}
