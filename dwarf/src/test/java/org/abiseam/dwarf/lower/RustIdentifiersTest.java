package org.abiseam.dwarf.lower;

import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.dwarf.lower.RustIdentifiers.FunctionPointer;
import org.abiseam.model.Signature.Arity;
import org.abiseam.model.Signature.Completion;
import org.junit.jupiter.api.Test;

class RustIdentifiersTest {
  private static FunctionPointer read(String name) {
    return RustIdentifiers.functionPointer(name).orElseThrow();
  }

  @Test
  void withoutExternTheConventionIsRusts() {
    assertThat(read("fn(u32) -> u32"))
        .isEqualTo(new FunctionPointer("Rust", Arity.FIXED, Completion.RETURNS));
    assertThat(read("unsafe fn()"))
        .isEqualTo(new FunctionPointer("Rust", Arity.FIXED, Completion.RETURNS));
  }

  @Test
  void theConventionStandsInQuotesAndExternAloneIsC() {
    assertThat(read("unsafe extern \"C\" fn(*mut p::small, u32) -> i32"))
        .isEqualTo(new FunctionPointer("C", Arity.FIXED, Completion.RETURNS));
    assertThat(read("extern \"win64\" fn(u8, ())").convention()).isEqualTo("win64");
    assertThat(read("extern fn()").convention()).isEqualTo("C");
    assertThat(read("extern \"C-unwind\" fn()").convention()).isEqualTo("C");
  }

  @Test
  void aBinderMayStandInFront() {
    assertThat(read("for<'a, 'b> unsafe extern \"C\" fn(&'a u8)").convention()).isEqualTo("C");
  }

  @Test
  void threeDotsCountOnlyInTheOutermostList() {
    assertThat(read("unsafe extern \"C\" fn(*const i8, ...)").arity()).isEqualTo(Arity.VARIADIC);
    assertThat(read("fn(unsafe extern \"C\" fn(*const i8, ...), u8)").arity())
        .isEqualTo(Arity.FIXED);
    assertThat(read("fn(u8) -> unsafe extern \"C\" fn(*const i8, ...)").arity())
        .isEqualTo(Arity.FIXED);
  }

  @Test
  void whatIsNoFunctionPointerIsNotTakenForOne() {
    assertThat(RustIdentifiers.functionPointer("*mut u8")).isEmpty();
    assertThat(RustIdentifiers.functionPointer("extern \"C fn()")).isEmpty();
  }

  @Test
  void bindgensNamesBecomeCs() {
    assertThat(RustIdentifiers.ofC("type_")).isEqualTo("type");
    assertThat(RustIdentifiers.ofC("fn_")).isEqualTo("fn");
    assertThat(RustIdentifiers.ofC("next_")).isEqualTo("next_");
    assertThat(RustIdentifiers.ofC("__bindgen_anon_12")).isEmpty();
    assertThat(RustIdentifiers.ofC("__bindgen_anon_x")).isEqualTo("__bindgen_anon_x");
  }
}
