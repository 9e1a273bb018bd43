package org.abiseam.rules;

import static org.abiseam.rules.Sketch.check;
import static org.abiseam.rules.Sketch.findings;
import static org.abiseam.rules.Sketch.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Entity;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.model.Verification;
import org.junit.jupiter.api.Test;

/** Which C view a Rust view is judged by, and what becomes of the others. */
final class JudgementTest {
  @Test
  void theClosestOfSeveralCViewsCounts() {
    Sketch c = Sketch.c();
    c.at("a.c", 1).struct("s 8: x u64 @0");
    c.at("b.c", 1).struct("s 4: a u32 @0");
    Sketch rust = Sketch.rust();
    rust.struct("s 4/4: a u32 @0");
    Verification result = check(c, rust);
    assertThat(verdict(result, "s")).isEqualTo("agree");
    assertThat(result.findings()).isEmpty();
    assertThat(result.namesakes()).hasSize(1);
    assertThat(result.namesakes().getFirst().others()).hasSize(1);
  }

  @Test
  void definitionsOfOneFileThatDifferHaveDrifted() {
    Sketch c = Sketch.c();
    c.at("s.h", 7).struct("s 4: a u32 @0");
    c.at("s.h", 7).struct("s 8: a u32 @0, b u32 @4");
    Sketch rust = Sketch.rust();
    rust.struct("s 4/4: a u32 @0");
    Verification result = check(c, rust);
    assertThat(findings(result)).containsExactly("harmful layout-drift s");
    assertThat(verdict(result, "s")).isEqualTo("disagree");
    assertThat(result.namesakes()).isEmpty();
  }

  @Test
  void driftOfATypeThatTheSecondRustViewMeansIsFound() {
    Sketch c = Sketch.c();
    c.at("one.h", 1).struct("s 4: a u32 @0");
    c.at("two.h", 1).struct("s 8: b u64 @0");
    c.at("two.h", 1).struct("s 8: b u32 @0, c u32 @4");
    Sketch rust = Sketch.rust();
    rust.struct("s 4/4: a u32 @0");
    rust.struct("s 8/8: b u64 @0");
    Verification result = check(c, rust);
    assertThat(findings(result)).containsExactly("harmful layout-drift s");
    assertThat(result.namesakes()).isEmpty();
  }

  @Test
  void driftThatTheRustTypeDoesNotSeeIsRisky() {
    Sketch c = Sketch.c();
    c.at("e.h", 1).enumeration("e u32: A=1, B=2");
    c.at("e.h", 1).enumeration("e u32: A=1, B=3");
    Sketch rust = Sketch.rust();
    rust.define("e", new Type.Scalar("u32", Type.Encoding.UNSIGNED, 4, 32, OptionalInt.empty()));
    assertThat(findings(check(c, rust))).containsExactly("risky layout-drift e");
  }

  @Test
  void aRustTypeOfAnotherCrateBesideTheBindingIsNamedAndNotCompared() {
    Sketch c = Sketch.c();
    c.struct("page 8: flags u64 @0");
    Sketch rust = Sketch.rust();
    rust.struct("page 8/8: flags u64 @0");
    rust.in("mm").struct("page 4/4: number u32 @0");
    Verification result = check(c, rust);
    assertThat(verdict(result, "page")).isEqualTo("agree");
    assertThat(result.namesakes()).hasSize(1);
    assertThat(result.namesakes().getFirst().others())
        .extracting(view -> view.producer().language().name())
        .isEqualTo(List.of("RUST"));
  }

  @Test
  void aRustTypeOfAnotherCrateWithTheMembersOfCIsCompared() {
    Sketch c = Sketch.c();
    c.struct("page 8: flags u64 @0");
    Sketch rust = Sketch.rust();
    rust.struct("page 8/8: flags u64 @0");
    rust.in("mm").struct("page 4/4: flags u32 @0");
    assertThat(findings(check(c, rust))).containsExactly("harmful layout-member-type page");
  }

