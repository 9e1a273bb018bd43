package org.abiseam.rules.psabi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.rules.plan.Plan;
import org.junit.jupiter.api.Test;

/** The specification's figures, and what the kernel's switches make of them. */
final class I386Test {
  private static final Machine I386 = new Machine(Machine.EM_386, 4, false, 0);

  private static String plan(String declarations, String... flags) {
    return plan(producer(Producer.Compiler.GCC, Producer.Language.C, 16, flags), declarations);
  }

  private static String rust(String declarations, String... flags) {
    return plan(producer(Producer.Compiler.RUSTC, Producer.Language.RUST, 1, flags), declarations);
  }

  private static Producer producer(
      Producer.Compiler compiler, Producer.Language language, int major, String... flags) {
    return new Producer(
        compiler,
        language,
        Optional.of(new Producer.Version(major, 95, 0)),
        Optional.empty(),
        List.of(flags),
        "");
  }

  private static PlanResult outcome(Producer producer, String declarations) {
    Declarations.Parsed parsed = Declarations.parse(I386, declarations);
    CallSide side = new CallSide(I386, parsed.types(), producer, producer);
    return Planner.plan(parsed.signature(), parsed.signature().parameters().size(), side);
  }

  private static String plan(Producer producer, String declarations) {
    PlanResult outcome = outcome(producer, declarations);
    Plan plan = ((PlanResult.Planned) outcome).plans().getFirst().plan();
    return plan.arguments().stream().map(a -> a.placement().toString()).toList()
        + " "
        + plan.result().placement()
        + " pops "
        + plan.frame().calleePops();
  }

  /** §2.2.3, "Parameter Passing Example": every argument in the next words of the stack. */
  @Test
  void everyArgumentLiesOnTheStackInWords() {
    assertThat(
            plan(
                "struct s { int a; int b; int c; }; void f(char c, struct s v, double d, int n)",
                "-O2"))
        .isEqualTo("[stack[0..1), stack[4..16), stack[16..24), stack[24..28)] none pops 0");
  }

  /** GCC 16 manual, x86 Options, -mrtd: not of variadic functions, and not of Rust. */
  @Test
  void withRtdTheCalleeTakesTheArgumentsOff() {
    assertThat(plan("void f(int a, double b)", "-mrtd"))
        .isEqualTo("[stack[0..4), stack[4..12)] none pops 12");
    assertThat(plan("void f(int a, ...)", "-mrtd")).isEqualTo("[stack[0..4)] none pops 0");
    assertThat(plan("void f(int a, double b)", "-mrtd", "-mno-rtd")).endsWith("pops 0");
    assertThat(rust("void f(int a, double b)", "-mrtd")).endsWith("pops 0");
  }

  /** GCC 16 manual, x86 Options: 16.2 was seen to return a double in eax and edx. */
  @Test
  void noPlanIsMadeOfAFloatingPointResultThatMustNotLieInTheX87() {
    Producer gcc = producer(Producer.Compiler.GCC, Producer.Language.C, 16, "-mno-fp-ret-in-387");
    assertThat(outcome(gcc, "double f(int a)"))
        .isEqualTo(new PlanResult.NotPlanned("no rule of abiseam covers -mno-fp-ret-in-387"));
    assertThat(plan(gcc, "int f(double a)")).startsWith("[stack[0..8)]");
  }

  /** §2.2.4: the callee takes the hidden pointer off. */
  @Test
  void aStructComesBackThroughAHiddenPointerThatTheCalleeTakesOff() {
    assertThat(plan("struct s { int a; }; struct s f(int n)", "-O2"))
        .isEqualTo("[stack[4..8)] ref:stack[0..4) pops 4");
  }

