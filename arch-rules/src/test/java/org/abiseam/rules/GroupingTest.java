package org.abiseam.rules;

import static org.abiseam.rules.Sketch.check;
import static org.abiseam.rules.Sketch.findings;
import static org.abiseam.rules.Sketch.verdict;
import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.model.Finding;
import org.abiseam.model.Verification;
import org.junit.jupiter.api.Test;

/** Causes, victims and who speaks. */
final class GroupingTest {
  @Test
  void aHolderIsAVictimAndHasNoFindingOfItsOwn() {
    Sketch c = Sketch.c();
    c.struct("inner 4: a u32 @0");
    c.struct("outer 8: i inner @0, z u32 @4");
    Sketch rust = Sketch.rust();
    rust.struct("inner 8/8: a u64 @0");
    rust.struct("outer 16/8: i inner @0, z u32 @8");
    Verification result = check(c, rust);
    assertThat(findings(result)).containsExactly("harmful layout-member-type inner");
    assertThat(result.findings().getFirst().reach()).containsExactly("outer");
    assertThat(verdict(result, "outer")).isEqualTo("disagree");
  }

  @Test
  void aHolderThatIsWrongBeforeTheMemberSpeaksToo() {
    Sketch c = Sketch.c();
    c.struct("inner 4: a u32 @0");
    c.struct("outer 8: z u32 @0, i inner @4");
    Sketch rust = Sketch.rust();
    rust.struct("inner 8/8: a u64 @0");
    rust.struct("outer 16/8: z f32 @0, i inner @8");
    assertThat(findings(check(c, rust)))
        .containsExactly("harmful layout-member-type inner", "harmful layout-member-type outer");
  }

  @Test
  void aMemberWhoseNameAgreesElsewhereLeavesTheDifferenceToItsHolder() {
    Sketch c = Sketch.c();
    c.at("a.c", 1).struct("inner 4: a u32 @0");
    c.at("a.c", 9).struct("outer 4: i inner @0");
    c.at("b.c", 1).struct("inner 8: a u64 @0");
    Sketch rust = Sketch.rust();
    rust.struct("inner 8/8: a u64 @0");
    rust.struct("outer 8/8: i inner @0");
    Verification result = check(c, rust);
    assertThat(verdict(result, "inner")).isEqualTo("agree");
    assertThat(verdict(result, "outer")).isEqualTo("disagree");
    assertThat(findings(result)).containsExactly("harmful layout-member-type outer");
  }

  @Test
  void whatClangAloneDefinesIsCForRustBesideAnyObjectOfGcc() {
    Sketch gcc = Sketch.c();
    gcc.at("one.c", 1).struct("other 4: x u32 @0");
    Sketch clang = Sketch.clang();
    clang.at("two.c", 1).struct("s 16: a u64 @0, b u32 @8");
    Sketch rust = Sketch.rust();
    rust.struct("s 8/4: a u32 @0, b u32 @4");
    assertThat(findings(check(gcc, clang, rust))).containsExactly("harmful layout-member-type s");
  }

  @Test
  void rustMayMeanTheStructOfClangsFileThatHasTheNameOfAnotherOfGccs() {
    Sketch gcc = Sketch.c();
    gcc.at("one.c", 1).struct("s 4: x u32 @0");
    Sketch clang = Sketch.clang();
    clang.at("two.c", 1).struct("s 8: a u32 @0, b u32 @4");
    Sketch rust = Sketch.rust();
    rust.struct("s 8/4: a u32 @0, b u32 @4");
    assertThat(verdict(check(gcc, clang, rust), "s")).isEqualTo("agree");
    Sketch wrong = Sketch.rust();
    wrong.struct("s 8/4: a u32 @4, b u32 @0");
    assertThat(verdict(check(gcc, clang, wrong), "s")).isEqualTo("disagree");
  }

  @Test
  void typesThatAreEachTheVictimOfTheOtherStillDisagree() {
    // Two files define a and b, each once inside the other; Rust has mixed them up.
    Sketch c = Sketch.c();
    c.at("one.c", 1).struct("a 4: x u32 @0");
    c.at("one.c", 2).struct("b 4: inner a @0");
    c.at("two.c", 1).struct("b 8: y u64 @0");
    c.at("two.c", 2).struct("a 8: inner b @0");
    Sketch rust = Sketch.rust();
    rust.struct("a 16/16: x u128 @0");
    rust.struct("b 16/16: inner a @0");
    rust.struct("b 32/16: y [u128;2] @0");
    rust.struct("a 32/16: inner b @0");
    Verification result = check(c, rust);
    assertThat(verdict(result, "a")).isEqualTo("disagree");
    assertThat(verdict(result, "b")).isEqualTo("disagree");
    assertThat(result.findings()).isNotEmpty();
    assertThat(result.findings()).extracting(Finding::subject).doesNotContainNull();
  }

  @Test
  void aHarmlessDifferenceIsANoteOfAnAgreement() {
    Sketch c = Sketch.c();
    c.struct("s 8: a u32 @0, b u32 @4");
    Sketch rust = Sketch.rust();
    rust.struct("s 8/4: a u32 @0, c u32 @4");
    Verification result = check(c, rust);
    assertThat(verdict(result, "s")).isEqualTo("agree");
    assertThat(findings(result)).containsExactly("harmless layout-member-missing s");
  }
}