  @Test
  void aNameAloneInCamelCaseIsNotEnough() {
    Sketch c = Sketch.c();
    c.struct("Page 8: flags u64 @0");
    Sketch rust = Sketch.rust();
    rust.in("mm").struct("Page 4/4: number u32 @0");
    Verification result = check(c, rust);
    assertThat(verdict(result, "Page")).isEqualTo("undetermined");
    assertThat(result.findings()).isEmpty();
  }

  /** A list of raw pointers is no module of bindings; one that ends so is. */
  @Test
  void aModuleThatBeginsWithRawHoldsNoBindings() {
    Sketch c = Sketch.c();
    c.struct("Page 8: flags u64 @0");
    Sketch rust = Sketch.rust();
    rust.in("raw_list").struct("Page 4/4: number u32 @0");
    assertThat(verdict(check(c, rust), "Page")).isEqualTo("undetermined");
    Sketch bindings = Sketch.rust();
    bindings.in("page_raw").struct("Page 4/4: number u32 @0");
    assertThat(verdict(check(c, bindings), "Page")).isEqualTo("disagree");
  }

  @Test
  void aDeclarationIsOpaqueAndNoAgreement() {
    Sketch c = Sketch.c();
    c.struct("s 8: a u64 @0");
    Sketch rust = Sketch.rust();
    rust.define("s", new Type.Incomplete(Type.Shape.STRUCT, "s", OptionalLong.of(0)));
    Verification result = check(c, rust);
    assertThat(verdict(result, "s")).isEqualTo("opaque");
    assertThat(result.coverage()).isEqualTo(new Verification.Coverage(1, 0, 0, 0, 1));
  }

  /** Rust has no declarations: where C has no more than one, Rust's members are not compared. */
  @Test
  void aDeclarationOfEitherCompilerOfCIsEnough() {
    Type declaration = new Type.Incomplete(Type.Shape.STRUCT, "s", OptionalLong.empty());
    for (boolean gcc : new boolean[] {true, false}) {
      Sketch defining = gcc ? Sketch.c().at("s.h", 1) : Sketch.clang().at("s.h", 1);
      defining.struct("s 8: a u64 @0");
      Sketch declaring = gcc ? Sketch.clang().at("s.h", 1) : Sketch.c().at("s.h", 1);
      declaring.define("s", declaration);
      assertThat(verdict(check(defining, declaring), "s")).isEqualTo("opaque");
    }
    Sketch c = Sketch.c().at("s.h", 1);
    c.define("s", declaration);
    Sketch rust = Sketch.rust();
    rust.struct("s 8/8: a u64 @0");
    assertThat(verdict(check(c, rust), "s")).isEqualTo("undetermined");
  }

  /** {@code typedef void T} stands for what lies behind a pointer, as a declaration does. */
  @Test
  void voidOfOneUnitIsNoOtherDefinition() {
    Sketch c = Sketch.c().at("s.h", 1);
    c.define("t", new Type.Void());
    Sketch clang = Sketch.clang().at("s.h", 1);
    clang.define("t", new Type.Scalar("u32", Type.Encoding.UNSIGNED, 4, 32, OptionalInt.empty()));
    assertThat(verdict(check(c, clang), "t")).isEqualTo("opaque");
  }

  /** A file that declares a type on several lines is a template: each unit has its own. */
  @Test
  void theLineCountsWhereOneFileDeclaresATypeOnSeveral() {
    Sketch c = Sketch.c();
    c.at("include/t.h", 1).struct("s 4: x f32 @0");
    Sketch clang = Sketch.clang();
    clang.at("include/t.h", 3).struct("s 8: x f64 @0");
    assertThat(verdict(check(c, clang), "s")).isEqualTo("disagree");
    clang.at("include/t.h", 5).struct("s 4: x i32 @0");
    assertThat(verdict(check(c, clang), "s")).isEqualTo("not shared");
    c.at("include/t.h", 5).struct("s 4: x u32 @0");
    assertThat(findings(check(c, clang))).containsExactly("risky layout-member-type s");
  }

