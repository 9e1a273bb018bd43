package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.outcome;
import static org.abiseam.rules.psabi.Plans.rustc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Set;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

class Sparc64Test {
  private static final Machine SPARC64 = new Machine(Machine.EM_SPARCV9, 8, true, 0);

  /** The comment of Clang's CoerceBuilder has the definition's case of half a doubleword each. */
  @Test
  void eachDoublewordOfTheArrayHasItsRegister() {
    assertPlan(
        SPARC64,
        gcc(16),
        "struct mixed { int i; float f; }; void f(struct mixed s, float a, double b, int c)",
        "s:o0[0..4)+d0[4..8) a:d2[4..8) b:d4[0..8) c:o3[4..8) -> none");
  }

  @Test
  void anArgumentAtTheEndOfTheRegistersIsHalfOnTheStack() {
    assertPlan(
        SPARC64,
        gcc(16),
        "struct s { long a, b; }; void f(int a, int b, int c, int d, int e, struct s g, char h)",
        "a:o0[4..8) b:o1[4..8) c:o2[4..8) d:o3[4..8) e:o4[4..8) g:o5[0..8)+stack[48..56)"
            + " h:stack[63..64) -> none");
  }

  @Test
  void aLargeStructIsCopiedAndAResultOfFourDoublewordsIsNot() {
    assertPlan(
        SPARC64,
        clang(23),
        "struct s { double a; long b; float c, d; long e; }; struct s f(struct s x)",
        "x:ref:o0[0..8) -> d0[0..8)+o1[0..8)+d4[0..8)+o3[0..8)");
  }

  @Test
  void withoutFloatingPointRegistersNumbersAreWholeNumbers() {
    assertPlan(
        SPARC64,
        gcc(16, "-mno-fpu"),
        "struct s { int i; float f; }; float f(struct s x, float a, double b)",
        "x:o0[0..8) a:o1[4..8) b:o2[0..8) -> o0[4..8)");
  }

  @Test
  void aFloatComesBackOnTheLeft() {
    assertPlan(SPARC64, gcc(16), "float f(float a)", "a:d0[4..8) -> d0[0..4)");
  }

  @Test
  void gccAndClangPartOnUnions() {
    String union = "union u { double a; long b; }; void f(int n, union u x)";
    assertPlan(SPARC64, gcc(16), union, "n:o0[4..8) x:o1[0..8) -> none");
    assertPlan(SPARC64, clang(23), union, "n:o0[4..8) x:d2[0..8) -> none");
  }

  @Test
  void whatRustcDoesWithFloatingPointMembersIsKnownSinceItsNewClassifier() {
    String declarations = "struct s { float f; }; void f(struct s x)";
    assertInstanceOf(PlanResult.NotPlanned.class, outcome(SPARC64, rustc(96), declarations));
    assertPlan(SPARC64, rustc(97), declarations, "x:d0[0..4) -> none");
    assertPlan(SPARC64, rustc(96), "struct s { int f; }; void f(struct s x)", "x:o0[0..4) -> none");
  }

  @Test
  void rustcDoesNotCountTheHiddenPointerWhenItAligns() {
    String declarations =
        "struct large { long a[5]; }; struct s { __int128 a; };" + " struct large f(struct s x)";
    assertPlan(SPARC64, gcc(16), declarations, "x:o2[0..8)+o3[0..8) -> ref:o0[0..8)");
    assertPlan(SPARC64, rustc(97), declarations, "x:o1[0..8)+o2[0..8) -> ref:o0[0..8)");
  }

  /** A stated alignment does not tell that a struct is not packed too. */
  @Test
  void anAlignedStructOfANumberMayBePacked() {
    String aligned = "struct s { float a; } aligned(4); void f(struct s x)";
    assertEquals(
        Set.of("x:d0[0..4) -> none", "x:o0[0..4) -> none"),
        Set.copyOf(Plans.allPlans(SPARC64, gcc(16), aligned)));
    assertEquals(
        Set.of("x:d0[0..4) -> none"), Set.copyOf(Plans.allPlans(SPARC64, clang(23), aligned)));
  }

  /** sparc.cc, traverse_record_type: a vector is a number of its size; Clang knows no vectors. */
  @Test
  void aVectorInAStructIsInFloatingRegistersForGccAlone() {
    String call = "struct s { vector8 a; long b; }; void f(struct s a)";
    assertPlan(SPARC64, gcc(16), call, "a:d0[0..8)+o1[0..8) -> none");
    assertPlan(SPARC64, clang(23), call, "a:o0[0..8)+o1[0..8) -> none");
    String array = "struct s { vector8 a[2]; }; void f(struct s a)";
    assertPlan(SPARC64, gcc(16), array, "a:o0[0..8)+o1[0..8) -> none");
  }
}
