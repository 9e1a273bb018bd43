package org.abiseam.rules.psabi;

import static org.abiseam.rules.psabi.Plans.assertPlan;
import static org.abiseam.rules.psabi.Plans.clang;
import static org.abiseam.rules.psabi.Plans.gcc;
import static org.abiseam.rules.psabi.Plans.outcome;
import static org.abiseam.rules.psabi.Plans.rustc;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
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

class X8664Test {
  private static final Machine X8664 = new Machine(Machine.EM_X86_64, 8, false, 0);

  @Test
  void theExampleOfThePsabiDocument() {
    assertPlan(
        X8664,
        gcc(16),
        "struct structparm { int a, b; double d; };"
            + " void func(int e, int f, struct structparm s, int g, int h, long double ld,"
            + " double m, vector16 y, double n, int i, int j, int k)",
        "e:rdi[0..4) f:rsi[0..4) s:rdx[0..8)+xmm0[0..8) g:rcx[0..4) h:r8[0..4)"
            + " ld:stack[0..16) m:xmm1[0..8) y:xmm2[0..16) n:xmm3[0..8) i:r9[0..4)"
            + " j:stack[16..20) k:stack[24..28) -> none");
  }

  @Test
  void aStructThatDoesNotFitWholeLeavesItsRegisterToTheNext() {
    assertPlan(
        X8664,
        gcc(16),
        "struct pair { long a, b; }; void f(long a, long b, long c, long d, long e,"
            + " struct pair p, long g)",
        "a:rdi[0..8) b:rsi[0..8) c:rdx[0..8) d:rcx[0..8) e:r8[0..8) p:stack[0..16) g:r9[0..8)"
            + " -> none");
  }

  @Test
  void aLargeResultIsWrittenThroughTheFirstRegister() {
    assertPlan(
        X8664,
        gcc(16),
        "struct big { long a, b, c; }; struct big f(int x)",
        "x:rsi[0..4) -> ref:rdi[0..8)");
  }

  @Test
  void aMisalignedMemberMakesTheStructMemory() {
    assertPlan(
        X8664,
        gcc(16),
        "struct odd { char c; int i; } packed; struct odd f(struct odd o)",
        "o:stack[0..5) -> ref:rdi[0..8)");
  }

  @Test
  void aStructOfBitFieldsComesBackInOneRegister() {
    assertPlan(
        X8664,
        rustc(85),
        "struct flags { unsigned a : 3; unsigned b : 20; }; struct flags f(struct flags g)",
        "g:rdi[0..4) -> rax[0..4)");
  }

  @Test
  void gccAndClangPartOnAFlexibleArray() {
    String flexible = "struct f { int a; char b[]; }; struct f g(int x, struct f t, int y)";
    assertPlan(X8664, gcc(16), flexible, "x:rdi[0..4) t:rsi[0..4) y:rdx[0..4) -> rax[0..4)");
    assertPlan(
        X8664, clang(23), flexible, "x:rsi[0..4) t:stack[0..4) y:rdx[0..4) -> ref:rdi[0..8)");
  }

  @Test
  void olderClangsSplitAnInt128() {
    String last = "void f(long a, long b, long c, long d, long e, __int128 x, long y)";
    String before = "a:rdi[0..8) b:rsi[0..8) c:rdx[0..8) d:rcx[0..8) e:r8[0..8) ";
    assertPlan(X8664, gcc(16), last, before + "x:stack[0..16) y:r9[0..8) -> none");
    assertPlan(X8664, clang(20), last, before + "x:stack[0..16) y:r9[0..8) -> none");
    assertPlan(X8664, clang(18), last, before + "x:stack[0..16) y:stack[16..24) -> none");
    assertPlan(X8664, clang(16), last, before + "x:r9[0..8)+stack[0..8) y:stack[8..16) -> none");
  }

