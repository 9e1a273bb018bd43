package org.abiseam.engine.prototype;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Machine;
import org.abiseam.model.Member;
import org.abiseam.model.Origin;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.model.declarator.TypeText;
import org.abiseam.rules.machine.TargetMachine;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;
import org.abiseam.rules.psabi.Psabis;
import org.junit.jupiter.api.Test;

final class PrototypeTest {
  private static final Machine X86_64 = TargetNames.machine("x86_64");

  private static String read(String text) {
    Prototype.Read declared = Prototype.read(text, Psabis.target(X86_64), PrototypeTest::pair);
    return TypeText.declaration(declared.types(), declared.type(), declared.name());
  }

  /** {@code struct pair { long a; float b; }} by any name. */
  private static Optional<Prototype.Found> pair(String name) {
    TypeGraph.Builder graph = new TypeGraph.Builder();
    Origin origin = new Origin("test", "", OptionalLong.empty(), Optional.empty());
    TypeId whole =
        graph.add(
            new Type.Scalar("long", Type.Encoding.SIGNED, 8, 64, OptionalInt.empty()), origin);
    TypeId number =
        graph.add(
            new Type.Scalar("float", Type.Encoding.FLOAT, 4, 32, OptionalInt.empty()), origin);
    TypeId struct =
        graph.add(
            new Type.Aggregate(
                Type.Shape.STRUCT,
                Optional.of(name),
                16,
                OptionalInt.empty(),
                List.of(
                    new Member.Field("a", whole, 0, OptionalInt.empty()),
                    new Member.Field("b", number, 64, OptionalInt.empty()))),
            origin);
    return Optional.of(new Prototype.Found(graph.build(), struct));
  }

  @Test
  void theTypesOfCStandForThemselves() {
    assertThat(read("int f(unsigned long a, const char *b, _Bool)"))
        .isEqualTo("int f(unsigned long, char *, _Bool)");
    assertThat(read("void f(void);")).isEqualTo("void f(void)");
  }

  /** C17 §6.7.6.3, paragraphs 7 and 8. */
  @Test
  void arraysAndFunctionsAsParametersArePointers() {
    assertThat(read("void f(int a[4], int (*call)(void *), ...)"))
        .isEqualTo("void f(int *, int (*)(void *), ...)");
  }

  @Test
  void whatAFileMustDefineIsNamedOnceInOrder() {
    assertThat(Prototype.names("u32 f(struct s *a, union v b, struct s c, long d)"))
        .containsExactly("u32", "s", "v");
  }

  @Test
  void aStructOfAFileTravelsAsItsMembersSay() {
    Prototype.Read declared =
        Prototype.read(
            "struct pair f(int n, struct pair p)", Psabis.target(X86_64), PrototypeTest::pair);
    assertThat(plan(declared.signature(), declared.types(), X86_64, "gcc-14"))
        .isEqualTo("n:rdi[0..4) p:rsi[0..8)+xmm0[0..8) -> rax[0..8)+xmm0[0..8)");
  }

  private static String plan(
      Signature signature, TypeGraph types, Machine machine, String compiler) {
    var producer = TargetNames.compiler(compiler);
    PlanResult outcome = Planner.plan(signature, new CallSide(machine, types, producer, producer));
    return ((PlanResult.Planned) outcome).plans().getFirst().plan().toString();
  }

  @Test
  void machineAndSwitchesDecide() {
    String text = "void f(float a, int b, double c)";
    assertThat(planned(text, "riscv64-lp64d", "clang-19"))
        .isEqualTo("a:fa0[0..4) b:a0[0..4) c:fa1[0..8) -> none");
    assertThat(planned(text, "riscv64-lp64", "clang-19"))
        .isEqualTo("a:a0[0..4) b:a1[0..4) c:a2[0..8) -> none");
    assertThat(planned("void f(int a, int b)", "i386", "gcc-14 -mregparm=3"))
        .isEqualTo("a:eax[0..4) b:edx[0..4) -> none");
  }

  /** The preprocessors of GCC and clang for each machine state these sizes and the sign. */
  @Test
  void theMachineDecidesWhatTheTypesOfCAre() {
    String wide = "long double f(char a, size_t b, int64_t c)";
    assertThat(planned(wide, "x86_64", "gcc-14"))
        .isEqualTo("a:rdi[0..1) b:rsi[0..8) c:rdx[0..8) -> st0[0..10)");
    assertThat(planned(wide, "i386", "gcc-14"))
        .isEqualTo("a:stack[0..1) b:stack[4..8) c:stack[8..16) -> st0[0..10)");
    assertThat(planned(wide, "armhf", "gcc-14"))
        .isEqualTo("a:r0[0..1) b:r1[0..4) c:r2[0..4)+r3[0..4) -> d0[0..8)");
    assertThat(read("unsigned f(uint8_t, _Float16, unsigned _BitInt(37), long double _Complex)"))
        .isEqualTo("unsigned f(uint8_t, _Float16, unsigned _BitInt(37), long double _Complex)");
    assertThat(planned("void f(_BitInt(200) a, __int128 b)", "x86_64", "clang-23"))
        .isEqualTo("a:stack[0..32) b:rdi[0..8)+rsi[0..8) -> none");
    assertThatThrownBy(() -> read("void f(_BitInt(x) a)")).hasMessageContaining("a number of bits");
    assertThatThrownBy(() -> read("void f(int _Complex a)")).hasMessageContaining("int _Complex");
  }

  private static String planned(String text, String name, String compiler) {
    Machine machine = TargetNames.machine(name);
    TargetMachine target = Psabis.target(machine, TargetNames.compiler(compiler).compiler());
    Prototype.Read declared = Prototype.read(text, target, _ -> Optional.empty());
    return plan(declared.signature(), declared.types(), machine, compiler);
  }

  @Test
  void whatIsNoDeclarationIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> read("int f(int a"))
        .isInstanceOf(Prototype.Unreadable.class)
        .hasMessage(
            "not a declaration of a function: ')' expected, not the end, behind 'int f ( int a'");
    assertThatThrownBy(
            () -> Prototype.read("int f(u32)", Psabis.target(X86_64), _ -> Optional.empty()))
        .hasMessage("no input defines a type named u32");
  }

  @Test
  void anUnknownNameIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> TargetNames.machine("vax"))
        .hasMessageStartingWith("--machine vax is not known; it is one of x86_64, i386, aarch64");
    assertThatThrownBy(() -> TargetNames.compiler("icc-9"))
        .hasMessageStartingWith("--compiler icc-9 is not known; write gcc-14");
  }
}
