package org.abiseam.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class CallingConventionTest {
  @Test
  void aConventionIsKnownByItsName() {
    assertThat(CallingConvention.of("C")).isEqualTo(CallingConvention.C);
    assertThat(CallingConvention.of("win64").kind()).isEqualTo(CallingConvention.Kind.WIN64);
    assertThat(CallingConvention.of("Rust").kind()).isEqualTo(CallingConvention.Kind.RUST);
  }

  @Test
  void anUnknownConventionKeepsItsName() {
    CallingConvention unknown = CallingConvention.of("vectorcall");
    assertThat(unknown.kind()).isEqualTo(CallingConvention.Kind.OTHER);
    assertThat(unknown).hasToString("vectorcall").isNotEqualTo(CallingConvention.of("regcall"));
    assertThat(CallingConvention.of("").kind()).isEqualTo(CallingConvention.Kind.OTHER);
  }

  @Test
  void whetherAFunctionMayUnwindIsKeptButDoesNotChangeTheKind() {
    CallingConvention unwinding = CallingConvention.of("C-unwind");
    assertThat(unwinding.kind()).isEqualTo(CallingConvention.Kind.C);
    assertThat(unwinding).isNotEqualTo(CallingConvention.C);
    assertThat(unwinding.withoutUnwind()).isEqualTo(CallingConvention.C);
  }
}
