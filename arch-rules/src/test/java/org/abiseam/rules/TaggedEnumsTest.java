package org.abiseam.rules;

import static org.abiseam.rules.Sketch.check;
import static org.abiseam.rules.Sketch.findings;
import static org.abiseam.rules.Sketch.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Member;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

/** Rust enums with data against what people and cbindgen write for them in C. */
final class TaggedEnumsTest {
  /** {@code 0 Circle: radius f64 @8}: number, name and members of each variant. */
  private static Sketch rust(long bytes, int alignment, String tag, String... variants) {
    Sketch rust = Sketch.rust();
    List<Type.Tagged.Variant> all = new ArrayList<>();
    for (String variant : variants) {
      String[] parts = variant.split(":", 2);
      String[] head = parts[0].split(" ");
      TypeId payload = rust.in("shape").struct(head[1] + " " + bytes + ":" + parts[1]);
      all.add(new Type.Tagged.Variant(head[1], OptionalLong.of(Long.parseLong(head[0])), payload));
    }
    rust.in("bindings")
        .define(
            "shape",
            new Type.Tagged(
                "shape",
                bytes,
                OptionalInt.of(alignment),
                Optional.of(new Member.Field("", rust.type(tag), 0, OptionalInt.empty())),
                all));
    return rust;
  }

  private static Sketch ofReprC() {
    return rust(16, 8, "u32", "0 Circle: radius f64 @8", "1 Rect: w u32 @8, h u32 @12", "2 Empty:");
  }

  @Test
  void aStructOfTagAndUnionIsAnEnumOfReprC() {
    Sketch c = Sketch.c();
    c.enumeration("shape_tag u32: SHAPE_CIRCLE=0, SHAPE_RECT=1, SHAPE_EMPTY=2");
    c.struct("circle_body 8: radius f64 @0");
    c.struct("rect_body 8: w u32 @0, h u32 @4");
    c.union("body 8: circle circle_body @0, rect rect_body @0");
    c.struct("shape 16: tag shape_tag @0, - body @8");
    assertThat(findings(check(c, ofReprC()))).isEmpty();
    assertThat(verdict(check(c, ofReprC()), "shape")).isEqualTo("agree");
  }

  @Test
  void aUnionOfStructsThatBeginWithTheTagIsAnEnumOfReprU8() {
    Sketch c = Sketch.c();
    c.struct("a_body 8: tag u8 @0, x u8 @1, y u32 @4");
    c.struct("b_body 4: tag u8 @0, _0 u16 @2");
    c.union("shape 8: tag u8 @0, a a_body @0, b b_body @0");
    Sketch rust = rust(8, 4, "u8", "0 A: x u8 @1, y u32 @4", "1 B: __0 u16 @2");
    assertThat(findings(check(c, rust))).isEmpty();
    assertThat(verdict(check(c, rust), "shape")).isEqualTo("agree");
  }

  @Test
  void aMemberOfAVariantElsewhereIsHarmful() {
    Sketch c = Sketch.c();
    c.struct("circle_body 8: radius f64 @0");
    c.struct("rect_body 8: w u16 @0, h u16 @2, d u32 @4");
    c.union("body 8: circle circle_body @0, rect rect_body @0");
    c.struct("shape 16: tag u32 @0, - body @8");
    assertThat(findings(check(c, ofReprC())))
        .containsExactly("harmful layout-member-missing shape");
  }

  @Test
  void aTypeOfAVariantsMemberThatDiffersIsHarmful() {
    Sketch c = Sketch.c();
    c.struct("circle_body 8: radius u64 @0");
    c.struct("rect_body 8: w u32 @0, h u32 @4");
    c.union("body 8: circle circle_body @0, rect rect_body @0");
    c.struct("shape 16: tag u32 @0, - body @8");
    assertThat(findings(check(c, ofReprC()))).containsExactly("harmful layout-member-type shape");
  }

  @Test
  void theNumbersOfTheVariantsAreThoseOfCsTag() {
    Sketch c = Sketch.c();
    c.enumeration("shape_tag u32: SHAPE_CIRCLE=1, SHAPE_RECT=0, SHAPE_EMPTY=2");
    c.struct("circle_body 8: radius f64 @0");
    c.struct("rect_body 8: w u32 @0, h u32 @4");
    c.union("body 8: circle circle_body @0, rect rect_body @0");
    c.struct("shape 16: tag shape_tag @0, - body @8");
    assertThat(findings(check(c, ofReprC()))).containsExactly("harmful layout-enum-value shape");
  }

  @Test
  void aMemberOfCsUnionThatNoVariantMeansIsRisky() {
    Sketch c = Sketch.c();
    c.struct("circle_body 8: radius f64 @0");
    c.struct("rect_body 8: w u32 @0, h u32 @4");
    c.struct("star_body 4: points u32 @0");
    c.union("body 8: circle circle_body @0, rect rect_body @0, star star_body @0");
    c.struct("shape 16: tag u32 @0, - body @8");
    assertThat(findings(check(c, ofReprC()))).containsExactly("risky layout-member-missing shape");
  }

  @Test
  void aVariantThatNoMemberOfCsUnionIsLikeIsNotVerified() {
    Sketch c = Sketch.c();
    c.union("body 8: first u64 @0, second u8 @0");
    c.struct("shape 16: tag u32 @0, - body @8");
    assertThat(verdict(check(c, rust(16, 8, "u32", "0 Circle: radius f32 @8")), "shape"))
        .isNotEqualTo("agree");
  }
}
