package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.plan;
import static org.abiseam.rules.psabi.Plans.rustc;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.rules.plan.Extension;
import org.abiseam.rules.plan.PassedValue;
import org.junit.jupiter.api.Test;

class RiscVTest {
  private static final Machine LP64 = new Machine(Machine.EM_RISCV, 8, false, 0);
  private static final Machine LP64D = new Machine(Machine.EM_RISCV, 8, false, 4);

  /** §2.2: "A struct containing one floating-point real and one integer". */
  @Test
  void aNumberAndAnIntegerTravelInARegisterOfEachFile() {
    String both = "struct s { float a; int b; }; struct s f(int n, struct s x)";
    assertPlan(LP64D, gcc(16), both, "n:a0[0..4) x:fa0[0..4)+a1[0..4) -> fa0[0..4)+a0[0..4)");
    assertPlan(LP64, gcc(16), both, "n:a0[0..4) x:a1[0..8) -> a0[0..8)");
  }

  /** §2.1 speaks of registers only: Clang extends and relies on it, rustc does neither. */
  @Test
  void aNarrowNumberOnTheStackIsExtendedByCOnly() {
    assertEquals(List.of(64, 8), narrow(gcc(16)));
    assertEquals(List.of(64, 64), narrow(clang(23)));
    assertEquals(List.of(8, 8), narrow(rustc(97)));
  }

  private static List<Integer> narrow(Producer producer) {
    PassedValue last =
        plan(
                LP64,
                producer,
                "void f(long a, long b, long c, long d, long e, long g, long h, long i,"
                    + " unsigned char j)")
            .arguments()
            .getLast();
    Optional<Extension> extension = last.extension();
    return List.of(extension.orElseThrow().given(), extension.orElseThrow().trusted());
  }

  /**
   * riscv_flatten_aggregate_field gives up at an array of no elements, unless the whole is a
   * number.
   */
  @Test
  void anArrayOfNoElementsKeepsANumberOfGccInGeneralRegisters() {
    String apart = "struct s { float a; long z[0]; }; void f(int n, struct s x)";
    assertPlan(LP64D, gcc(16), apart, "n:a0[0..4) x:a1[0..8) -> none");
    assertPlan(LP64D, clang(23), apart, "n:a0[0..4) x:fa0[0..4) -> none");
    String same = "struct s { float a; int z[0]; }; void f(int n, struct s x)";
    assertPlan(LP64D, gcc(16), same, "n:a0[0..4) x:fa0[0..4) -> none");
  }

  /** However far it is aligned, a struct of one number is taken apart. */
  @Test
  void aNumberInALargeStructHasARegister() {
    String aligned = "struct s { float a; } aligned(64); void f(struct s x)";
    assertPlan(LP64D, gcc(16), aligned, "x:fa0[0..4) -> none");
    assertPlan(LP64D, clang(23), aligned, "x:fa0[0..4) -> none");
  }

  /** Read in the machine code of GCC 16 and Clang 23. */
  @Test
  void clangGivesEachHalfOfAComplexIntegerInAStructARegister() {
    String struct = "struct s { int _Complex a; }; struct s f(int n, struct s x)";
    assertPlan(LP64D, gcc(16), struct, "n:a0[0..4) x:a1[0..8) -> a0[0..8)");
    assertPlan(LP64D, clang(23), struct, "n:a0[0..4) x:a1[0..4)+a2[0..4) -> a0[0..4)+a1[0..4)");
    assertPlan(LP64, clang(23), struct, "n:a0[0..4) x:a1[0..8) -> a0[0..8)");
    String alone = "int _Complex f(int _Complex x)";
    assertPlan(LP64D, clang(23), alone, "x:a0[0..8) -> a0[0..8)");
    String last =
        "struct s { int _Complex a; }; void f(long a, long b, long c, long d, long e,"
            + " long g, long h, struct s x)";
    assertPlan(
        LP64D,
        clang(23),
        last,
        "a:a0[0..8) b:a1[0..8) c:a2[0..8) d:a3[0..8) e:a4[0..8) g:a5[0..8) h:a6[0..8)"
            + " x:a7[0..8) -> none");
  }

  /** Seen to run: GCC looks at what an array of no elements would have, Clang does not. */
  @Test
  void anArrayOfNoStructsKeepsTwoNumbersTogetherForGccAlone() {
    String structs =
        "struct i { int b; }; struct s { float n; struct i x[0]; float m; }; void f(struct s v)";
    assertPlan(LP64D, gcc(16), structs, "v:a0[0..8) -> none");
    assertPlan(LP64D, clang(23), structs, "v:fa0[0..4)+fa1[0..4) -> none");
  }

  /**
   * Seen to run: GCC 16 passes over what has no size whatever the count; releases before do not.
   */
  @Test
  void anArrayWhoseElementsHaveNoSizeKeepsNothingTogether() {
    String types = "struct q { int z[0]; }; struct e { }; union u { }; ";
    for (String part : List.of("struct q x[2];", "struct e x[1];", "union u x;")) {
      String call = types + "struct s { float n; " + part + " float m; }; void f(struct s v)";
      assertPlan(LP64D, gcc(16), call, "v:fa0[0..4)+fa1[0..4) -> none");
      assertPlan(LP64D, gcc(15), call, "v:a0[0..8) -> none");
      assertPlan(LP64D, clang(23), call, "v:fa0[0..4)+fa1[0..4) -> none");
    }
    String within = types + "struct s { float n; struct q x; float m; }; void f(struct s v)";
    assertPlan(LP64D, gcc(16), within, "v:a0[0..8) -> none");
  }
}
