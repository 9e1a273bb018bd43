package org.abiseam.rules;

import static org.abiseam.rules.Sketch.check;
import static org.abiseam.rules.Sketch.findings;
import static org.abiseam.rules.Sketch.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.abiseam.model.Verification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Each rule of layout with its twin that agrees. */
final class LayoutRulesTest {
  /** C's struct, Rust's, and what is found. */
  static Stream<Arguments> structs() {
    return Stream.of(
        of("size", "s 8: a u64 @0", "s 8/8: a u64 @0", ""),
        of("size", "s 8: a u32 @0", "s 4/4: a u32 @0", "harmful layout-size"),
        of("offset", "s 8: a u8 @0, b u32 @4", "s 8/4: a u8 @0, b u32 @4", ""),
        of("offset", "s 8: a u8 @0, b u8 @4", "s 8/1: a u8 @0, b u8 @5", "harmful layout-offset"),
        of(
            "order",
            "s 8: a u32 @0, b u32 @4",
            "s 8/4: b u32 @0, a u32 @4",
            "harmful layout-offset"),
        of("type", "s 4: a u32 @0", "s 4/4: a u32 @0", ""),
        of("type", "s 4: a u32 @0", "s 4/4: a f32 @0", "harmful layout-member-type"),
        of("sign", "s 4: a u32 @0", "s 4/4: a i32 @0", "risky layout-member-type"),
        of("width", "s 8: a u32 @0", "s 8/8: a u64 @0", "harmful layout-member-type"),
        of("bool", "s 1: a bool @0", "s 1/1: a bool @0", ""),
        of("bool", "s 1: a u8 @0", "s 1/1: a bool @0", "harmful layout-member-type"),
        of(
            "missing",
            "s 8: a u32 @0, b u32 @4",
            "s 8/4: a u32 @0",
            "harmful layout-member-missing"),
        of("more", "s 8: a u32 @0", "s 8/4: a u32 @0, b u32 @4", "harmful layout-member-missing"),
        of("filler", "s 8: a u32 @0", "s 8/4: a u32 @0, _pad [u8;4] @4", ""),
        of("filler", "s 8: a u32 @0", "s 8/4: a u32 @0, _unused unread @4", ""),
        of("padding", "s 8: a u32 @0", "s 8/4: a u32 @0, p padding:4 @4", ""),
        of("array", "s 8: a [u32;2] @0", "s 8/4: a [u32;2] @0", ""),
        of("array", "s 12: a [u32;3] @0", "s 12/4: a [u32;2] @0", "harmful layout-array-length"),
        of("rows", "s 6: a [[u8;3];2] @0", "s 6/1: a [u8;6] @0", ""),
        of("rows", "s 6: a [[u8;3];2] @0", "s 6/1: a [[u8;2];2] @0", "harmful layout-array-length"),
        of("flexible", "s 4: n u32 @0, x [u8] @4", "s 4/4: n u32 @0, x [u8;0] @4", ""),
        of(
            "flexible",
            "s 4: n u32 @0, x [u8] @4",
            "s 4/4: n u32 @0, x [u8;0] @2",
            "harmful layout-offset"),
        of("alignment", "s 4/4: a u8 @0", "s 4/4: a u8 @0, p padding:3 @1", ""),
        of("alignment", "s 8/8: a u32 @0", "s 8/4: a u32 @0", "risky layout-alignment"),
        of("complex", "s 16: a c128 @0", "s 16/8: a pair @0", ""),
        of("complex", "s 16: a c128 @0", "s 16/8: a [f64;2] @0", ""),
        of("complex", "s 16: a c128 @0", "s 16/8: a [u64;2] @0", "harmful layout-member-type"),
        of("complex", "s 16: a c128 @0", "s 16/4: a [f32;4] @0", "harmful layout-member-type"),
        of("complex", "s 8: a *c128 @0", "s 8/8: a *pair @0", ""),
        of("complex", "s 8: a *c128 @0", "s 8/8: a *f64 @0", ""),
        of("complex", "s 8: a *c128 @0", "s 8/8: a *[f32;2] @0", "harmful layout-member-type"),
        of("kind", "s 8: a [u32;2] @0", "s 8/8: a u64 @0", "harmful layout-member-type"),
        of("pointer", "s 8: a *void @0", "s 8/8: a *u64 @0", ""),
        of("pointer", "s 8: a *u32 @0", "s 8/8: a *u64 @0", "harmful layout-member-type"),
        of("pointer", "s 8: a *u32 @0", "s 8/8: a *u8 @0", "risky layout-member-type"),
        of("pointer", "s 8: a *u8 @0", "s 8/8: a *u16 @0", "risky layout-member-type"),
        of("pointer", "s 8: a *u32 @0", "s 8/8: a *bool @0", "harmful layout-member-type"),
        of("pointer", "s 8: a *i8 @0", "s 8/8: a *u8 @0", ""),
        of("pointer", "s 8: a *u8 @0", "s 8/8: a *node @0", ""),
        of("pointer", "s 8: a *x @0", "s 8/8: a *y @0", "risky layout-member-type"),
        of("level", "s 8: a *u32 @0", "s 8/8: a **u32 @0", "harmful layout-member-type"),
        of("level", "s 8: a *[u32;4] @0", "s 8/8: a **u32 @0", "harmful layout-member-type"),
        of("level", "s 8: a **u32 @0", "s 8/8: a *u64 @0", "risky layout-member-type"),
        of("row", "s 8: a *[u32;4] @0", "s 8/8: a *[u32;3] @0", "risky layout-member-type"),
        of("row", "s 8: a *[u32;4] @0", "s 8/8: a *[u32;0] @0", ""),
        of("row", "s 8: a *[[f64;9];2] @0", "s 8/8: a *[[f64;9];2] @0", ""),
        of("row", "s 8: a *[[f64;2];9] @0", "s 8/8: a *[[f64;9];2] @0", "risky layout-member-type"),
        of("row", "s 8: a *[u32;4] @0", "s 8/8: a *u32 @0", ""),
        of("pointer", "s 8: a *list_head @0", "s 8/8: a *ListHead @0", ""),
        of("prefix", "s 8: a *cmsStage @0", "s 8/8: a *Stage @0", ""),
        of("prefix", "s 8: a *cmsSTAGE @0", "s 8/8: a *STAGE @0", ""),
        of("prefix", "s 8: a *backstage @0", "s 8/8: a *stage @0", "risky layout-member-type"),
        of("prefix", "s 8: a *Stage @0", "s 8/8: a *XYStage @0", "risky layout-member-type"),
        of("unnamed", "s 8: a *- @0", "s 8/8: a *pair @0", "harmful layout-kind"),
        of("library", "s 8: a *SCJsonBuilder @0", "s 8/8: a *JsonBuilder @0", ""),
        of("library", "s 8: a *jsonBuilder @0", "s 8/8: a *Builder @0", ""),
        of("library", "s 8: a *JSONode @0", "s 8/8: a *NOde @0", "risky layout-member-type"),
        of("library", "s 8: a *SmcNode @0", "s 8/8: a *CNode @0", "risky layout-member-type"),
        of("unnamed", "s 8: a *- @0", "s 8/8: a *four @0", ""),
        of("unnamed", "s 8: a *- @0", "s 8/8: a *u32 @0", "risky layout-member-type"),
        of("pointer", "s 8: a *void @0", "s 8/8: a u64 @0", "risky layout-member-type"),
        of("pointer", "s 8: a *u64 @0", "s 8/8: a *fn(u32) @0", "risky layout-member-type"),
        of("pointer", "s 8: a *fn(u32) @0", "s 8/8: a *void @0", ""),
        of("function", "s 8: a *fn(u32) @0", "s 8/8: a *fn(u32) @0", ""),
        of("function", "s 8: a *fn(u32) @0", "s 8/8: a *fn(u64) @0", "harmful pointer-signature"),
        of("function", "s 8: a **fn(u32) @0", "s 8/8: a **fn(u32) @0", ""),
        of("function", "s 8: a **fn(u32) @0", "s 8/8: a **fn(u64) @0", "harmful pointer-signature"),
        of(
            "function",
            "s 8: a *fn(u32) @0",
            "s 8/8: a *fn(u32,u32) @0",
            "harmful pointer-signature"));
  }

