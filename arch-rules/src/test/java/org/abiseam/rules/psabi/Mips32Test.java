package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.outcome;
import static org.abiseam.rules.psabi.Plans.rustc;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

class Mips32Test {
  private static final Machine HARD = machine(false, 0x70001007, OptionalInt.of(5));
  private static final Machine SOFT = machine(false, 0x70001007, OptionalInt.of(3));
  private static final Machine BIG = machine(true, 0x70001007, OptionalInt.of(1));

  private static Machine machine(boolean bigEndian, int flags, OptionalInt floatAbi) {
    return new Machine(Machine.EM_MIPS, 4, bigEndian, flags).with(floatAbi, OptionalInt.empty());
  }

  private static void assertHard(String declaration, String expected) {
    assertPlan(HARD, gcc(16), declaration, expected);
    assertPlan(HARD, clang(23), declaration, expected);
  }

  /** Figure 3-24, Examples of Argument Passing. */
  @Test
  void theExamplesOfTheSupplement() {
    assertHard("void f(double d1, double d2)", "d1:f12[0..8) d2:f14[0..8) -> none");
    assertHard("void f(float s1, float s2)", "s1:f12[0..4) s2:f14[0..4) -> none");
    assertHard("void f(float s1, double d1)", "s1:f12[0..4) d1:f14[0..8) -> none");
    assertHard(
        "void f(int n1, int n2, int n3, int n4)",
        "n1:a0[0..4) n2:a1[0..4) n3:a2[0..4) n4:a3[0..4) -> none");
    assertHard(
        "void f(double d1, int n1, double d2)",
        "d1:f12[0..8) n1:a2[0..4) d2:stack[16..24) -> none");
    assertHard("void f(float s1, int n1, int n2)", "s1:f12[0..4) n1:a1[0..4) n2:a2[0..4) -> none");
    assertHard(
        "void f(int n1, int n2, int n3, double d1)",
        "n1:a0[0..4) n2:a1[0..4) n3:a2[0..4) d1:stack[16..24) -> none");
    assertHard("void f(int n1, double d1)", "n1:a0[0..4) d1:a2[0..4)+a3[0..4) -> none");
    assertHard(
        "void f(float s1, int n1, float s2, int n2)",
        "s1:f12[0..4) n1:a1[0..4) s2:a2[0..4) n2:a3[0..4) -> none");
    assertHard(
        "void f(float s1, float s2, double d1)",
        "s1:f12[0..4) s2:f14[0..4) d1:a2[0..4)+a3[0..4) -> none");
  }

  @Test
  void withoutFloatingPointRegistersNumbersAreWords() {
    assertPlan(
        SOFT,
        gcc(16),
        "double f(float s, double d)",
        "s:a0[0..4) d:a2[0..4)+a3[0..4) -> v0[0..4)+v1[0..4)");
  }

  @Test
  void numbersAreAtTheLowEndOfABigEndianWordAndStructsAtTheHighEnd() {
    assertPlan(
        BIG,
        clang(23),
        "struct s { char a, b; }; float f(char c, struct s s, short n)",
        "c:a0[3..4) s:a1[0..2) n:a2[2..4) -> f0[4..8)");
  }

  @Test
  void everyStructComesBackThroughAHiddenPointer() {
    assertHard("struct s { char c; }; struct s f(int n)", "n:a1[0..4) -> ref:a0[0..4)");
  }

  @Test
  void aStructMayBeginInRegistersAndEndOnTheStack() {
    assertHard(
        "struct s { int a, b, c; }; void f(int m, int n, struct s s, int o)",
        "m:a0[0..4) n:a1[0..4) s:a2[0..4)+a3[0..4)+stack[16..20) o:stack[20..24) -> none");
  }

  @Test
  void anEmptyStructKeepsGccFromUsingFloatingPointRegisters() {
    String empty = "struct e { }; struct e f(struct e e, double d)";
    assertPlan(HARD, gcc(16), empty, "e:none d:a2[0..4)+a3[0..4) -> ref:a0[0..4)");
    assertPlan(HARD, rustc(85), empty, "e:none d:f12[0..8) -> none");
    assertPlan(
        HARD,
        gcc(16),
        "struct e { }; void f(struct e e, double d)",
        "e:none d:a0[0..4)+a1[0..4) -> none");
  }

  @Test
  void variadicFunctionsUseNoFloatingPointRegisters() {
    assertHard("int f(double d, ...)", "d:a0[0..4)+a1[0..4) -> v0[0..4)");
  }

  @Test
  void otherVariantsAreNotPlanned() {
    assertThat(outcome(machine(false, 0x80000027, OptionalInt.of(1)), gcc(16), "void f(int n)"))
        .isEqualTo(new PlanResult.NotPlanned("no rule of abiseam covers MIPS n32"));
    assertThat(outcome(machine(false, 0x3000, OptionalInt.of(1)), gcc(16), "void f(int n)"))
        .isEqualTo(
            new PlanResult.NotPlanned(
                "no rule of abiseam covers the ABI of MIPS that e_flags state"));
    assertThat(outcome(machine(false, 0, OptionalInt.of(1)), clang(23), "void f(int n)"))
        .isEqualTo(
            new PlanResult.NotPlanned("which ABI of MIPS the object follows is not recorded"));
  }
}
