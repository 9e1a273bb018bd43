package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Member.Accessor;
import org.junit.jupiter.api.Test;

final class BindingsSourceTest {
  @Test
  void gettersAndSettersTellPositionAndWidth() {
    BindingsSource source =
        BindingsSource.parse(
            "b.rs",
            """
            #![allow(dead_code)]
            #[repr(C)]
            #[derive(Debug, Copy)]
            pub struct flags { pub _bitfield_align_1: [u8; 0], pub _bitfield_1: __BindgenBitfieldUnit<[u8; 1usize]>, }
            impl flags {
                #[inline]
                pub fn a(&self) -> u32 { unsafe { ::core::mem::transmute(self._bitfield_1.get(0usize, 3u8) as u32) } }
                pub fn set_a(&mut self, val: u32) { unsafe { let val: u32 = val; self._bitfield_1.set(0usize, 3u8, val as u64) } }
                pub unsafe fn a_raw(this: *const Self) -> u32 { <__BindgenBitfieldUnit<[u8; 1usize]>>::raw_get(::core::ptr::addr_of!((*this)._bitfield_1), 0usize, 3u8) as u32 }
                pub fn type_(&self) -> u32 { self._bitfield_1.get(3usize, 5u8) as u32 }
                pub fn set_type(&mut self, val: u32) { self._bitfield_1.set(3usize, 5u8, val as u64) }
                pub fn new_bitfield_1(a: u32, type_: u32) -> u8 { unit.set(0usize, 3u8, 0); unit.set(3usize, 5u8, 0); 0 }
            }
            """);
    assertThat(source.diagnostics()).isEmpty();
    assertThat(source.accessors("flags", "_bitfield_1"))
        .contains(List.of(new Accessor("a", 0, 3), new Accessor("type", 3, 5)));
  }

  @Test
  void positionsAsConstantParametersOfNewerBindgen() {
    BindingsSource source =
        BindingsSource.parse(
            "b.rs",
            """
            pub struct flags { _bitfield_1: __BindgenBitfieldUnit<[u8; 2]> }
            impl flags {
                pub fn a(&self) -> u32 { self._bitfield_1.get_const::<4usize, 9u8>() as u32 }
                pub fn set_a(&mut self, val: u32) { self._bitfield_1.set_const::<4usize, 9u8>(val as u64) }
            }
            """);
    assertThat(source.accessors("flags", "_bitfield_1")).contains(List.of(new Accessor("a", 4, 9)));
  }

  @Test
  void aTypeOfTheSourceWithoutAccessorsIsNotATypeOfNoSource() {
    BindingsSource source = BindingsSource.parse("b.rs", "pub struct plain { pub a: u32 }");
    assertThat(source.accessors("plain", "_bitfield_1")).isEqualTo(Optional.of(List.of()));
    assertThat(source.accessors("other", "_bitfield_1")).isEmpty();
  }

  @Test
  void aGetterAndASetterThatDisagreeAreReportedWithTheLine() {
    BindingsSource source =
        BindingsSource.parse(
            "b.rs",
            """
            impl flags {
              pub fn a(&self) -> u32 { self._bitfield_1.get(0usize, 3u8) as u32 }
              pub fn set_a(&mut self, val: u32) { self._bitfield_1.set(1usize, 3u8, val as u64) }
            }
            """);
    assertThat(source.diagnostics())
        .singleElement()
        .satisfies(
            fault -> {
              assertThat(fault.object()).isEqualTo("b.rs:3");
              assertThat(fault.message())
                  .isEqualTo("the accessors of flags::a disagree: bits 0..3 and 1..4");
            });
  }

  @Test
  void whatIsNoItemIsReportedAndTheNextOneIsRead() {
    BindingsSource source =
        BindingsSource.parse(
            "b.rs",
            "surprise { a }\n"
                + "pub mod m { /* a /* nested */ comment */ pub struct s { x: &'static str } }");
    assertThat(source.diagnostics())
        .singleElement()
        .satisfies(
            fault ->
                assertThat(fault.message()).isEqualTo("expected an item and found 'surprise'"));
    assertThat(source.accessors("s", "_bitfield_1")).isPresent();
  }

  @Test
  void stringsAndCharactersHideNoBraces() {
    BindingsSource source =
        BindingsSource.parse(
            "b.rs",
            "pub const A: &[u8; 3] = b\"}\\\"\\0\"; const C: char = '{'; const R: &str = r#\"}\"#;"
                + " struct s;");
    assertThat(source.diagnostics()).isEmpty();
    assertThat(source.accessors("s", "_bitfield_1")).isPresent();
  }

  @Test
  void everyTruncationEnds() {
    String text =
        "impl s { fn a(&self) { self._bitfield_1.get(0usize, 3u8) /* x */ } } r#\"a\"# 'b' \"c";
    for (int length = 0; length <= text.length(); length++) {
      assertThat(BindingsSource.parse("b.rs", text.substring(0, length))).isNotNull();
    }
  }
}
