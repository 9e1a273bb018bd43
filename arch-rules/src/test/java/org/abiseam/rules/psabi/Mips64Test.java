package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.outcome;
import static org.abiseam.rules.psabi.Plans.plan;
import static org.abiseam.rules.psabi.Plans.rustc;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.rules.plan.Extension;
import org.junit.jupiter.api.Test;

class Mips64Test {
  private static final Machine HARD = machine(false, OptionalInt.of(1));
  private static final Machine SOFT = machine(false, OptionalInt.of(3));
  private static final Machine BIG = machine(true, OptionalInt.of(1));
  private static final Machine BIG_SOFT = machine(true, OptionalInt.of(3));

  private static Machine machine(boolean bigEndian, OptionalInt floatAbi) {
    return new Machine(Machine.EM_MIPS, 8, bigEndian, 0x80000007)
        .with(floatAbi, OptionalInt.empty());
  }

  /** Chapter 2: a slot is lost to the other bank; doubles of a struct travel as doubles. */
  @Test
  void theRulesOfTheHandbook() {
    assertPlan(
        HARD,
        gcc(16),
        "double f(double d1, int n1, double d2)",
        "d1:f12[0..8) n1:a1[0..4) d2:f14[0..8) -> f0[0..8)");
    assertPlan(
        HARD,
        clang(23),
        "struct s { int n; double d; float x, y; }; void f(float s1, struct s s, int n1)",
        "s1:f12[0..4) s:a1[0..8)+f14[0..8)+a3[0..8) n1:a4[0..4) -> none");
  }

  @Test
  void aStructMayBeginInRegistersAndEndOnTheStack() {
    assertPlan(
        HARD,
        gcc(16),
        "struct s { long a, b, c; };"
            + " void f(long a, long b, long c, long d, long e, long g, struct s s, int n)",
        "a:a0[0..8) b:a1[0..8) c:a2[0..8) d:a3[0..8) e:a4[0..8) g:a5[0..8)"
            + " s:a6[0..8)+a7[0..8)+stack[0..8) n:stack[8..12) -> none");
  }

  @Test
  void numbersAreAtTheLowEndOfABigEndianRegisterAndStructsAtTheHighEnd() {
    assertPlan(
        BIG,
        gcc(16),
        "struct s { unsigned v; }; struct s f(int n, struct s s, float x)",
        "n:a0[4..8) s:a1[0..4) x:f14[4..8) -> v0[0..4)");
  }

  @Test
  void aFloatOnTheStackIsAtTheBeginningOfItsSlot() {
    assertPlan(
        BIG,
        clang(23),
        "void f(long a, long b, long c, long d, long e, long g, long h, long i, float x, int n)",
        "a:a0[0..8) b:a1[0..8) c:a2[0..8) d:a3[0..8) e:a4[0..8) g:a5[0..8) h:a6[0..8) i:a7[0..8)"
            + " x:stack[0..4) n:stack[12..16) -> none");
  }

  @Test
  void resultsOfUpTo16BytesComeBackInRegisters() {
    assertPlan(
        HARD, gcc(16), "struct s { long a; int b; }; struct s f(void)", " -> v0[0..8)+v1[0..8)");
    assertPlan(
        HARD,
        gcc(16),
        "struct s { float a; double b; }; struct s f(void)",
        " -> f0[0..4)+f2[0..8)@8");
    assertPlan(
        HARD,
        gcc(16),
        "struct s { long a, b, c; }; struct s f(int n)",
        "n:a1[0..4) -> ref:a0[0..8)");
  }

  @Test
  void gccReturnsTheSecondOfTwoNumbersInA0WithoutFloatingPointRegisters() {
    String pair = "struct s { float a, b; }; struct s f(void)";
    assertPlan(SOFT, gcc(16), pair, " -> v0[0..4)+a0[0..4)");
    assertPlan(SOFT, clang(23), pair, " -> v0[0..4)+v1[0..4)");
    assertPlan(BIG_SOFT, clang(23), pair, " -> v0[0..4)+v1[0..4)");
    assertPlan(BIG_SOFT, gcc(16), pair, " -> v0[4..8)+a0[4..8)");
  }

  @Test
  void anInt128BeginsInAnEvenSlotExceptWithClangBefore24() {
    String wide = "struct s { __int128 x; }; void f(long a, __int128 b, struct s s)";
    String even = "a:a0[0..8) b:a2[0..8)+a3[0..8) s:a4[0..8)+a5[0..8) -> none";
    assertPlan(SOFT, gcc(16), wide, even);
    assertPlan(SOFT, clang(24), wide, even);
    assertPlan(SOFT, clang(23), wide, "a:a0[0..8) b:a1[0..8)+a2[0..8) s:a3[0..8)+a4[0..8) -> none");
  }

  @Test
  void gccReliesOnTheUpperHalfOfAStructOfFourBytes() {
    String kuid = "struct kuid { unsigned val; }; int f(struct kuid u)";
    assertThat(plan(SOFT, gcc(16), kuid).arguments().getFirst().extension())
        .contains(new Extension(32, 64, 64, true));
    assertThat(plan(SOFT, clang(23), kuid).arguments().getFirst().extension())
        .contains(new Extension(32, 32, 32, true));
    assertThat(plan(SOFT, rustc(85), kuid).arguments().getFirst().extension())
        .contains(new Extension(32, 32, 32, true));
    assertThat(plan(BIG_SOFT, gcc(16), kuid).arguments().getFirst().extension()).isEmpty();
  }

  @Test
  void anUnsignedIntIsExtendedBySign() {
    assertThat(plan(SOFT, gcc(16), "void f(unsigned n)").arguments().getFirst().extension())
        .contains(new Extension(32, 64, 64, true));
    assertThat(plan(SOFT, gcc(16), "void f(unsigned short n)").arguments().getFirst().extension())
        .contains(new Extension(16, 64, 64, false));
  }

  @Test
  void withoutAWordOnFloatingPointRegistersNothingIsSaid() {
    Machine silent = machine(false, OptionalInt.empty());
    assertThat(outcome(silent, clang(23), "void f(double d)"))
        .isEqualTo(
            new PlanResult.NotPlanned(
                "whether floating point numbers travel in registers is not recorded"));
    assertPlan(
        silent,
        gcc(16, "-msoft-float"),
        "void f(int n, double d)",
        "n:a0[0..4) d:a1[0..8) -> none");
    assertPlan(silent, clang(23), "void f(int n, void *p)", "n:a0[0..4) p:a1[0..8) -> none");
  }

  /** Without -mmsa no compiler has registers for vectors. */
  @Test
  void aVectorTravelsAsAStructOfItsSizeDoes() {
    String call = "vector16 f(int a, vector16 b)";
    for (Producer compiler : List.of(gcc(16), clang(23))) {
      assertPlan(HARD, compiler, call, "a:a0[0..4) b:a2[0..8)+a3[0..8) -> v0[0..8)+v1[0..8)");
    }
    assertThat(outcome(HARD, gcc(16, "-mmsa"), call)).isInstanceOf(PlanResult.NotPlanned.class);
  }
}