  private static Arguments of(String about, String c, String rust, String expected) {
    return Arguments.of(about, c, rust, expected);
  }

  @ParameterizedTest(name = "{0}: {1} and {2}")
  @MethodSource("structs")
  void aStructOfOneDifferenceHasThatFindingAndItsTwinHasNone(
      String about, String c, String rust, String expected) {
    Sketch provider = Sketch.c();
    provider.struct("- 4: value u32 @0");
    provider.struct(c);
    Sketch consumer = Sketch.rust();
    consumer.struct("four 4/4: value u32 @0");
    consumer.struct("pair 16/8: re f64 @0, im f64 @8");
    consumer.struct("unread 4/1: value [u8;4] @0");
    consumer.struct(rust);
    Verification result = check(provider, consumer);
    assertThat(verdict(result, "s")).isEqualTo(expected.isEmpty() ? "agree" : "disagree");
    if (expected.isEmpty()) {
      assertThat(result.findings()).isEmpty();
    } else {
      assertThat(findings(result)).containsExactly(expected + " s");
    }
  }

  /** C's enumeration, Rust's, and what is found. */
  static Stream<Arguments> enumerations() {
    return Stream.of(
        of("values", "e u32: A=1, B=2", "e u32: A=1, B=2", ""),
        of("values", "e u32: A=1, B=2", "e u32: A=1, B=3", "harmful layout-enum-value"),
        of("size", "e u32: A=1", "e u8: A=1", "harmful layout-enum-range"),
        of("missing", "e u32: A=1, B=2", "e u32: A=1", "harmful layout-enum-range"),
        of("more", "e u32: A=1", "e u32: A=1, B=2", "risky layout-enum-range"),
        of("sign", "e i32: A=-1, B=2", "e i32: A=-1, B=2", ""),
        of("sign", "e u32: A=1, B=2", "e i32: A=1, B=2", ""),
        of("sign", "e u8: A=1, B=200", "e i8: A=1, B=-56", "harmful layout-enum-range"),
        of("prefix", "e u32: LRU_ADDED=0, LRU_GONE=1", "e u32: Added=0, Gone=1", ""),
        of(
            "prefix",
            "e u32: LRU_ADDED=0, LRU_GONE=1",
            "e u32: Added=1, Gone=0",
            "harmful layout-enum-value"),
        of("case", "e u32: FOO=1, foo=2", "e u32: FOO=1, Bar=2", ""),
        of("case", "e u32: FOO=1, foo=2", "e u32: Foo=2, Bar=1", ""),
        of("underscore", "e u32: A_B=1, AB=2", "e u32: A_B=1, AB=2", ""),
        of("underscore", "e u32: AB=1, C=2", "e u32: A_B=2, AB=1", ""));
  }

