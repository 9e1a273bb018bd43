package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;

import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

class LoongArchTest {
  private static final Machine LP64S = new Machine(Machine.EM_LOONGARCH, 8, false, 0x41);
  private static final Machine LP64D = new Machine(Machine.EM_LOONGARCH, 8, false, 0x43);

  /** Passing arguments, Structures: the two declarations that "have the same storage layout". */
  @Test
  void theExampleOfTheSpecification() {
    String nested = "struct d { double d[1]; }; struct n { struct d a[2]; }; void f(struct n x)";
    String flat = "struct n { double d0; double d1; }; void f(struct n x)";
    assertPlan(LP64D, gcc(16), nested, "x:fa0[0..8)+fa1[0..8) -> none");
    assertPlan(LP64D, gcc(16), flat, "x:fa0[0..8)+fa1[0..8) -> none");
    assertPlan(LP64S, gcc(16), nested, "x:a0[0..8)+a1[0..8) -> none");
  }

  /** Structures: "one integer member ... and one floating-point member ... in a GAR and an FAR". */
  @Test
  void aNumberAndAnIntegerTravelInARegisterOfEachFile() {
    String both = "struct s { float a; int b; }; struct s f(struct s x)";
    assertPlan(LP64D, clang(23), both, "x:fa0[0..4)+a0[0..4) -> fa0[0..4)+a0[0..4)");
  }

  /** Structures: "If only one GAR is available", the higher half is passed on the stack. */
  @Test
  void aStructMayBeginInTheLastRegisterAndEndOnTheStack() {
    assertPlan(
        LP64S,
        gcc(16),
        "struct s { long a, b; }; struct t { long a, b, c; }; struct t f(int a, int b, int c, int"
            + " d, int e, int g, struct s h, int i)",
        "a:a1[0..4) b:a2[0..4) c:a3[0..4) d:a4[0..4) e:a5[0..4) g:a6[0..4) h:a7[0..8)+stack[0..8)"
            + " i:stack[8..12) -> ref:a0[0..8)");
  }
}
