package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.outcome;
import static org.abiseam.rules.psabi.Plans.plan;
import static org.assertj.core.api.Assertions.assertThat;

import org.abiseam.model.Machine;
import org.abiseam.rules.plan.Extension;
import org.junit.jupiter.api.Test;

class M68kTest {
  private static final Machine M68K = new Machine(Machine.EM_68K, 4, true, 0);

  /**
   * Function Calling Sequence: arguments in words on the stack, the first at the lowest address.
   */
  @Test
  void everyArgumentLiesOnTheStackInWords() {
    assertPlan(
        M68K,
        gcc(16),
        "struct s { char a, b, c; }; int f(char c, short n, struct s s, long long w, int m)",
        "c:stack[3..4) n:stack[6..8) s:stack[9..12) w:stack[12..20) m:stack[20..24) -> d0[0..4)");
  }

  @Test
  void aPointerComesBackInAnAddressRegister() {
    assertPlan(M68K, gcc(16), "void *f(void *p)", "p:stack[0..4) -> a0[0..4)");
  }

  @Test
  void aStructWithAMachineModeComesBackInDataRegisters() {
    assertPlan(M68K, gcc(16), "struct s { short a, b; }; struct s f(void)", " -> d0[0..4)");
    assertPlan(M68K, gcc(16), "struct s { int a, b; }; struct s f(void)", " -> d0[0..4)+d1[0..4)");
    assertPlan(
        M68K,
        gcc(16),
        "struct s { char a[3]; char b; }; struct s f(int n)",
        "n:stack[0..4) -> ref:a1[0..4)");
    assertPlan(
        M68K,
        gcc(16, "-fpcc-struct-return"),
        "struct s { int a; }; struct s f(void)",
        " -> ref:a1[0..4)");
  }

  @Test
  void numbersComeBackInFp0WhereThereIsOne() {
    assertPlan(M68K, gcc(16, "-m68040"), "double f(float x)", "x:stack[0..4) -> fp0[0..8)");
    assertPlan(
        M68K, gcc(16, "-m68040"), "struct s { float a; }; struct s f(void)", " -> =fp0[0..4)");
    assertPlan(M68K, gcc(16, "-m68040"), "union u { float a; }; union u f(void)", " -> d0[0..4)");
    assertPlan(M68K, gcc(16, "-m68020", "-msoft-float"), "double f(void)", " -> d0[0..4)+d1[0..4)");
    assertThat(outcome(M68K, gcc(16, "-O2"), "double f(void)"))
        .isEqualTo(new PlanResult.NotPlanned("whether numbers come back in fp0 is not recorded"));
  }

  @Test
  void aCallerExtendsAndNobodyReliesOnIt() {
    assertThat(plan(M68K, gcc(16), "void f(short n)").arguments().getFirst().extension())
        .contains(new Extension(16, 32, 16, true));
    assertThat(plan(M68K, gcc(16), "short f(void)").result().extension())
        .contains(new Extension(16, 16, 16, true));
  }

  @Test
  void nothingIsSaidOfClang() {
    assertThat(outcome(M68K, clang(23), "void f(int n)"))
        .isEqualTo(
            new PlanResult.NotPlanned(
                "how LLVM passes values on m68k is not known; its back end is experimental"));
  }
}
