package org.abiseam.model.mangling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RustSymbolTest {
  /** Examples of RFC 2603 and names of a kernel. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "_RNvC6_123foo3bar|123foo::bar",
        "_RNvNtCs1234_7mycrate3foo3bar|mycrate::foo::bar",
        "_RINvNtC3std3mem8align_ofdE|std::mem::align_of::<f64>",
        "_RNCNvC5crate4mains_0|crate::main::{closure#1}",
        "_RNvMs_NtCs_4core3stre3len|<str>::len",
        "_RNvXs_C5crateNtB4_3FooNtNtC4core3fmt5Debug3fmt|<crate::Foo as core::fmt::Debug>::fmt",
        "_RINvC5crate1fFUKCRjPhEuE|crate::f::<unsafe extern \"C\" fn(&usize, *const u8)>",
        "_RINvC5crate1fAhj10_E|crate::f::<[u8; 16]>",
        "_RINvC5crate1fKb1_Kin2a_Kc41_E|crate::f::<true, -42, 'A'>",
        "_RINvC5crate1fTlEE|crate::f::<(i32,)>",
        "_RINvC5crate1fDNtC4core4Itemp4Itemmp3KeyhEL_E|crate::f::<dyn core::Item<Item = u32, Key ="
            + " u8>>",
        "_RINvC5crate1fFG_RL0_hEuE|crate::f::<for<'a> fn(&'a u8)>",
        "_RNvC5crateu8gdel_5qa|crate::gödel",
        "_RYmNtC4core5Clone|<u32 as core::Clone>",
        "_ZN4core3fmt9Formatter3pad17h0123456789abcdefE|core::fmt::Formatter::pad",
        "_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar17h930b740aa94f1d3aE|<Test"
            + " + 'static as foo::Bar<Test>>::bar",
      })
  void aMangledNameIsWrittenAsInTheSource(String symbol, String expected) {
    assertThat(RustSymbol.readable(symbol)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "kfree",
        "_ZN3foo3barEv",
        "_ZN3foo3bar17hnothexadecimal000E",
        "_ZN99foo17h0123456789abcdefE",
        "_ZN999999999999foo17h0123456789abcdefE",
        "_R",
        "_RNvC6_123foo",
        "_RC99x",
        "_RNvC5crateu3___",
        "_RINvC5crate1fKj_",
        "_RB_",
        "_RNvB_1f",
        "_RINvC1c1fL5_E",
        "_RC1cé"
      })
  void whatIsNotMangledOrDamagedStaysAsItIs(String symbol) {
    assertThat(RustSymbol.demangled(symbol)).isEmpty();
  }

  @Test
  void aNameThatStandsForATextWithoutEndIsDamaged() {
    StringBuilder name = new StringBuilder("_RINvC1c1fTmm");
    int last = 10;
    for (int i = 0; i < 30; i++) {
      int next = name.length() - 2;
      name.append("TB").append(base62(last)).append("B").append(base62(last)).append("E");
      last = next;
    }
    assertThat(RustSymbol.demangled(name + "EE")).isEmpty();
  }

  private static String base62(int value) {
    String digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    int rest = value - 1;
    return (rest >= 62 ? "" + digits.charAt(rest / 62) : "") + digits.charAt(rest % 62) + "_";
  }
}
