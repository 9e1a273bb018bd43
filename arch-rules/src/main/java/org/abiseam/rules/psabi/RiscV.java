package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergence.Family.CLANG;
import static org.abiseam.rules.plan.Divergence.Family.GCC;
import static org.abiseam.rules.plan.Divergence.Family.RUSTC;
import static org.abiseam.rules.plan.Divergence.no;
import static org.abiseam.rules.plan.Divergence.yes;

import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Placing;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.Question;
import org.abiseam.rules.plan.Values;

/**
 * RISC-V, 32 and 64 bits, with integer registers (lp64, ilp32: the kernel) or floating point
 * registers too (lp64f, lp64d, ilp32f, ilp32d).
 *
 * <p>What is peculiar: one rule for almost everything. What fits into a register takes the next of
 * {@code a0} to {@code a7}; what fits into two takes two, and if only one is left its second half
 * goes to the stack; what is larger is copied and a pointer to the copy travels. Structs are no
 * exception. A result follows the rule of a first argument, so a large one is written through a
 * pointer in {@code a0}. Narrow numbers are extended by their own sign to 32 bits and then by sign
 * to 64, {@code unsigned int} too.
 *
 * <p>With floating point registers a struct of one or two members may be taken apart, if one of
 * them at least is a floating point number: this is where bindgen's bytes for a bit-field, and
 * pointers, make a difference between compilers.
 *
 * <p>"RISC-V ABIs Specification", version 1.0, 2022-11-02,
 * https://github.com/riscv-non-isa/riscv-elf-psabi-doc
 */
final class RiscV implements Psabi {
  private static final int EF_RISCV_FLOAT_ABI = 0x6;
  private static final int EF_RISCV_RVE = 0x8;

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_RISCV && (machine.flags() & EF_RISCV_RVE) == 0;
  }

  @Override
  public List<Divergence> divergences() {
    return TABLE;
  }

  @Override
  public Plan plan(Signature signature, int named, Values values, Dialect dialect) {
    // §8.1: EF_RISCV_FLOAT_ABI is 0 for soft, 2 for single, 4 for double, 6 for quad.
    int floatBytes =
        switch (values.machine().flags() & EF_RISCV_FLOAT_ABI) {
          case 0 -> 0;
          case 2 -> 4;
          case 4 -> 8;
          default -> 16;
        };
    RegisterPairs.Convention convention =
        new RegisterPairs.Convention(
            values.machine().pointerBytes(),
            floatBytes,
            "fa",
            new Citation("RISC-V ABIs 1.0", "§2.1 Integer Calling Convention"),
            new Citation("RISC-V ABIs 1.0", "§2.2 Hardware Floating-point Calling Convention"),
            new RegisterPairs.Questions(
                Point.MEMBERLESS_STRUCT_IS_IGNORED,
                Point.EMPTY_STRUCT_ALIGNS_THE_STACK,
                Point.POINTER_IS_FLATTENED,
                Point.FLEXIBLE_ARRAY_ENDS_FLATTENING,
                Point.WHOLE_BYTES_OF_A_BIT_FIELD_UNIT,
                Point.EMPTY_ARRAY_ENDS_FLATTENING,
                Point.ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING,
                Point.NARROW_ON_STACK_IS_EXTENDED,
                Point.NARROW_ON_STACK_IS_TRUSTED,
                Point.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF));
    return new RegisterPairs(values, new Placing(dialect, TABLE), convention)
        .plan(signature, named);
  }

  /** Where compilers part. */
  enum Point implements Question {
    MEMBERLESS_STRUCT_IS_IGNORED("Is a struct that has only unnamed bit-fields left out?"),
    EMPTY_STRUCT_ALIGNS_THE_STACK("Does a struct of no size align the stack?"),
    POINTER_IS_FLATTENED("Does a pointer beside a floating point number count as an integer?"),
    FLEXIBLE_ARRAY_ENDS_FLATTENING("Does a flexible array keep a struct whole?"),
    WHOLE_BYTES_OF_A_BIT_FIELD_UNIT("Does a bit-field beside a number count as one integer?"),
    EMPTY_ARRAY_ENDS_FLATTENING("Does an array of no elements keep two numbers together?"),
    ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING("Does a bit-field of no width keep two numbers together?"),
    NARROW_ON_STACK_IS_EXTENDED("Does a caller extend a narrow number on the stack?"),
    NARROW_ON_STACK_IS_TRUSTED(
        "Does a callee rely on the extension of a narrow number on the stack?"),
    ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF(
        "Does a variadic callee, and not its caller, round up to a typedef's alignment?");

    private final String text;

    Point(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  private static final List<Divergence> TABLE =
      List.of(
          new Divergence(
              "riscv/unnamed-bit-fields",
              Point.MEMBERLESS_STRUCT_IS_IGNORED,
              "A struct of unnamed bit-fields takes no register.",
              List.of(no(GCC), yes(CLANG).before(19, 0), no(CLANG).since(19, 0), no(RUSTC)),
              List.of(
                  new Citation("llvm-project", "PR #70320, the counterpart on LoongArch"),
                  new Citation("abiseam fixtures", "observations/riscv64-kernel"))),
          new Divergence(
              "riscv/empty-aligned",
              Point.EMPTY_STRUCT_ALIGNS_THE_STACK,
              "What follows a struct of no size and large alignment lies further up.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/riscv64-kernel"))),
          new Divergence(
              "riscv/pointer-and-float",
              Point.POINTER_IS_FLATTENED,
              "{ void *p; float f; } travels in a general and a floating point register.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(
                  new Citation("RISC-V ABIs 1.0", "§2.2 Hardware Floating-point, integer"),
                  new Citation("abiseam fixtures", "observations/riscv64-user"))),
          new Divergence(
              "riscv/flexible-array",
              Point.FLEXIBLE_ARRAY_ENDS_FLATTENING,
              "{ float a; int x[]; } travels in a general register.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("riscv-elf-psabi-doc", "issue #99"))),
          new Divergence(
              "riscv/bit-field-and-float",
              Point.WHOLE_BYTES_OF_A_BIT_FIELD_UNIT,
              "{ float a; int b : 7; } travels in a general and a floating point register.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("RISC-V ABIs 1.0", "§2.2 Hardware Floating-point, bitfields"))),
          new Divergence(
              "riscv/empty-array",
              Point.EMPTY_ARRAY_ENDS_FLATTENING,
              "{ int a; int x[0]; float b; } travels in a general register.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/riscv64-user"))),
          new Divergence(
              "riscv/zero-width-bit-field",
              Point.ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING,
              "{ float a; int : 0; float b; } travels in a general register.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/riscv64-user"))),
          new Divergence(
              "riscv/narrow-given-on-stack",
              Point.NARROW_ON_STACK_IS_EXTENDED,
              "The ninth argument, if a narrow integer, has upper bits that are left as they were.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation("RISC-V ABIs 1.0", "§2.1 Integer Calling Convention"),
                  new Citation("rust-lang/rust", "rustc_target callconv riscv, classify_arg"))),
          new Divergence(
              "riscv/narrow-trusted-on-stack",
              Point.NARROW_ON_STACK_IS_TRUSTED,
              "The ninth argument, if a narrow integer, is read from its slot as a whole.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/riscv64-user"))),
          new Divergence(
              "riscv/va-arg-typedef",
              Point.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF,
              "A number of a typedef with aligned, behind the named arguments, is lost.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation("llvm-project", "clang RISCVABIInfo EmitVAArg, AllowHigherAlign"),
                  new Citation("abiseam fixtures", "observations/riscv32-user"))));
}
