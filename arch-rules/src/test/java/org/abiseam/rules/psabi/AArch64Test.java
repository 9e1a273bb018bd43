package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.junit.jupiter.api.Test;

class AArch64Test {
  private static final Machine AARCH64 = new Machine(Machine.EM_AARCH64, 8, false, 0);

  /**
   * §6.8.2 Stage C.2: an HFA takes a register for each of its members; §5.9.5.1 says what an HFA
   * is.
   */
  @Test
  void fourNumbersOfOneFormatTravelInVectorRegisters() {
    assertPlan(
        AARCH64,
        gcc(16),
        "struct v { float a, b; }; void f(int n, struct v x)",
        "n:x0[0..4) x:v0[0..4)+v1[0..4) -> none");
  }

  /**
   * Run: union { float a; int : 0; } is in w0 for GCC 16, and in s0 for clang 23; with int : 5 it
   * is in w0 for both.
   */
  @Test
  void aUnionOfFloatsMayHideABitField() {
    String call = "union u { float a; float b; }; void f(union u x)";
    String number = "x:v0[0..4) -> none";
    String bytes = "x:x0[0..4) -> none";
    assertEquals(List.of(number, bytes, bytes), Plans.allPlans(AARCH64, gcc(16), call));
    assertEquals(List.of(number, bytes), Plans.allPlans(AARCH64, clang(23), call));
    String struct = "struct s { float a; float b; }; void f(struct s x)";
    assertEquals(List.of("x:v0[0..4)+v1[0..4) -> none"), Plans.allPlans(AARCH64, gcc(16), struct));
  }

  @Test
  void aStructOfBrainFloatsIsHomogeneousForClangAlone() {
    assertEquals("x:x0[0..2) -> none", ofBf16(gcc(16)));
    assertEquals("x:v0[0..2) -> none", ofBf16(clang(23)));
  }

  private static String ofBf16(Producer producer) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin nowhere = new Origin("test", "unit", OptionalLong.empty(), Optional.empty());
    OptionalInt none = OptionalInt.empty();
    TypeId bf16 = graph.add(new Type.Scalar("__bf16", Type.Encoding.FLOAT, 2, 16, none), nowhere);
    List<Member> members = List.of(new Member.Field("a", bf16, 0, none));
    TypeId struct =
        graph.add(
            new Type.Aggregate(Type.Shape.STRUCT, Optional.of("s"), 2, none, members), nowhere);
    Signature signature =
        new Signature(
            List.of(new Signature.Parameter("x", struct)),
            graph.add(new Type.Void(), nowhere),
            Signature.Arity.FIXED,
            CallingConvention.C);
    CallSide side = new CallSide(AARCH64, graph.build(), producer, producer);
    return assertInstanceOf(PlanResult.Planned.class, Planner.plan(signature, side))
        .plans()
        .getFirst()
        .plan()
        .toString();
  }
}