  /** A file that defines functions is no header: units include it with other macros. */
  @Test
  void aTypeOfASourceFileIsEachUnitsOwn() {
    Sketch c = Sketch.c();
    c.at("src/color.c", 3).struct("s 4: x f32 @0");
    Sketch clang = Sketch.clang();
    clang.at("src/color.c", 3).struct("s 8: x f64 @0");
    assertThat(verdict(check(c, clang), "s")).isEqualTo("disagree");
    clang.at("src/color.c", 9).function(Entity.Role.DEFINES, "convert", "fn()");
    assertThat(verdict(check(c, clang), "s")).isEqualTo("not shared");
    c.at("src/color.c", 20).function(Entity.Role.DEFINES, "convert_s", "fn(*s)");
    clang.function(Entity.Role.DECLARES, "convert_s", "fn(*s)");
    assertThat(verdict(check(c, clang), "s")).isEqualTo("disagree");
    Sketch header = Sketch.c();
    header.at("src/color.h", 3).struct("t 4: x f32 @0");
    Sketch other = Sketch.clang();
    other.at("src/color.h", 3).struct("t 8: x f64 @0");
    other.at("src/color.h", 9).function(Entity.Role.DEFINES, "convert", "fn()");
    assertThat(verdict(check(header, other), "t")).isEqualTo("disagree");
  }

  /** Each directory of a project may have a header of this name. */
  @Test
  void theLineCountsWhereTheFileHasNoDirectory() {
    Sketch c = Sketch.c();
    c.at("dict.h", 1).struct("s 4: x f32 @0");
    c.at("dict.h", 9).struct("t 4: x f32 @0");
    Sketch clang = Sketch.clang();
    clang.at("dict.h", 2).struct("s 8: x f64 @0");
    clang.at("dict.h", 9).struct("t 8: x f64 @0");
    Verification result = check(c, clang);
    assertThat(verdict(result, "s")).isEqualTo("not shared");
    assertThat(verdict(result, "t")).isEqualTo("disagree");
  }

  /** Where both compilers built one tree, a file is what its path says. */
  @Test
  void theCompilationDirectoryTellsFilesOfOneNameApart() {
    Sketch c = Sketch.c();
    c.at("dict.h", 9, "/tree/src").struct("s 4: x f32 @0");
    c.at("../include/h.h", 4, "/tree/src").struct("h 4: x f32 @0");
    Sketch clang = Sketch.clang();
    clang.at("dict.h", 9, "/tree/deps").struct("s 8: x f64 @0");
    clang.at("include/h.h", 5, "/tree").struct("h 8: x f64 @0");
    Verification copies = check(c, clang);
    assertThat(verdict(copies, "s")).isEqualTo("disagree");
    assertThat(verdict(copies, "h")).isEqualTo("disagree");
    clang.at("dict.h", 2, "/tree/src").struct("t 8: x f64 @0");
    Verification tree = check(c, clang);
    assertThat(verdict(tree, "s")).isEqualTo("not shared");
    assertThat(verdict(tree, "h")).isEqualTo("disagree");
    c.at("dict.h", 9, "/tree/src").struct("t 4: x f32 @0");
    assertThat(verdict(check(c, clang), "t")).isEqualTo("disagree");
    c.at("dict.h", 9, "/tree/deps").struct("s 8: x f64 @0");
    assertThat(findings(check(c, clang)))
        .containsExactlyInAnyOrder("harmful layout-member-type h", "harmful layout-member-type t");
  }

