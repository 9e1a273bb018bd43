package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import java.util.Random;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the source is, reading it ends, and without an exception. */
final class DamagedSourceTest {
  private static final String SOURCE =
      """
      #[repr(C)] #[repr(align(8))] #[derive(Copy, Clone)]
      pub struct s { pub a: u32, pub _bitfield_1: __BindgenBitfieldUnit<[u8; 4usize]>, pub f: ::core::option::Option<unsafe extern "C" fn(arg1: *mut s, n: usize, ...) -> bool> }
      impl s {
          pub fn x(&self) -> u32 { unsafe { ::core::mem::transmute(self._bitfield_1.get(0usize, 3u8) as u32) } }
          pub fn set_x(&mut self, val: u32) { unsafe { self._bitfield_1.set(0usize, 3u8, val as u64) } }
      }
      #[repr(C, packed(2))] pub union u { pub a: [s; 3usize], pub b: *const u }
      #[repr(u8)] pub enum e { A = 1, B = -2, C }
      pub mod m { pub type Type = ::core::ffi::c_uint; pub const X: Type = 0x10; }
      pub use self::e as e_t;
      unsafe extern "C" {
          #[link_name = "\\u{1}other"] pub fn f(a: s, b: e_t, ...) -> *mut u;
          pub static mut v: [u; 0usize];
      }
      """;

  private static void read(String source) {
    BindingsSource bindings = BindingsSource.parse("b.rs", source);
    bindings.model(
        new Machine(Machine.EM_X86_64, 8, false, 0),
        RustcForTests.PRODUCER,
        SourceCrate.of(List.of(bindings)));
  }

  /** Whoever looked for the end of each again would look for hours. */
  @Test
  @Timeout(60)
  void anyNumberOfThingsInEachOther() {
    for (String open : List.of("mod a {", "#[cfg(not(", "fn f() {", "impl a {", "[", "/*")) {
      String source = SOURCE + open.repeat(100_000) + SOURCE;
      assertThatCode(() -> read(source)).as(open).doesNotThrowAnyException();
    }
    String choices = "cfg_if! { if #[cfg(unix)] {".repeat(20_000) + "}}".repeat(20_000);
    BindingsSource source = BindingsSource.parse("b.rs", choices + SOURCE);
    assertThat(source.diagnostics())
        .anyMatch(one -> one.message().equals("modules lie in each other deeper than 64"));
    assertThat(source.symbols()).contains("other");
  }

  @Test
  void everyPrefix() {
    for (int end = 0; end <= SOURCE.length(); end++) {
      String source = SOURCE.substring(0, end);
      assertThatCode(() -> read(source))
          .as("the first %d characters", end)
          .doesNotThrowAnyException();
    }
  }

  @Test
  void anyCharacterChangedLostOrDoubled() {
    Random random = new Random(7);
    for (int round = 0; round < 4000; round++) {
      StringBuilder source = new StringBuilder(SOURCE);
      for (int i = 0; i < 1 + round % 4; i++) {
        int at = random.nextInt(source.length());
        switch (random.nextInt(3)) {
          case 0 -> source.setCharAt(at, "{}()[]<>:;,#\"'=-9a".charAt(random.nextInt(18)));
          case 1 -> source.deleteCharAt(at);
          default -> source.insert(at, source.charAt(at));
        }
      }
      assertThatCode(() -> read(source.toString()))
          .as(source.toString())
          .doesNotThrowAnyException();
    }
  }

  @Test
  void typesInsideEachOtherWithoutAnEnd() {
    String deep = "pub type d = " + "*const ".repeat(50_000) + "u8;";
    assertThatCode(() -> read(deep)).doesNotThrowAnyException();
    String arrays = "pub type d = " + "[".repeat(50_000) + "u8" + "; 2]".repeat(50_000) + ";";
    assertThatCode(() -> read(arrays)).doesNotThrowAnyException();
    StringBuilder chain = new StringBuilder();
    for (int i = 0; i < 20_000; i++) {
      chain.append("#[repr(C)] pub struct s%d { a: s%d }\n".formatted(i, i + 1));
    }
    assertThatCode(() -> read(chain.toString())).doesNotThrowAnyException();
  }
}