  @Test
  void aHoleThatAnUnnamedBitFieldMayFillTakesARegisterInOneOfThePlans() {
    PlanResult.Planned planned =
        assertInstanceOf(
            PlanResult.Planned.class,
            outcome(
                X8664,
                gcc(16),
                "struct p { int a, b; int : 32; int : 32; }; void g(int x, struct p t, int y)"));
    assertEquals(
        List.of(
            "x:rdi[0..4) t:rsi[0..8) y:rdx[0..4) -> none",
            "x:rdi[0..4) t:rsi[0..8)+rdx[0..8) y:rcx[0..4) -> none"),
        planned.plans().stream().map(explained -> explained.plan().toString()).toList());
  }

  @Test
  void floatingPointWithoutSseIsNotPlanned() {
    assertInstanceOf(
        PlanResult.NotPlanned.class, outcome(X8664, gcc(16, "-mno-sse"), "void f(double d)"));
  }

  @Test
  void clangBefore19LosesHalfOfAMemberThatATypedefLowers() {
    assertInstanceOf(PlanResult.NotPlanned.class, ofLowered(clang(18)));
    for (Producer right : List.of(clang(19), gcc(16))) {
      PlanResult.Planned planned = assertInstanceOf(PlanResult.Planned.class, ofLowered(right));
      assertEquals("x:stack[0..12) -> none", planned.plans().getFirst().plan().toString());
    }
  }

