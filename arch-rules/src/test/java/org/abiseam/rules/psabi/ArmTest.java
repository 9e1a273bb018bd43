package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.rules.plan.Assumption;
import org.junit.jupiter.api.Test;

class ArmTest {
  private static final Machine SOFT = arm(0);
  private static final Machine HARD = arm(1);

  private static Machine arm(int vfpArguments) {
    return new Machine(Machine.EM_ARM, 4, false, 0x5000000)
        .with(OptionalInt.of(vfpArguments), OptionalInt.empty());
  }

  /** AAPCS32 §6.1.2.1: "back-filling": a single goes into the gap that a double left. */
  @Test
  void aFloatGoesBackIntoTheGapThatADoubleLeft() {
    assertPlan(
        HARD,
        gcc(16),
        "void f(float a, double b, float c)",
        "a:d0[0..4) b:d1[0..8) c:d0[4..8) -> none");
    assertPlan(
        SOFT,
        gcc(16),
        "void f(float a, double b, float c)",
        "a:r0[0..4) b:r2[0..4)+r3[0..4) c:stack[0..4) -> none");
  }

  /** AAPCS32 §6.5 Stage C.3 to C.5: double-word alignment, and what does not fit is split. */
  @Test
  void aDoublewordBeginsInAnEvenRegisterAndAStructMayBeSplit() {
    assertPlan(
        SOFT,
        gcc(16),
        "struct s { int a, b, c; }; void f(int a, long long b)",
        "a:r0[0..4) b:r2[0..4)+r3[0..4) -> none");
    assertPlan(
        SOFT,
        clang(23),
        "struct s { int a, b, c; }; void f(int a, int b, struct s c)",
        "a:r0[0..4) b:r1[0..4) c:r2[0..4)+r3[0..4)+stack[0..4) -> none");
  }

  /** Debug info of rustc states each alignment; which rustc it was matters to 8 bytes alone. */
  @Test
  void anAttributeThatAlignsToAWordOrLessAsksNothing() {
    Producer rustc =
        new Producer(
            Producer.Compiler.RUSTC,
            Producer.Language.RUST,
            Optional.empty(),
            Optional.empty(),
            List.of(),
            "rustc");
    assertPlan(
        SOFT,
        rustc,
        "struct s { int a, b; } aligned(4); void f(int x, struct s y)",
        "x:r0[0..4) y:r1[0..4)+r2[0..4) -> none");
    assertPlan(
        SOFT,
        rustc,
        "struct s { long long a; } aligned(8); void f(int x, struct s y)",
        "x:r0[0..4) y:r2[0..4)+r3[0..4) -> none");
    assertThat(
            Plans.outcome(
                SOFT, rustc, "struct s { int a, b; } aligned(8); void f(int x, struct s y)"))
        .isInstanceOf(PlanResult.NotPlanned.class);
  }

  /** AAPCS32 §6.4: a composite type larger than four bytes comes back in memory. */
  @Test
  void aStructOfFourBytesComesBackInARegister() {
    assertPlan(SOFT, gcc(16), "struct s { short a, b; }; struct s f(void)", " -> r0[0..4)");
    assertPlan(
        SOFT, gcc(16), "struct s { int a, b; }; struct s f(int x)", "x:r1[0..4) -> ref:r0[0..4)");
  }

  /** Clang without NEON (isIllegalVectorType); GCC aapcs_vfp_is_call_or_return_candidate. */
  @Test
  void aVectorOfIntsTravelsByItsElementsInClangAlone() {
    String call = "void f(int a, vector16 b)";
    assertPlan(HARD, gcc(16), call, "a:r0[0..4) b:d0[0..8)+d1[0..8) -> none");
    assertPlan(HARD, clang(23), call, "a:r0[0..4) b:r2[0..4)+r3[0..4)+stack[0..8) -> none");
    String result = "vector16 f(void)";
    assertPlan(HARD, gcc(16), result, " -> d0[0..8)+d1[0..8)");
    assertPlan(HARD, clang(23), result, " -> r0[0..4)+r1[0..4)+r2[0..4)+r3[0..4)");
  }

  /** GCC PR88469: a bit-field of 64 bits aligns the argument although the struct is packed. */
  @Test
  void aUnionMayBePackedAndHideABitFieldThatAlignsForGccAlone() {
    String call = "union u { double a; long long b; }; void f(int x, union u a)";
    assertThat(Plans.allPlans(HARD, gcc(16), clang(23), call)).anyMatch(it -> it.contains("a:r1"));
    assertThat(unnamed(gcc(16), call)).isEmpty();
    assertThat(unnamed(clang(23), call)).containsExactly("x:r0[0..4) a:r1[0..4)+r2[0..4) -> none");
  }

  /** Run: GCC 16 leaves r1 out for union { int a; long long : 3; } packed, clang 23 does not. */
  @Test
  void aUnionOfFourBytesMayHideOneToo() {
    String call = "union u { int a; unsigned b; }; void f(int x, union u a)";
    assertThat(Plans.allPlans(HARD, gcc(16), call))
        .containsExactly("x:r0[0..4) a:r1[0..4) -> none", "x:r0[0..4) a:r2[0..4) -> none");
    assertThat(Plans.allPlans(HARD, clang(23), call)).containsOnly("x:r0[0..4) a:r1[0..4) -> none");
  }

  /** Run: union { float a; int : 0; } is in r0 for GCC 16, and in s0 for clang 23. */
  @Test
  void aUnionOfFloatsMayHideABitFieldOfNoWidth() {
    String call = "union u { float a; float b; }; union u f(void)";
    String struct = "struct s { float a; float b; }; struct s f(void)";
    assertThat(Plans.allPlans(HARD, gcc(16), call)).contains(" -> d0[0..4)", " -> r0[0..4)");
    assertThat(Plans.allPlans(HARD, gcc(16), struct)).containsOnly(" -> d0[0..8)");
  }

  private static List<String> unnamed(Producer producer, String call) {
    return Plans.explained(HARD, producer, call).stream()
        .filter(one -> one.assumptions().contains(Assumption.PACKED_BIT_FIELD))
        .map(one -> one.plan().toString())
        .toList();
  }

  /** Room that alignment explains refutes {@code packed}, which leaves none. */
  @Test
  void aStructWithRoomBetweenItsMembersIsNotPacked() {
    assertThat(packed("struct s { char a; long long b; }; void f(struct s a)")).isFalse();
    assertThat(packed("struct s { long long a; char b; }; void f(struct s a)")).isFalse();
    assertThat(packed("struct s { long long a; int b, c; }; void f(struct s a)")).isTrue();
    assertThat(packed("struct s { long long a; int b, c, d; }; void f(struct s a)")).isFalse();
    assertThat(packed("union u { long long a; char b[9]; }; void f(union u a)")).isFalse();
  }

  private static boolean packed(String call) {
    return Plans.explained(HARD, clang(23), call).stream()
        .anyMatch(one -> one.assumptions().contains(Assumption.PACKED));
  }
}