  @ParameterizedTest(name = "{0}: {1} and {2}")
  @MethodSource("enumerations")
  void anEnumerationOfOneDifferenceHasThatFindingAndItsTwinHasNone(
      String about, String c, String rust, String expected) {
    Sketch provider = Sketch.c();
    provider.enumeration(c);
    Sketch consumer = Sketch.rust();
    consumer.enumeration(rust);
    Verification result = check(provider, consumer);
    assertThat(verdict(result, "e")).isEqualTo(expected.isEmpty() ? "agree" : "disagree");
    if (!expected.isEmpty()) {
      assertThat(findings(result).getFirst()).isEqualTo(expected + " e");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "u i32 @0, l i64 @0|u|",
        "u i32 @0, l i64 @0|data|",
        "number i32 @0, l i64 @0|data|harmless layout-member-missing s",
        "u f32 @0, l i64 @0|u|harmful layout-member-type s"
      })
  void aMemberOfRustInThePlaceOfAnAnonymousUnionIsThatUnionWhateverItsName(
      String alternatives, String name, String finding) {
    Sketch c = Sketch.c();
    c.call("anonymous", c.union("- 8: u i32 @0, l i64 @0"));
    c.struct("s 16: kind u32 @0, - anonymous @8");
    Sketch rust = Sketch.rust();
    rust.union("data 8/8: " + alternatives);
    rust.struct("s 16/8: kind u32 @0, " + name + " data @8");
    assertThat(findings(check(c, rust))).isEqualTo(finding == null ? List.of() : List.of(finding));
  }

  @Test
  void aUnionInThePlaceOfAStructIsAnotherKind() {
    Sketch c = Sketch.c();
    c.struct("s 8: a u32 @0, b u32 @4");
    Sketch rust = Sketch.rust();
    rust.union("s 8/8: x u64 @0, y u64 @0");
    assertThat(findings(check(c, rust))).containsExactly("harmful layout-kind s");
  }

  @Test
  void aMissingMemberOfAUnionIsRiskyOnlyWhereItsBitsAreNobodyElses() {
    Sketch c = Sketch.c();
    c.union("u 4: a u32 @0, b f32 @0");
    c.union("v 4: a u16 @0, b f32 @0");
    Sketch rust = Sketch.rust();
    rust.union("u 4/4: a u32 @0");
    rust.union("v 4/4: a u16 @0");
    assertThat(findings(check(c, rust)))
        .containsExactlyInAnyOrder(
            "harmless layout-member-missing u", "risky layout-member-missing v");
  }

