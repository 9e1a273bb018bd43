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
 * LoongArch, 64 bits, with integer registers (lp64s: the kernel) or floating point registers too
 * (lp64f, lp64d).
 *
 * <p>The convention is RISC-V's with other names: {@code a0} to {@code a7}, {@code fa0} to {@code
 * fa7}, halves that are split between register and stack, pointers to copies of what is larger than
 * two registers. What differs is which corner cases the compilers fell into and when they climbed
 * out again.
 *
 * <p>"LoongArch ABI Specification Procedure", version 2.30,
 * https://github.com/loongson/la-abi-specs
 */
final class LoongArch implements Psabi {
  private static final int EF_LOONGARCH_ABI_MODIFIER = 0x7;

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_LOONGARCH && machine.pointerBytes() == 8;
  }

  @Override
  public List<Divergence> divergences() {
    return TABLE;
  }

  @Override
  public Plan plan(Signature signature, int named, Values values, Dialect dialect) {
    // laelf §e_flags: 1 is soft, 2 single, 3 double.
    int floatBytes =
        switch (values.machine().flags() & EF_LOONGARCH_ABI_MODIFIER) {
          case 2 -> 4;
          case 3 -> 8;
          default -> 0;
        };
    RegisterPairs.Convention convention =
        new RegisterPairs.Convention(
            values.machine().pointerBytes(),
            floatBytes,
            "fa",
            new Citation("LoongArch ABI 2.30", "Procedure Calling Convention, Integer"),
            new Citation("LoongArch ABI 2.30", "Procedure Calling Convention, Floating-point"),
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
    FLEXIBLE_ARRAY_ENDS_FLATTENING("Does an array of no elements keep a struct whole?"),
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
              "loongarch/unnamed-bit-fields",
              Point.MEMBERLESS_STRUCT_IS_IGNORED,
              "A struct of unnamed bit-fields takes no register.",
              List.of(no(GCC), yes(CLANG).before(18, 0), no(CLANG).since(18, 0), no(RUSTC)),
              List.of(new Citation("llvm-project", "PR #70320 (in 18)"))),
          new Divergence(
              "loongarch/empty-aligned",
              Point.EMPTY_STRUCT_ALIGNS_THE_STACK,
              "What follows a struct of no size and large alignment lies further up.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/loongarch64-kernel"))),
          new Divergence(
              "loongarch/pointer-and-float",
              Point.POINTER_IS_FLATTENED,
              "{ void *p; float f; } travels in a general and a floating point register.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/loongarch64-user"))),
          new Divergence(
              "loongarch/flexible-array",
              Point.FLEXIBLE_ARRAY_ENDS_FLATTENING,
              "{ float a; int x[]; } travels in a general register.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/loongarch64-user"))),
          new Divergence(
              "loongarch/bit-field-and-float",
              Point.WHOLE_BYTES_OF_A_BIT_FIELD_UNIT,
              "{ float a; int b : 7; } travels in a general and a floating point register.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("llvm-project", "PR #110690, the counterpart on RISC-V"))),
          new Divergence(
              "loongarch/empty-array",
              Point.EMPTY_ARRAY_ENDS_FLATTENING,
              "{ int a; int x[0]; float b; } travels in a general register.",
              List.of(no(GCC), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/loongarch64-user"))),
          new Divergence(
              "loongarch/zero-width-bit-field",
              Point.ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING,
              "{ float a; int : 0; float b; } travels in a general register.",
              List.of(no(GCC), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/loongarch64-user"))),
          new Divergence(
              "loongarch/narrow-given-on-stack",
              Point.NARROW_ON_STACK_IS_EXTENDED,
              "The ninth argument, if a narrow integer, has upper bits that are left as they were.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation("LoongArch ABI 2.30", "Procedure Calling Convention, Integer"),
                  new Citation("rust-lang/rust", "rustc_target callconv loongarch, classify_arg"))),
          new Divergence(
              "loongarch/narrow-trusted-on-stack",
              Point.NARROW_ON_STACK_IS_TRUSTED,
              "The ninth argument, if a narrow integer, is read from its slot as a whole.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/loongarch64-user"))),
          new Divergence(
              "loongarch/va-arg-typedef",
              Point.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF,
              "A number of a typedef with aligned, behind the named arguments, is lost.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation(
                      "llvm-project", "clang LoongArchABIInfo EmitVAArg, AllowHigherAlign"),
                  new Citation("abiseam fixtures", "observations/loongarch64-kernel"))));
}
