package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.rustc;

import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

class S390xTest {
  private static final Machine S390X = new Machine(Machine.EM_S390, 8, true, 0);

  /** §1.2.3, "Parameter-passing example", without its vectors. */
  @Test
  void theExampleOfTheSupplement() {
    assertPlan(
        S390X,
        gcc(16),
        "void func(int i, int j, double g, int k, int l, long long ll, double f, double h, int m)",
        "i:r2[4..8) j:r3[4..8) g:f0[0..8) k:r4[4..8) l:r5[4..8) ll:r6[0..8) f:f2[0..8) h:f4[0..8)"
            + " m:stack[4..8) -> none");
  }

  /** §1.2.3, scan: 1, 2, 4 or 8 bytes travel as a number, any other size as a pointer to a copy. */
  @Test
  void aStructTravelsAsANumberOfItsSizeOrByReference() {
    assertPlan(
        S390X,
        gcc(16),
        "struct two { char a, b; }; struct three { char a, b, c; }; void f(struct two x, struct"
            + " three y)",
        "x:r2[6..8) y:ref:r3[0..8) -> none");
  }

  /** §1.2.3, double_or_float: "exactly one member, which is ... of type T itself". */
  @Test
  void aStructOfOneDoubleTravelsAsTheDouble() {
    String one = "struct one { double a; }; struct one f(struct one x)";
    assertPlan(S390X, clang(23), one, "x:f0[0..8) -> ref:r2[0..8)");
  }

  /** rustc leaves a struct of no size out, but for {@code s390x-unknown-linux-gnu}. */
  @Test
  void aStructOfNoSizeIsPointedToByC() {
    String none = "struct none { }; void f(struct none x, int y)";
    assertPlan(S390X, gcc(16), none, "x:ref:r2[0..8) y:r3[4..8) -> none");
    assertPlan(S390X, rustc(97), none, "x:none y:r2[4..8) -> none");
  }
}
