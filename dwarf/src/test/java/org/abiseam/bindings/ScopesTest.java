package org.abiseam.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.abiseam.model.Definition;
import org.abiseam.model.Entity;
import org.abiseam.model.Machine;
import org.abiseam.model.ObjectModel;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Names mean what they mean in the module in which they stand. */
final class ScopesTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);

  /** Two modules with types of the same names: 4 bytes in the one, 8 in the other. */
  private static final String TWO =
      """
      pub mod narrow { pub type size = u32; #[repr(C)] pub struct pair { pub a: u32 } }
      pub mod wide { pub type size = u64; #[repr(C)] pub struct pair { pub a: u64 } }
      """;

  private static ObjectModel model(String source) {
    return BindingsSource.parse("hand.rs", source)
        .model(X86_64, RustcForTests.PRODUCER, SourceCrate.of(List.of()));
  }

  private static String parameter(String source, String function) {
    ObjectModel model = model(source);
    Entity entity =
        model.entities().stream()
            .filter(it -> it.definition().name().equals(function))
            .findFirst()
            .orElseThrow();
    Type.Function type = (Type.Function) model.types().type(entity.definition().type());
    return text(model, type.signature().parameters().getFirst().type());
  }

  private static String text(ObjectModel model, TypeId id) {
    return switch (model.types().type(id)) {
      case Type.Scalar scalar -> scalar.name();
      case Type.Aggregate it -> it.name().orElse("-") + " " + it.bytes();
      case Type.Opaque opaque -> opaque.reason();
      case Type.Pointer pointer -> "*" + text(model, pointer.target());
      case Type other -> other.toString();
    };
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "narrow::size                        | ''                                  | u32",
        "inner::held                         | use core::ffi::c_int as int; mod inner { use"
            + " super::*; pub type held = int; } | i32",
        "inner::held                         | use core::ffi::*; mod inner { use super::*; pub type"
            + " held = int; } | the source does not define it",
        "wide::size                          | ''                                  | u64",
        "size                                | use narrow::size;                   | u32",
        "size                                | use wide::*;                        | u64",
        "other                               | use wide::{pair, size as other};    | u64",
        "w::size                             | use self::wide as w;                | u64",
        "pair                                | use {narrow::{self, pair}};         | pair 4",
        "crate::wide::pair                   | ''                                  | pair 8",
        "deep::size                          | mod deep { pub use super::wide::*; }| u64",
        "c_long                              | mod m { pub type c_long = i8; }     | i64",
        "long                                | use core::ffi::c_long as long;      | i64",
        "m::c_long                           | mod m { pub type c_long = i8; }     | i8",
        "size | #[cfg(unix)] use wide::size; #[cfg(windows)] use narrow::size;      | u64",
        "size | #[cfg(a)] use wide::size; #[cfg(not(a))] use wide::size;            | u64",
        "Pin              | #[repr(C)] struct Pin { port: u8, number: u32 }        | Pin 8",
        "Box              | #[repr(C)] struct Box { x: u16 }                       | Box 2",
      })
  void aPathIsFollowedThroughModulesAndImports(String path, String items, String expected) {
    String source = TWO + items + " extern \"C\" { pub fn f(x: " + path + "); }";
    assertThat(parameter(source, "f")).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"size, u64", "pair, pair 8", "super::size, i16", "crate::narrow::size, u32"})
  void aModuleSeesItsOwnNamesFirst(String path, String expected) {
    String source =
        "type size = i16;"
            + TWO.replace("u64 } }", "u64 } extern \"C\" { pub fn f(x: " + path + "); } }");
    assertThat(parameter(source, "f")).isEqualTo(expected);
  }

  @Test
  void aNameThatNoImportShowsIsNotGuessedAmongModules() {
    String source = TWO + "missing!(); extern \"C\" { pub fn f(x: size); }";
    assertThat(parameter(source, "f"))
        .isEqualTo("modules define it differently: narrow::size, wide::size");
  }

  @Test
  void ofTwoImportsUnderConditionsThatNothingSettlesNoneIsTaken() {
    String source =
        TWO
            + "#[cfg(a)] use wide::size; #[cfg(not(a))] use narrow::size;"
            + " extern \"C\" { pub fn f(x: size); }";
    assertThat(parameter(source, "f"))
        .isEqualTo("modules define it differently: narrow::size, wide::size");
  }

  @Test
  void ofTwoTypesOfOneNameTheOneThatNoFunctionTakesIsNotKnown() {
    ObjectModel model = model(TWO + "extern \"C\" { pub fn f(x: *mut wide::pair); }");
    assertThat(model.definitions().stream().map(Definition::type).map(id -> text(model, id)))
        .containsExactlyInAnyOrder(
            "modules define it differently: narrow::pair, wide::pair", "pair 8");
  }

  @Test
  void importsThatGoRoundInCirclesEnd() {
    String source =
        "mod a { pub use super::b::*; } mod b { pub use super::a::*; pub use self::x as y; }"
            + " use a::*; use b::*; extern \"C\" { pub fn f(x: x); }";
    assertThat(parameter(source, "f")).isEqualTo("the source does not define it");
  }

  @Test
  void foreignItemsBetweenStatementsAreReadWithTheTypesBesideThem() {
    String source =
        """
        type size = u8;
        pub fn run() {
          #[repr(C)] struct local { a: u64, b: u8 }
          type size = u16;
          let quoted = quote! { extern "C" { fn never(x: u8); } };
          extern "C" { fn one(x: size); fn two(x: local); }
          unsafe { one(1) }
        }
        impl s { fn go() { extern "C" { fn three(x: size); } } }
        pub extern "C" fn defined(x: u32) { extern "C" { fn four(x: self::size); } }
        """;
    assertThat(parameter(source, "one")).isEqualTo("u16");
    assertThat(parameter(source, "two")).isEqualTo("local 16");
    assertThat(parameter(source, "three")).isEqualTo("u8");
    assertThat(parameter(source, "four")).isEqualTo("u8");
    assertThat(model(source).entities()).hasSize(4);
  }

  @Test
  void anotherCrateHandsOnWhatItImports() {
    BindingsSource types =
        BindingsSource.parse("types.rs", "mod a { pub type n = u16; } pub use a::n as number;");
    BindingsSource user =
        BindingsSource.parse(
            "user.rs", "use types as t; type number = u8; extern \"C\" { fn f(x: t::number); }");
    SourceCrate of = new SourceCrate("types 1", List.of(types), Map.of());
    SourceCrate crate = new SourceCrate("user 1", List.of(user), Map.of("types", of));
    ObjectModel model = user.model(X86_64, RustcForTests.PRODUCER, crate);
    Type.Function type =
        (Type.Function) model.types().type(model.entities().getFirst().definition().type());
    assertThat(text(model, type.signature().parameters().getFirst().type())).isEqualTo("u16");
  }
}