  @Test
  void regparmCarriesTheFirstWordsAndAValueThatDoesNotFitClosesTheRegisters() {
    assertThat(plan("struct s { int a; int b; }; void f(int n, struct s v, int m)", "-mregparm=3"))
        .isEqualTo("[eax[0..4), edx[0..4)+ecx[0..4), stack[0..4)] none pops 0");
    assertThat(
            plan(
                "struct s { int a; int b; int c; }; void f(int n, struct s v, int m)",
                "-mregparm=3"))
        .isEqualTo("[eax[0..4), stack[0..12), stack[12..16)] none pops 0");
  }

  /** Seen to run: such a struct has the machine mode of the complex number in GCC. */
  @Test
  void aStructOfOneComplexNumberTravelsAsThat() {
    String call = "struct s { int _Complex a; }; void f(int n, struct s v, int m)";
    assertThat(plan(call, "-mregparm=3"))
        .isEqualTo("[eax[0..4), stack[0..8), edx[0..4)] none pops 0");
    String number = "struct s { float _Complex a; }; void f(int n, struct s v, int m)";
    assertThat(plan(number, "-mregparm=3"))
        .isEqualTo("[eax[0..4), stack[0..8), edx[0..4)] none pops 0");
    String two = "struct s { int _Complex a; int b; }; void f(struct s v, int m)";
    assertThat(plan(two, "-mregparm=3"))
        .isEqualTo("[eax[0..4)+edx[0..4)+ecx[0..4), stack[0..4)] none pops 0");
    assertThat(called("fastcall", Plans.gcc(16), "void f(int _Complex v, int n, int m)"))
        .isEqualTo("v:stack[0..8) n:ecx[0..4) m:edx[0..4) -> none pops 8");
  }

  @Test
  void structsOfARegistersSizeComeBackInRegistersWhereAskedTo() {
    assertThat(
            plan(
                "struct s { int a; int b; }; struct s f(int n)",
                "-mregparm=3",
                "-freg-struct-return"))
        .isEqualTo("[eax[0..4)] eax[0..4)+edx[0..4) pops 0");
    assertThat(
            plan(
                "struct s { char a[3]; }; struct s f(int n)", "-mregparm=3", "-freg-struct-return"))
        .isEqualTo("[edx[0..4)] ref:eax[0..4) pops 0");
  }

  @Test
  void variadicFunctionsUseNoRegisters() {
    assertThat(plan("int f(int n, ...)", "-mregparm=3")).startsWith("[stack[0..4)] eax[0..4)");
  }

  /** GCC 16 and clang 23 were seen to do so. */
  @Test
  void aMemberOfThreeBytesKeepsAResultInMemory() {
    assertThat(
            plan(
                "struct s { char a[3]; char b; }; struct s f(void)",
                "-mregparm=3",
                "-freg-struct-return"))
        .isEqualTo("[] ref:eax[0..4) pops 0");
  }

  /** rustc 1.95 was seen to do so. */
  @Test
  void rustcKeepsStructsAndWideNumbersOnTheStackAndCountsOnlyTheLatter() {
    assertThat(rust("struct s { int a; int b; }; void f(int n, struct s v, int m)", "-Zregparm=3"))
        .isEqualTo("[eax[0..4), stack[0..8), edx[0..4)] none pops 0");
    assertThat(rust("void f(int n, long long v, int m)", "-Zregparm=3"))
        .isEqualTo("[eax[0..4), stack[0..8), stack[8..12)] none pops 0");
  }

  /** rustc 1.95 was seen to do so. */
  @Test
  void rustcLooksAtTheSizeOfAResultAlone() {
    assertThat(
            rust(
                "struct s { char a[3]; char b; }; struct s f(void)",
                "-Zregparm=3",
                "-Zreg-struct-return"))
        .isEqualTo("[] eax[0..4) pops 0");
  }

  private static String called(String convention, Producer producer, String declarations) {
    PlanResult outcome = Plans.outcome(I386, producer, declarations, convention);
    Plan plan = ((PlanResult.Planned) outcome).plans().getFirst().plan();
    return plan + " pops " + plan.frame().calleePops();
  }

