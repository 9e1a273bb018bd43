package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.abiseam.dwarf.lower.Witness;
import org.junit.jupiter.api.Test;

class WitnessCrateTest {
  private static final String BINDINGS =
      """
      pub type u32_ = ::core::ffi::c_uint;
      #[repr(C)] pub struct file { pub mode: u32_ }
      extern "C" {
        pub fn open(file: *mut file) -> u32_;
        #[link_name = "\\u{1}file.close"] pub fn close();
        pub static mut root: file;
      }
      """;

  private static List<String> statements(WitnessCrate.Access access) {
    return WitnessCrate.source(List.of(BindingsSource.parse("bindings.rs", BINDINGS)), access)
        .lines()
        .dropWhile(line -> !line.startsWith("pub fn part_0"))
        .toList();
  }

  @Test
  void everyItemIsNamedOnceWithItsSymbol() {
    assertThat(statements(new WitnessCrate.Access.Extern("kernel_bindings")))
        .containsExactly(
            "pub fn part_0() {",
            "  layout::<kernel_bindings::file>(core::ptr::null());",
            "  witness::<symbol::s_open, _>(kernel_bindings::open);",
            "  witness::<symbol::x_66696c652e636c6f7365, _>(kernel_bindings::close);",
            "  mutable::<symbol::s_root, _>(unsafe { core::ptr::addr_of_mut!(kernel_bindings::root)"
                + " });",
            "}");
  }

  @Test
  void namesThatRustKeepsForItselfAreWrittenRaw() {
    String file = "mod r#mod { extern \"C\" { fn r#type(); } #[repr(C)] struct r#box(u8); }";
    BindingsSource source = BindingsSource.parse("b.rs", file);
    assertThat(WitnessCrate.source(List.of(source), new WitnessCrate.Access.Extern("b")))
        .contains("s_type, _>(b::r#mod::r#type);", "layout::<b::r#mod::r#box>(");
  }

  @Test
  void whatTwoFilesDeclareIsNamedOnce() {
    BindingsSource source = BindingsSource.parse("bindings.rs", BINDINGS);
    String crate =
        WitnessCrate.source(List.of(source, source), new WitnessCrate.Access.Extern("b"));
    assertThat(crate.lines().filter(line -> line.contains("s_open"))).hasSize(2);
  }

  @Test
  void filesBecomeAModuleAndTheirNamesAreEscaped() {
    String file = "/a \"b\"/c.rs";
    String item = "extern \"C\" { pub fn f(x: ::std::os::raw::c_int); }";
    List<BindingsSource> sources = List.of(BindingsSource.parse("b.rs", item));
    assertThat(WitnessCrate.source(sources, new WitnessCrate.Access.Included(List.of(file))))
        .contains("mod bindings {\n" + item, "_>(f);")
        .doesNotContain("no_std");
    BindingsSource tree = BindingsSource.read(Path.of("missing.rs"), List.of());
    assertThat(WitnessCrate.source(List.of(tree), new WitnessCrate.Access.Included(List.of(file))))
        .contains("#[path = \"/a \\\"b\\\"/c.rs\"]\nmod bindings;\n");
    List<BindingsSource> two = List.of(sources.getFirst(), sources.getFirst());
    assertThat(WitnessCrate.source(two, new WitnessCrate.Access.Included(List.of(file, file))))
        .contains("  include!(\"/a \\\"b\\\"/c.rs\");\n", "_>(bindings::f);");
  }

  /** rustc compiled it in each edition; named from the crate's root, it was E0603. */
  @Test
  void whatNamesAnItemOfAFileStandsBehindItSinceItMayBePrivate() {
    String file =
        """
        mod ffi {
          struct inner(i32);
          extern "C" { fn f(i: inner); static V: u8; }
        }
        fn block() { extern "C" { fn g(); } }
        """;
    assertThat(
            WitnessCrate.source(
                List.of(BindingsSource.parse("b.rs", file)),
                new WitnessCrate.Access.Included(List.of("b.rs"))))
        .contains(
            """
              struct inner(i32); #[used] static ABISEAM_0: fn() = { fn all() {
              crate::layout::<inner>(core::ptr::null());
            } all };
              extern "C" { fn f(i: inner); static V: u8; } #[used] static ABISEAM_1: fn() = { fn all() {
              crate::witness::<crate::symbol::s_f, _>(f);
              crate::variable::<crate::symbol::s_V, _>(unsafe { core::ptr::addr_of!(V) });
            } all };
            }
            fn block() { extern "C" { fn g(); } #[used] static ABISEAM_2: fn() = { fn all() {
              crate::witness::<crate::symbol::s_g, _>(g);
            } all }; }
            """);
  }

  @Test
  void symbolsThatAreNoNamesOfRustAreEncoded() {
    assertThat(Witness.marker("kfree")).isEqualTo("s_kfree");
    assertThat(Witness.marker("match")).isEqualTo("s_match");
    assertThat(Witness.marker("a$b")).isEqualTo("x_612462");
    assertThat(Witness.marker("ä")).isEqualTo("x_c3a4");
    assertThat(Witness.marker("")).isEqualTo("x_");
  }
}