  @Test
  void aUnionWithAPointerIsThePointerThatTheOtherLanguageHas() {
    Sketch c = Sketch.c();
    c.struct("node 1: a u8 @0");
    c.union("link 8: pointer *node @0, number u64 @0");
    c.struct("holder 8: link link @0");
    c.union("number 8: low u32 @0, all u64 @0");
    c.struct("other 8: link number @0");
    Sketch rust = Sketch.rust();
    rust.struct("node 1/1: a u8 @0");
    rust.struct("holder 8/8: link *node @0");
    rust.struct("other 8/8: link *node @0");
    assertThat(findings(check(c, rust))).containsExactly("risky layout-member-type other");
  }

  @Test
  void thePathInFrontOfARustStructIsNotPartOfItsName() {
    Sketch c = Sketch.c();
    c.struct("state 4: a u32 @0");
    c.struct("holder 16: first *state @0, second *state @8");
    Sketch rust = Sketch.rust();
    rust.struct("holder 16/8: first *driver::State @0, second *driver::Other @8");
    assertThat(findings(check(c, rust))).containsExactly("risky layout-member-type holder");
  }

  @Test
  void theTypedefOfATagIsAnotherNameOfItWhereverCUsesIt() {
    Sketch c = Sketch.c();
    c.struct("dh_st 4: a u32 @0");
    c.alias("DH", "dh_st");
    c.struct("holder 16: first *dh_st @0, second *other @8");
    Sketch rust = Sketch.rust();
    rust.struct("DH 4/4: a u32 @0");
    rust.struct("holder 16/8: first *DH @0, second *DH @8");
    assertThat(findings(check(c, rust))).containsExactly("risky layout-member-type holder");
  }

  @Test
  void aPointerThatRustWouldCallAndCCallsVoidIsNotVerified() {
    Sketch c = Sketch.c();
    c.struct("s 8: p *void @0");
    Sketch rust = Sketch.rust();
    rust.struct("s 8/8: p *fn(u32) @0");
    Verification result = check(c, rust);
    assertThat(verdict(result, "s")).isEqualTo("undetermined");
    assertThat(result.undetermined().getFirst().detail()).startsWith("p is void * in C");
  }

  /** Of a generic struct of C's name only rustc knows the layout; no number is one of two. */
  @Test
  void aGenericStructBehindAPointer() {
    Sketch c = Sketch.c();
    c.struct("s 8: p *node @0");
    c.struct("t 8: p *i32 @0");
    c.struct("u 8: p *other @0");
    c.struct("v 8: p *void @0");
    Sketch rust = Sketch.rust();
    for (String name : List.of("s", "t", "u", "v")) {
      rust.struct(name + " 8/8: p *Node<f64> @0");
    }
    Verification result = check(c, rust);
    assertThat(verdict(result, "s")).isEqualTo("undetermined");
    assertThat(findings(result)).containsExactly("risky layout-member-type t");
    assertThat(verdict(result, "u")).isEqualTo("agree");
    assertThat(verdict(result, "v")).isEqualTo("agree");
  }

  @Test
  void aWrapperIsWhatItHolds() {
    Sketch c = Sketch.c();
    c.struct("s 4: a u32 @0");
    Sketch rust = Sketch.rust();
    rust.in("core").struct("Cell<u32> 4/4: value u32 @0");
    rust.in("bindings").struct("s 4/4: a Cell<u32> @0");
    assertThat(verdict(check(c, rust), "s")).isEqualTo("agree");
  }

  @Test
  void anAnonymousMembersMembersPairByPosition() {
    Sketch c = Sketch.c();
    c.union("- 8: x u32 @0, y u64 @0");
    Sketch rust = Sketch.rust();
    var cInner = c.union("- 8: x u32 @0, y u64 @0");
    c.define(
        "s",
        new org.abiseam.model.Type.Aggregate(
            org.abiseam.model.Type.Shape.STRUCT,
            java.util.Optional.of("s"),
            8,
            java.util.OptionalInt.empty(),
            java.util.List.of(
                new org.abiseam.model.Member.Field("", cInner, 0, java.util.OptionalInt.empty()))));
    rust.struct("s 8/8: x u32 @0, y f64 @0");
    assertThat(findings(check(c, rust))).containsExactly("harmful layout-member-type s");
  }
}