  @Test
  void theCalleeOfStdcallTakesEverythingOff() {
    assertThat(
            called(
                "stdcall",
                Plans.gcc(16),
                "struct s { int a; int b; }; int f(struct s v, int n, char c)"))
        .isEqualTo("v:stack[0..8) n:stack[8..12) c:stack[12..13) -> eax[0..4) pops 16");
    assertThat(
            called(
                "stdcall",
                Plans.gcc(16),
                "struct s { int a; int b; int c; }; struct s f(int n, int m)"))
        .isEqualTo("n:stack[4..8) m:stack[8..12) -> ref:stack[0..4) pops 12");
  }

  /** GCC 16 manual, x86 Function Attributes, fastcall: "the first argument … in ECX and …". */
  @Test
  void fastcallCarriesTwoWords() {
    assertThat(called("fastcall", Plans.gcc(16), "int f(char a, short b, int c)"))
        .isEqualTo("a:ecx[0..1) b:edx[0..2) c:stack[0..4) -> eax[0..4) pops 4");
    assertThat(called("fastcall", Plans.gcc(16), "int f(float a, int b, int c)"))
        .isEqualTo("a:stack[0..4) b:ecx[0..4) c:edx[0..4) -> eax[0..4) pops 4");
    assertThat(called("thiscall", Plans.clang(23), "int f(int a, int b, int c)"))
        .isEqualTo("a:ecx[0..4) b:stack[0..4) c:stack[4..8) -> eax[0..4) pops 8");
  }

  /** Seen in what GCC 16 and clang 23 compile. */
  @Test
  void gccAndClangPartOnFastcall() {
    String wide = "int f(long long a, int b, int c)";
    assertThat(called("fastcall", Plans.gcc(16), wide))
        .isEqualTo("a:stack[0..8) b:stack[8..12) c:stack[12..16) -> eax[0..4) pops 16");
    assertThat(called("fastcall", Plans.clang(23), wide))
        .isEqualTo("a:stack[0..8) b:ecx[0..4) c:edx[0..4) -> eax[0..4) pops 8");
    String small = "struct s { int a; }; int f(struct s a, int b, int c)";
    assertThat(called("fastcall", Plans.clang(23), small))
        .isEqualTo("a:stack[0..4) b:edx[0..4) c:stack[4..8) -> eax[0..4) pops 8");
    String copied = "struct s { char a; }; int f(struct s a, int b, int c)";
    assertThat(called("fastcall", Plans.gcc(16), copied))
        .isEqualTo("a:stack[0..1) b:edx[0..4) c:stack[4..8) -> eax[0..4) pops 8");
    assertThat(called("fastcall", Plans.clang(23), copied))
        .isEqualTo("a:stack[0..1) b:ecx[0..4) c:stack[4..8) -> eax[0..4) pops 8");
    String hidden = "struct s { int a; int b; int c; }; struct s f(int n, int m)";
    assertThat(called("fastcall", Plans.gcc(16), hidden))
        .isEqualTo("n:edx[0..4) m:stack[0..4) -> ref:ecx[0..4) pops 4");
    assertThat(called("fastcall", Plans.clang(23), hidden))
        .isEqualTo("n:ecx[0..4) m:edx[0..4) -> ref:stack[0..4) pops 4");
  }

  /** Seen in what clang 23 compiles; of a union in front nothing was. */
  @Test
  void clangPutsTheFirstWordOfAWideNumberIntoEcxUnderThiscall() {
    assertThat(called("thiscall", Plans.clang(23), "int f(long long a, int b)"))
        .isEqualTo("a:ecx[0..4)+stack[0..4) b:stack[4..8) -> eax[0..4) pops 8");
    assertThat(
            Plans.outcome(
                I386, Plans.clang(23), "union u { int a; }; int f(union u a, int b)", "thiscall"))
        .isInstanceOf(PlanResult.NotPlanned.class);
  }
}
