package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class ExpandedWitnessTest {
  private static String witness(String source, String... refused) {
    BindingsSource crate = BindingsSource.parse("lib.rs", source);
    return ExpandedWitness.source(
        crate, new Adaptation(Set.of("structural_match"), Set.of("default"), Set.of(refused)));
  }

  @Test
  void whatIsPrivateIsNamedWhereItStands() {
    assertThat(witness("mod raw { struct inner(i32); extern \"C\" { fn f(i: inner); } }"))
        .startsWith(
            """
            #![feature(structural_match)]
            mod raw { struct inner(i32); #[used] static ABISEAM_0: fn() = { fn all() {
              crate::abiseam_witness::layout::<inner>(core::ptr::null());
            } all }; extern "C" { fn f(i: inner); } #[used] static ABISEAM_1: fn() = { fn all() {
              crate::abiseam_witness::witness::<crate::abiseam_witness::symbol::s_f, _>(f);
            } all }; }
            pub mod abiseam_witness {
            """)
        .contains("  pub struct s_f;\n", "pub fn witness<Symbol, F: Copy>(_: F) {}");
  }

  @Test
  void functionsHaveNoCodeAndExportNothing() {
    assertThat(
            witness(
                """
                #![crate_name = "named"]
                #[no_mangle] pub extern "C" fn a(x: i32) -> i32 { private::add(x) }
                #[unsafe(export_name = "b")] #[inline] pub fn b<T>() where [T; 2]: Sized {}
                pub const fn length() -> usize { 4 }
                pub fn closure() -> impl Fn() { || {} }
                pub fn sized<const N: usize>() -> Text<{ 2 * SIZE }> where Text<{ SIZE }>: Sized { private() }
                pub fn called<F: Fn(i32)>(f: impl Fn()) -> i32 { private(f) }
                fn block() { extern "C" { fn g(); } fn inner() { private() } }
                """))
        .contains(
            " pub extern \"C\" fn a(x: i32) -> i32 { loop {} }\n",
            " #[inline] pub fn b<T>() where [T; 2]: Sized { loop {} }\n",
            "pub const fn length() -> usize { 4 }\n",
            "pub fn closure() -> impl Fn() { || {} }\n",
            "-> Text<{ 2 * SIZE }> where Text<{ SIZE }>: Sized { loop {} }\n",
            "pub fn called<F: Fn(i32)>(f: impl Fn()) -> i32 { loop {} }\n",
            "fn block() { extern \"C\" { fn g(); } #[used]",
            "fn inner() { loop {} } }\n")
        .doesNotContain("no_mangle", "export_name", "crate_name", "private");
  }

  /** rustc adds it again, and said E0259. */
  @Test
  void whatRustcAddsItselfIsLeftOut() {
    assertThat(witness("#![no_std]\nextern crate core;\nextern crate libc;\n"))
        .contains("#![no_std] use {};\nextern crate libc;\n");
    assertThat(witness("extern crate core;\n")).contains("\nextern crate core;\n");
  }

  /** rustc leaves the attributes of derive macros in the text and does not take them again. */
  @Test
  void whatDeriveMacrosReadIsLeftOut() {
    assertThat(witness("#[repr(u8)] enum Mode { #[default] Fast, #[other] Slow }"))
        .contains("#[repr(u8)] enum Mode {  Fast, #[other] Slow }");
  }

  @Test
  void whatRustcRefusedIsLeftOut() {
    String layout = "crate::abiseam_witness::layout::<text>(core::ptr::null());";
    String source = "struct text { length: usize, bytes: [u8] }";
    assertThat(witness(source)).contains(layout);
    assertThat(ExpandedWitness.names(layout)).isTrue();
    assertThat(witness(source, layout)).doesNotContain(layout).contains(source);
    assertThat(ExpandedWitness.names(source)).isFalse();
  }
}