  /** A prototype that leads to one header leads to no other of that name. */
  @Test
  void aPrototypeLeadsToTheFileThatItNames() {
    Sketch c = Sketch.c();
    c.at("dict.h", 9, "/tree/src").struct("s 4: x f32 @0");
    c.function(Entity.Role.DEFINES, "f", "fn(*s)");
    Sketch clang = Sketch.clang();
    clang.at("dict.h", 4, "/tree/deps").struct("s 8: x f64 @0");
    clang.at("dict.h", 9, "/tree/src").struct("s 4: x f32 @0");
    clang.function(Entity.Role.DECLARES, "f", "fn(*s)");
    assertThat(findings(check(c, clang))).isEmpty();
    Sketch wrong = Sketch.clang();
    wrong.at("dict.h", 9, "/tree/src").struct("t 4: x f32 @0");
    wrong.at("dict.h", 4, "/tree/deps").struct("s 8: x f64 @0");
    wrong.function(Entity.Role.DECLARES, "f", "fn(*s)");
    assertThat(findings(check(c, wrong))).containsExactly("harmful layout-member-type s");
  }

  /** An out-of-tree module is compiled with a copy of the kernel's headers. */
  @Test
  void aCopyOfATreeHasTheSameHeaders() {
    for (String header : List.of("include/s.h", "s.h")) {
      Sketch c = Sketch.c();
      c.at(header, 9, "/tree").struct("s 8/8: x f64 @0");
      c.at(header, 9, "/copy").struct("s 4/4: x f32 @0");
      c.at(header, 7, "/tree").struct("t 8/8: x f64 @0");
      c.at(header, 9, "/copy").struct("t 4/4: x f32 @0");
      Sketch rust = Sketch.rust();
      rust.struct("s 8/8: x f64 @0");
      rust.struct("t 8/8: x f64 @0");
      boolean named = header.contains("/");
      assertThat(findings(check(c, rust)))
          .containsExactlyInAnyOrderElementsOf(
              named
                  ? List.of("harmful layout-drift s", "harmful layout-drift t")
                  : List.of("harmful layout-drift s"));
    }
  }

  /** What cbindgen writes of a {@code repr(u8)} enum: a tag and a typedef of one name. */
  @Test
  void aNumberHasTheValuesOfTheEnumerationOfItsName() {
    Sketch c = Sketch.c().at("e.h", 1);
    c.enumeration("e u32: E_A=0, E_B=1");
    TypeId number = c.define("e", new Type.Alias("e", c.type("u8"), OptionalInt.empty()));
    c.call("number", number);
    c.struct("s 2: e number @0, n u8 @1");
    Sketch rust = Sketch.rust();
    rust.enumeration("e u8: A=0, B=1");
    rust.struct("s 2/1: e e @0, n u8 @1");
    assertThat(findings(check(c, rust))).isEmpty();
    Sketch wrong = Sketch.rust();
    wrong.enumeration("e u8: A=0, B=2");
    assertThat(findings(check(c, wrong))).containsExactly("harmful layout-enum-value e");
    Sketch large = Sketch.rust();
    large.enumeration("e u32: A=0, B=1");
    large.struct("s 8/4: e e @0, n u8 @4");
    assertThat(verdict(check(c, large), "e")).isEqualTo("agree");
    assertThat(verdict(check(c, large), "s")).isEqualTo("disagree");
    Sketch unnamed = Sketch.c().at("e.h", 1);
    unnamed.define("e", new Type.Alias("e", unnamed.type("u8"), OptionalInt.empty()));
    assertThat(findings(check(unnamed, rust))).containsExactly("harmful layout-enum-range e");
  }

  /** What a pointer leads to is the same bytes under another name, or it is not. */
  @Test
  void aPointeeOfAnotherNameIsComparedByItsMembers() {
    Sketch c = Sketch.c();
    c.fill(c.reserve("point"), "point 16: x u32 @0, next *point @8");
    c.struct("s 8: p *point @0");
    Sketch rust = Sketch.rust();
    rust.fill(rust.reserve("Place"), "Place 16/8: x u32 @0, next *Place @8");
    rust.struct("s 8/8: p *Place @0");
    assertThat(findings(check(c, rust))).containsExactly("harmless layout-member-type s");
    Sketch other = Sketch.rust();
    other.fill(other.reserve("Place"), "Place 16/8: x f32 @0, next *Place @8");
    other.struct("s 8/8: p *Place @0");
    assertThat(findings(check(c, other))).containsExactly("risky layout-member-type s");
  }

