package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;

import java.util.OptionalInt;
import org.abiseam.model.Machine;
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

  /** AAPCS32 §6.4: a composite type larger than four bytes comes back in memory. */
  @Test
  void aStructOfFourBytesComesBackInARegister() {
    assertPlan(SOFT, gcc(16), "struct s { short a, b; }; struct s f(void)", " -> r0[0..4)");
    assertPlan(
        SOFT, gcc(16), "struct s { int a, b; }; struct s f(int x)", "x:r1[0..4) -> ref:r0[0..4)");
  }
}