  /** {@code typedef u64 compat_u64 aligned(4); void f(struct { int a; compat_u64 b; } x)}. */
  private static PlanResult ofLowered(Producer producer) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin nowhere = new Origin("test", "unit", OptionalLong.empty(), Optional.empty());
    OptionalInt none = OptionalInt.empty();
    Type.Encoding signed = Type.Encoding.SIGNED;
    TypeId i = graph.add(new Type.Scalar("int", signed, 4, 32, none), nowhere);
    TypeId l = graph.add(new Type.Scalar("long", signed, 8, 64, none), nowhere);
    TypeId compat = graph.add(new Type.Alias("compat", l, OptionalInt.of(4)), nowhere);
    List<Member> members =
        List.of(new Member.Field("a", i, 0, none), new Member.Field("b", compat, 32, none));
    TypeId struct =
        graph.add(
            new Type.Aggregate(Type.Shape.STRUCT, Optional.of("s"), 12, none, members), nowhere);
    Signature signature =
        new Signature(
            List.of(new Signature.Parameter("x", struct)),
            graph.add(new Type.Void(), nowhere),
            Signature.Arity.FIXED,
            CallingConvention.C);
    return Planner.plan(signature, new CallSide(X8664, graph.build(), producer, producer));
  }

  @Test
  void whatMayStandInOneStructIsSupposedOfThatStructAlone() {
    PlanResult.Planned planned =
        assertInstanceOf(
            PlanResult.Planned.class,
            outcome(
                X8664,
                gcc(16),
                "struct p { long a; int : 32; int : 32; }; struct q { double d; int : 32;"
                    + " int : 32; }; void g(struct p t, struct q u)"));
    assertEquals(
        List.of(
            "t:rdi[0..8) u:xmm0[0..8) -> none",
            "t:rdi[0..8)+rsi[0..8) u:xmm0[0..8) -> none",
            "t:rdi[0..8) u:xmm0[0..8)+rsi[0..8) -> none",
            "t:rdi[0..8)+rsi[0..8) u:xmm0[0..8)+rdx[0..8) -> none"),
        planned.plans().stream().map(explained -> explained.plan().toString()).toList());
  }

  /** "Parameter passing", the third example: positions, not banks. */
  @Test
  void theMicrosoftConventionCountsPositions() {
    assertEquals(
        "a:rcx[0..4) b:xmm1[0..8) c:r8[0..4) d:xmm3[0..4) e:stack[32..36) f:stack[40..44) -> none",
        microsoft(gcc(16), "void func3(int a, double b, int c, float d, int e, float f)"));
    assertEquals(
        "a:ref:rcx[0..8) b:rdx[0..8) c:r8[0..4) d:ref:r9[0..8) e:ref:stack[32..40) -> none",
        microsoft(
            gcc(16),
            "struct s12 { int a, b, c; }; struct s8 { int a, b; }; struct f { float a; };"
                + " void f(struct s12 a, struct s8 b, struct f c, __int128 d, struct s12 e)"));
  }

  @Test
  void aLargeResultOfTheMicrosoftConventionTakesTheFirstPosition() {
    assertEquals(
        "x:xmm1[0..8) -> ref:rcx[0..8)",
        microsoft(rustc(85), "struct big { long a, b; }; struct big f(double x)"));
    assertEquals("x:ref:rcx[0..8) -> xmm0[0..16)", microsoft(clang(19), "__int128 f(__int128 x)"));
    assertEquals(
        "-> rax[0..4)", microsoft(gcc(16), "struct f { float a; }; struct f g(void)").strip());
  }

  @Test
  void gccAndClangPartOnALongDoubleOfTheMicrosoftConvention() {
    String declaration = "long double f(int x, long double y)";
    assertEquals("x:rdx[0..4) y:ref:r8[0..8) -> ref:rcx[0..8)", microsoft(gcc(16), declaration));
    assertEquals("x:rcx[0..4) y:ref:rdx[0..8) -> st0[0..10)", microsoft(clang(23), declaration));
  }

  @Test
  void theSwitchOfGccMakesEveryCallOne() {
    assertPlan(
        X8664, gcc(16, "-mabi=ms"), "void f(long a, long b)", "a:rcx[0..8) b:rdx[0..8) -> none");
  }

  @Test
  void aConventionWithoutARuleIsNotPlanned() {
    assertInstanceOf(
        PlanResult.NotPlanned.class, Plans.outcome(X8664, gcc(16), "void f(int a)", "vectorcall"));
  }

  private static String microsoft(Producer producer, String declarations) {
    PlanResult outcome = Plans.outcome(X8664, producer, declarations, "win64");
    return assertInstanceOf(PlanResult.Planned.class, outcome).plans().getFirst().plan().toString();
  }

  /**
   * A flexible array right in a union is MEMORY for GCC too; in a struct of the union it is not.
   */
  @Test
  void aUnionWithAFlexibleArrayOfItsOwnIsMemory() {
    String own = "union u { int a; int b[]; }; void f(int x, union u t, int y)";
    for (Producer producer : List.of(gcc(16), clang(23))) {
      assertPlan(X8664, producer, own, "x:rdi[0..4) t:stack[0..4) y:rsi[0..4) -> none");
    }
  }

  /** GCC's classify_argument: what has no size counts only inside an eightbyte. */
  @Test
  void anArrayOfNoElementsCountsInsideAnEightbyteOnly() {
    String first = "struct s { long long z[0]; double d; }; void f(struct s t)";
    String inside = "struct s { float d; int z[0]; }; void f(struct s t)";
    assertPlan(X8664, gcc(16), first, "t:xmm0[0..8) -> none");
    assertPlan(X8664, gcc(16), inside, "t:rdi[0..4) -> none");
    assertPlan(X8664, clang(23), inside, "t:xmm0[0..4) -> none");
  }

  /** The x87 format has no use for SSE. */
  @Test
  void aLongDoubleTravelsWithoutSse() {
    assertPlan(
        X8664, gcc(16, "-mno-sse"), "long double f(long double a)", "a:stack[0..16) -> st0[0..10)");
  }

  /** An unnamed bit-field of a whole eightbyte looks like the padding of an alignment. */
  @Test
  void aTailOfAnEightbyteMayBeABitField() {
    assertEquals(
        List.of("t:rdi[0..8) -> none", "t:rdi[0..8)+rsi[0..8) -> none"),
        Plans.allPlans(X8664, gcc(16), "struct s { long a; } aligned(16); void f(struct s t)"));
  }

  /** In the eightbyte of a float it decides between a general register and xmm1. */
  @Test
  void aHoleBesideAFloatMayBeABitFieldWhereTheOtherCompilerDoesNotCountIt() {
    String tail = "struct s { double a; float b; }; void f(struct s t)";
    String inside = "struct s { float a; double b; }; void f(struct s t)";
    String number = "struct s { int a; double b; }; void f(struct s t)";
    String vectors = "t:xmm0[0..8)+xmm1[0..8) -> none";
    assertEquals(
        List.of(vectors, "t:xmm0[0..8)+rdi[0..8) -> none"),
        Plans.allPlans(X8664, gcc(16), clang(23), tail));
    assertEquals(
        List.of(vectors, "t:rdi[0..8)+xmm0[0..8) -> none"),
        Plans.allPlans(X8664, gcc(16), clang(23), inside));
    assertEquals(
        Set.of("t:rdi[0..8)+xmm0[0..8) -> none"),
        Set.copyOf(Plans.allPlans(X8664, gcc(16), clang(23), number)));
    assertEquals(Set.of(vectors), Set.copyOf(Plans.allPlans(X8664, clang(23), gcc(16), tail)));
    for (Producer alike : List.of(gcc(12), clang(24), rustc(90))) {
      assertEquals(List.of(vectors), Plans.allPlans(X8664, gcc(16), alike, tail));
    }
  }

  /** Run: union { float a; int : 3; } is in edi for GCC 16, and in xmm0 for clang 23. */
  @Test
  void aUnionOfFloatsMayHideABitFieldThatNeedsNoRoom() {
    String call = "union u { double a; float b; }; void f(union u t)";
    assertEquals(
        List.of("t:xmm0[0..8) -> none", "t:rdi[0..8) -> none"),
        Plans.allPlans(X8664, gcc(16), clang(23), call));
    assertEquals(
        Set.of("t:xmm0[0..8) -> none"),
        Set.copyOf(Plans.allPlans(X8664, clang(23), gcc(16), call)));
    assertEquals(List.of("t:xmm0[0..8) -> none"), Plans.allPlans(X8664, gcc(16), gcc(12), call));
  }

  @Test
  void aUnionOfUnnamedBitFieldsAloneTakesARegisterWhateverItsAlignment() {
    assertEquals(
        List.of("t:rdi[0..8) y:rsi[0..4) -> none", "t:rdi[0..8) y:rsi[0..4) -> none"),
        Plans.allPlans(
            X8664, gcc(16), "union u { int : 13; } aligned(8); void f(union u t, int y)"));
  }

  @Test
  void clangCountsAMisalignedMemberOfNoSizeAsUnaligned() {
    String misaligned =
        "struct s { long a; __int128 b[0]; short c; } packed aligned(8); void f(struct s t)";
    String aligned =
        "struct s { long a; long b[0]; short c; } packed aligned(8); void f(struct s t)";
    assertPlan(X8664, gcc(16), misaligned, "t:rdi[0..8)+rsi[0..8) -> none");
    assertPlan(X8664, clang(23), misaligned, "t:stack[0..16) -> none");
    assertPlan(X8664, clang(23), aligned, "t:rdi[0..8)+rsi[0..8) -> none");
  }

  /** Recorded: GCC looks at the elements of an array that begins inside an eightbyte. */
  @Test
  void aMisalignedArrayOfNoElementsInsideAnEightbytePutsAStructInMemory() {
    for (Producer compiler : List.of(gcc(16), clang(23))) {
      assertPlan(
          X8664,
          compiler,
          "struct s { long a; char b; long c[0]; } packed; void f(struct s t)",
          "t:stack[0..9) -> none");
      assertPlan(
          X8664,
          compiler,
          "struct s { int a; int b[0]; int c; } packed; void f(struct s t)",
          "t:rdi[0..8) -> none");
    }
  }
}
