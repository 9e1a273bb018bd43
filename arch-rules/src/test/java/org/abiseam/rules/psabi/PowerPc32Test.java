package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.rustc;

import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

class PowerPc32Test {
  private static final Machine PPC32 = new Machine(Machine.EM_PPC, 4, true, 0);

  /** Figure 3-20 and 3-21: a long double of the supplement is IEEE 754's, and is copied. */
  @Test
  void theExampleOfTheSupplement() {
    assertPlan(
        PPC32,
        gcc(16, "-mabi=ieeelongdouble"),
        "struct sparm { int a; double dd; }; int func(int c, double ff, int d, long double ld,"
            + " struct sparm s, double gg, struct sparm t, int e, double hh)",
        "c:r3[0..4) ff:f1[0..8) d:r4[0..4) ld:ref:r5[0..4) s:ref:r6[0..4) gg:f2[0..8)"
            + " t:ref:r7[0..4) e:r8[0..4) hh:f3[0..8) -> r3[0..4)");
  }

  @Test
  void aWideNumberTakesAPairAndClosesTheRegistersWhereNoneIsLeft() {
    assertPlan(
        PPC32,
        gcc(16),
        "void f(int a, long long b, int c, int d, int e, long long g, char h)",
        "a:r3[0..4) b:r5[0..4)+r6[0..4) c:r7[0..4) d:r8[0..4) e:r9[0..4) g:stack[0..8)"
            + " h:stack[11..12) -> none");
  }

  @Test
  void withoutFloatingPointRegistersNumbersAreWords() {
    assertPlan(
        PPC32,
        gcc(16, "-msoft-float", "-mabi=ibmlongdouble"),
        "double f(float a, double b, long double c)",
        "a:r3[0..4) b:r5[0..4)+r6[0..4) c:r7[0..4)+r8[0..4)+r9[0..4)+r10[0..4)"
            + " -> r3[0..4)+r4[0..4)");
  }

  @Test
  void aFloatIsADoubleInARegisterAndAFloatOnTheStack() {
    assertPlan(
        PPC32,
        clang(23),
        "void f(double a, double b, double c, double d, double e, double g, double h, float i,"
            + " float j, double k)",
        "a:f1[0..8) b:f2[0..8) c:f3[0..8) d:f4[0..8) e:f5[0..8) g:f6[0..8) h:f7[0..8)"
            + " i:=f8[0..4) j:stack[0..4) k:stack[8..16) -> none");
  }

  @Test
  void smallStructsComeBackInRegistersOnlyWhereAskedTo() {
    String small = "struct s { short a; char b[4]; }; struct s f(int n)";
    assertPlan(PPC32, gcc(16), small, "n:r4[0..4) -> ref:r3[0..4)");
    assertPlan(PPC32, gcc(16, "-msvr4-struct-return"), small, "n:r3[0..4) -> r3[2..4)+r4[0..4)");
    assertPlan(
        PPC32.with(OptionalInt.empty(), OptionalInt.of(1)),
        clang(23),
        small,
        "n:r3[0..4) -> r3[2..4)+r4[0..4)");
  }

  /** rustc_target callconv powerpc: what has no size is copied too where the system is Linux. */
  @Test
  void rustcCopiesStructsOfNoSizeToo() {
    assertPlan(
        PPC32,
        rustc(85),
        "struct e { int a[0]; }; void f(struct e x, int n)",
        "x:ref:r3[0..4) n:r4[0..4) -> none");
  }

  @Test
  void gccAndClangPartOnComplexNumbers() {
    String complex = "void f(int a, float _Complex b, int c)";
    assertPlan(PPC32, gcc(16), complex, "a:r3[0..4) b:r5[0..4)+r6[0..4) c:r7[0..4) -> none");
    assertPlan(PPC32, clang(23), complex, "a:r3[0..4) b:ref:r4[0..4) c:r5[0..4) -> none");
  }

  @Test
  void gccAndClangPartOnBinary128() {
    String wide = "__float128 f(int a, __float128 b, __float128 c)";
    assertPlan(PPC32, gcc(16), wide, "a:r4[0..4) b:ref:r5[0..4) c:ref:r6[0..4) -> ref:r3[0..4)");
    assertPlan(
        PPC32,
        clang(23),
        wide,
        "a:r3[0..4) b:r5[0..4)+r6[0..4)+r7[0..4)+r8[0..4) c:r9[0..4)+r10[0..4)+stack[0..8)"
            + " -> r3[0..4)+r4[0..4)+r5[0..4)+r6[0..4)");
  }
}