  /** A blob of bytes is bindgen's; between two compilers of C it is another type. */
  @Test
  void bytesInThePlaceOfMembersAreADifferenceBetweenCompilersOfC() {
    Sketch c = Sketch.c().at("s.h", 1);
    c.struct("inner 8: a u32 @0, b u32 @4");
    c.struct("s 8: x inner @0");
    c.struct("t 8: a u32 @0, b u32 @4");
    Sketch clang = Sketch.clang().at("s.h", 1);
    clang.struct("s 8: x [u8;8] @0");
    clang.struct("t 8: a u32 @0, reserved [u8;4] @4");
    assertThat(findings(check(c, clang)))
        .containsExactlyInAnyOrder("harmful layout-kind s", "harmful layout-member-missing t");
  }

  @Test
  void anArrayAgreesWithAStructOfTheSameNumbers() {
    for (Sketch other : List.of(Sketch.clang(), Sketch.rust())) {
      Sketch c = Sketch.c().at("s.h", 1);
      c.struct("inner 8: a u32 @0, b u32 @4");
      c.struct("s 8: x inner @0");
      c.struct("t 8: x [u32;2] @0");
      other.at("s.h", 1);
      other.struct("s 8: x [u32;2] @0");
      other.struct("pair 8: a u32 @0, b f32 @4");
      other.struct("t 8: x pair @0");
      assertThat(findings(check(c, other))).containsExactly("harmful layout-kind t");
    }
  }

  @Test
  void aUnionAgreesWithThePointerThatItHas() {
    Sketch c = Sketch.c().at("s.h", 1);
    c.struct("s 8: x *u32 @0");
    Sketch clang = Sketch.clang().at("s.h", 1);
    clang.union("u 8: a *u32 @0, b *u8 @0");
    clang.struct("s 8: x u @0");
    assertThat(verdict(check(c, clang), "s")).isEqualTo("agree");
    Sketch other = Sketch.clang().at("s.h", 1);
    other.union("u 8: a u64 @0, b *other @0");
    other.struct("s 8: x u @0");
    assertThat(verdict(check(c, other), "s")).isEqualTo("disagree");
  }

  /** ISO C23, 6.2.5, paragraph 17: a complex number is stored as an array of two. */
  @Test
  void aComplexNumberIsStoredAsTwoNumbers() {
    Sketch c = Sketch.c().at("s.h", 1);
    c.define("z", new Type.Scalar("z", Type.Encoding.COMPLEX_FLOAT, 8, 64, OptionalInt.empty()));
    c.struct("s 8: x z @0");
    Sketch clang = Sketch.clang().at("s.h", 1);
    clang.struct("s 8: x [f32;2] @0");
    assertThat(verdict(check(c, clang), "s")).isEqualTo("agree");
    Sketch doubles = Sketch.clang().at("s.h", 1);
    doubles.struct("s 8: x f64 @0");
    assertThat(verdict(check(c, doubles), "s")).isEqualTo("disagree");
  }

  /** GCC's scalar_storage_order turns the bytes of a number; what both sides turn is alike. */
  @Test
  void aNumberOfWhichOneSideAloneTurnsTheBytesIsAnother() {
    Sketch c = turned(Sketch.c());
    Sketch plain = Sketch.rust();
    plain.struct("s 4/4: a u32 @0");
    assertThat(verdict(check(c, plain), "s")).isEqualTo("disagree");
    assertThat(verdict(check(c, turned(Sketch.rust())), "s")).isEqualTo("agree");
  }

  private static Sketch turned(Sketch side) {
    side.define("turned", Type.Opaque.swapped(Optional.of("turned"), 4, OptionalInt.empty()));
    side.struct("s 4: a turned @0");
    return side;
  }
}
