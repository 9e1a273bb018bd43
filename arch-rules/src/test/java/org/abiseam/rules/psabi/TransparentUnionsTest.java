package org.abiseam.rules.psabi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.junit.jupiter.api.Test;

/** Unions that clang takes apart where they are transparent, and GCC passes whole. */
class TransparentUnionsTest {
  private static final Machine AARCH64 = new Machine(Machine.EM_AARCH64, 8, false, 0);
  private static final List<Machine> EXPANDING =
      List.of(
          AARCH64,
          new Machine(Machine.EM_ARM, 4, false, 0x05000400),
          new Machine(Machine.EM_386, 4, false, 0),
          new Machine(Machine.EM_PPC, 4, true, 0),
          new Machine(Machine.EM_LOONGARCH, 8, false, 3));
  private static final Producer GCC = Plans.gcc(16, "-O2");
  private static final Producer CLANG = Plans.clang(23);

  private static boolean open(Machine machine, Producer other, String members) {
    String source = "union u { " + members + " }; void f(union u value, long next)";
    return Plans.outcome(machine, CLANG, other, source) instanceof PlanResult.NotPlanned not
        && not.reason().contains("transparent_union");
  }

  @Test
  void aBitFieldNarrowerThanTheUnionMayTravelInPieces() {
    for (Machine machine : EXPANDING) {
      assertThat(open(machine, GCC, "unsigned a : 2;")).as(machine.name()).isTrue();
      assertThat(open(machine, GCC, "unsigned a : 20; unsigned b;")).as(machine.name()).isTrue();
    }
    assertThat(open(AARCH64, GCC, "long a : 40; int *b;")).isTrue();
  }

  /** Run: clang 23 passes { char a; } of two bytes in two registers if it is transparent. */
  @Test
  void aUnionThatIsLargerThanItsMembersMayTravelInPieces() {
    for (Machine machine : EXPANDING) {
      String call = "union u { char a; char b; } aligned(2); void f(union u value, long next)";
      assertThat(Plans.outcome(machine, CLANG, GCC, call))
          .as(machine.name())
          .isInstanceOf(PlanResult.NotPlanned.class);
    }
  }

  @Test
  void aUnionThatClangKeepsWholeOrNeverMakesTransparentDoesNot() {
    assertThat(open(AARCH64, GCC, "unsigned a : 2; unsigned b;")).isFalse();
    assertThat(open(AARCH64, GCC, "unsigned a : 2; char b[4];")).isFalse();
    assertThat(open(AARCH64, GCC, "unsigned a : 2; long b;")).isFalse();
    assertThat(open(AARCH64, GCC, "char a : 3;")).isFalse();
    assertThat(open(AARCH64, GCC, "unsigned b; unsigned a : 2;")).isFalse();
    assertThat(open(AARCH64, GCC, "float b aligned(16);")).isFalse();
    assertThat(open(AARCH64, GCC, "int b aligned(16);")).isTrue();
  }

  @Test
  void registersThatClangNamesHoldTheWholeUnion() {
    for (Machine machine :
        List.of(
            new Machine(Machine.EM_X86_64, 8, false, 0),
            new Machine(Machine.EM_S390, 8, true, 0),
            new Machine(Machine.EM_RISCV, 8, false, 4))) {
      assertThat(open(machine, GCC, "unsigned a : 2;")).as(machine.name()).isFalse();
    }
  }

  @Test
  void twoObjectsOfClangTakeItApartAlike() {
    assertThat(open(AARCH64, CLANG, "unsigned a : 2;")).isFalse();
  }

  private static List<String> plans(Machine machine, Producer one, Producer other, String union) {
    String source = "union u { " + union + " }; void f(union u value)";
    return Plans.outcome(machine, one, other, source) instanceof PlanResult.Planned planned
        ? planned.plans().stream().map(it -> it.plan().toString()).distinct().toList()
        : List.of();
  }

  /** GCC puts a number at the low end of its register, and a union of fewer bytes at the high. */
  @Test
  void clangDoesNotLookForTransparentUnionsOnSparc() {
    Machine sparc = new Machine(Machine.EM_SPARCV9, 8, true, 0);
    assertThat(plans(sparc, GCC, CLANG, "int a; int b;"))
        .containsExactly("value:o0[0..4) -> none", "value:o0[4..8) -> none");
    assertThat(plans(sparc, CLANG, GCC, "int a; int b;")).containsExactly("value:o0[0..4) -> none");
    assertThat(plans(sparc, GCC, CLANG, "long a; int b;")).hasSize(1);
    assertThat(plans(sparc, GCC, CLANG, "char a[4]; int b;")).hasSize(1);
    assertThat(plans(sparc, GCC, GCC, "int a; int b;")).hasSize(1);
  }

  /** What is no transparent union travels by reference there. */
  @Test
  void clangDropsTheAttributeWhereAMemberIsSmallerThanTheFirst() {
    Machine ppc32 = new Machine(Machine.EM_PPC, 4, true, 0);
    assertThat(plans(ppc32, GCC, CLANG, "int a; char b;")).hasSize(2);
    assertThat(plans(ppc32, CLANG, GCC, "int a; char b;")).hasSize(1);
    assertThat(plans(ppc32, CLANG, GCC, "int a; unsigned b;")).hasSize(2);
    assertThat(plans(ppc32, GCC, CLANG, "char a[4]; char b;")).hasSize(1);
  }

  /**
   * GCC passes an array of three bytes where the union has no machine mode either; run: callee and
   * caller of GCC and clang differ on riscv64.
   */
  @Test
  void gccPassesAFirstMemberThatIsSmallerThanTheUnion() {
    Machine riscv = new Machine(Machine.EM_RISCV, 8, false, 4);
    String union = "unsigned char a[3]; long b[4];";
    assertThat(plans(riscv, GCC, CLANG, union))
        .containsExactly("value:ref:a0[0..8) -> none", "value:a0[0..3)+nowhere[0..29) -> none");
    assertThat(plans(riscv, CLANG, GCC, union)).containsExactly("value:ref:a0[0..8) -> none");
  }
}
