package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.allPlans;
import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.outcome;
import static org.abiseam.rules.psabi.Plans.rustc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.OptionalInt;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;

class PowerPc64Test {
  private static final Machine V2 = new Machine(Machine.EM_PPC64, 8, false, 2);
  private static final Machine V2_BIG = new Machine(Machine.EM_PPC64, 8, true, 2);
  private static final Machine V1 = new Machine(Machine.EM_PPC64, 8, true, 1);
  private static final int IBM = 1 << 2 | 1;
  private static final int IEEE = 3 << 2 | 1;

  /** §2.2.4.2: with long doubles that are pairs of doubles. */
  @Test
  void theExampleOfTheSpecification() {
    assertPlan(
        V2.with(OptionalInt.of(IBM), OptionalInt.empty()),
        gcc(16),
        "struct sparm { int a; double dd; }; int func(int c, double ff, int d, long double ld,"
            + " struct sparm s, double gg, struct sparm t, int e, double hh)",
        "c:r3[0..4) ff:f1[0..8) d:r5[0..4) ld:f2[0..8)+f3[0..8) s:r8[0..8)+r9[0..8) gg:f4[0..8)"
            + " t:stack[64..80) e:stack[80..84) hh:f5[0..8) -> r3[0..4)");
  }

  @Test
  void whatALongDoubleIsMustBeRecorded() {
    String wide = "void f(int a, long double b)";
    assertPlan(
        V2.with(OptionalInt.of(IEEE), OptionalInt.empty()),
        gcc(16),
        wide,
        "a:r3[0..4) b:v2[0..16) -> none");
    assertPlan(V2, gcc(16, "-mabi=ibmlongdouble"), wide, "a:r3[0..4) b:f1[0..8)+f2[0..8) -> none");
    assertInstanceOf(PlanResult.NotPlanned.class, outcome(V2, clang(23), wide));
  }

  @Test
  void upToEightNumbersOfOneFormatTravelInRegistersOfTheirOwn() {
    String three = "struct v { float x, y, z; }; struct v f(int a, struct v b, int c)";
    assertPlan(
        V2,
        clang(23),
        three,
        "a:r3[0..4) b:=f1[0..4)+=f2[0..4)+=f3[0..4) c:r6[0..4)"
            + " -> =f1[0..4)+=f2[0..4)+=f3[0..4)");
    assertPlan(V1, gcc(16), three, "a:r4[4..8) b:r5[0..8)+r6[0..4) c:r7[4..8) -> ref:r3[0..8)");
  }

  /** C: §2.2.4 counts a bit-field of no width as a member, and debug info does not show it. */
  @Test
  void aBitFieldOfNoWidthMayKeepNumbersTogetherInC() {
    String two = "struct v { float x, y; }; void f(struct v b)";
    assertEquals(
        List.of("b:=f1[0..4)+=f2[0..4) -> none", "b:r3[0..8) -> none"), allPlans(V2, gcc(16), two));
    assertEquals(List.of("b:=f1[0..4)+=f2[0..4) -> none"), allPlans(V2, rustc(95), two));
  }

  @Test
  void behindTheNamedArgumentsEverythingIsInItsPlace() {
    assertPlan(V2, gcc(16), "void f(int a, float b)", "a:r3[0..4) b:=f1[0..4) -> none");
    assertPlan(
        V2_BIG,
        gcc(16, "-msoft-float"),
        "float f(int a, float b)",
        "a:r3[4..8) b:r4[4..8) -> r3[4..8)");
  }

  @Test
  void compilersPartOnAUnionOfOneNumber() {
    String union = "union u { double a; }; void f(int n, union u x)";
    assertPlan(V1, gcc(16), union, "n:r3[4..8) x:r4[0..8) -> none");
    assertPlan(V1, clang(23), union, "n:r3[4..8) x:f1[0..8) -> none");
    assertPlan(V1, rustc(97), union, "n:r3[4..8) x:f1[0..8) -> none");
  }

  @Test
  void aVectorTakesAnAlignedPlaceAndARegisterOfItsOwn() {
    assertPlan(
        V2,
        gcc(16),
        "void f(int a, vector16 b, int c)",
        "a:r3[0..4) b:v2[0..16) c:r7[0..4) -> none");
    assertInstanceOf(PlanResult.NotPlanned.class, outcome(V1, gcc(16), "void f(vector16 b)"));
  }

  /** rs6000_function_value goes by the machine mode, clang's classifyReturnType by the members. */
  @Test
  void aResultOfOneBinary128AndSomethingOfNoSizeIsElsewhereInGcc() {
    String beside = "struct s { char a[0]; long double b; }; struct s f(int a)";
    assertPlan(V2, gcc(16, "-mabi=ieeelongdouble"), beside, "a:r3[0..4) -> v2[0..16)");
    assertPlan(
        V2.with(OptionalInt.of(3 << 2 | 1), OptionalInt.empty()),
        clang(23),
        beside,
        "a:r3[0..4) -> r3[0..8)+r4[0..8)");
  }
}
