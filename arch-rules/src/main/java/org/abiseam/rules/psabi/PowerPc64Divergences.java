package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergence.Family.CLANG;
import static org.abiseam.rules.plan.Divergence.Family.GCC;
import static org.abiseam.rules.plan.Divergence.Family.RUSTC;
import static org.abiseam.rules.plan.Divergence.no;
import static org.abiseam.rules.plan.Divergence.yes;

import java.util.List;
import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Question;

/**
 * Where compilers part on a 64-bit PowerPC. None is about whole numbers: 14,000 signatures of the
 * kernel's kind showed no difference between GCC and Clang.
 */
final class PowerPc64Divergences {
  private PowerPc64Divergences() {}

  /** Where compilers part. */
  enum Point implements Question {
    EMPTY_ARRAY_ENDS_HOMOGENEITY(
        "Does an array of no elements keep a struct of numbers in general registers?"),
    FLEXIBLE_ARRAY_ENDS_THE_NUMBER(
        "Does a flexible array keep a struct of one number in a general register?"),
    UNION_OF_ONE_NUMBER_IS_THE_NUMBER("Does a union of one number travel as the number?"),
    UNION_OF_LIKE_NUMBERS_IS_THE_NUMBER(
        "Does a union of several numbers of one format travel as the number?"),
    EMPTY_STRUCT_IS_ALIGNED("Does a struct of no size that is aligned to 16 begin a quadword?"),
    ANONYMOUS_STRUCT_IN_FLOATING_REGISTERS(
        "Does a struct of numbers behind the named arguments travel in floating point registers?"),
    VA_ARG_MISREADS_A_UNION(
        "Does va_arg look for a union of floats in the other half of its doubleword than its caller"
            + " puts it?");

    private final String text;

    Point(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  private static final Citation RUSTC_LAYOUT =
      new Citation("rust-lang/rust", "rustc_target callconv powerpc64, is_homogeneous_aggregate");

  static final List<Divergence> TABLE =
      List.of(
          new Divergence(
              "ppc64/empty-array",
              Point.EMPTY_ARRAY_ENDS_HOMOGENEITY,
              "{ float a, b; int x[]; } travels in general registers.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation("ELFv2 ABI 1.5", "§2.2.4 Parameter Passing, homogeneous aggregates"),
                  RUSTC_LAYOUT)),
          new Divergence(
              "ppc64/flexible-array",
              Point.FLEXIBLE_ARRAY_ENDS_THE_NUMBER,
              "{ float a; int x[]; } travels in a general register.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(RUSTC_LAYOUT)),
          new Divergence(
              "ppc64/union-of-double",
              Point.UNION_OF_ONE_NUMBER_IS_THE_NUMBER,
              "union { double a; } travels in a floating point register.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(new Citation("ELFv2 ABI 1.5", "§2.2.4 Parameter Passing"), RUSTC_LAYOUT)),
          new Divergence(
              "ppc64/union-of-doubles",
              Point.UNION_OF_LIKE_NUMBERS_IS_THE_NUMBER,
              "union { double a, b; } travels in a floating point register.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(RUSTC_LAYOUT)),
          new Divergence(
              "ppc64/empty-aligned",
              Point.EMPTY_STRUCT_IS_ALIGNED,
              "What follows may be a register further on.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/ppc64le-user"))),
          new Divergence(
              "ppc64/anonymous-struct",
              Point.ANONYMOUS_STRUCT_IN_FLOATING_REGISTERS,
              "The callee's va_arg looks for it in general registers.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(
                  new Citation("ELFv2 ABI 1.5", "§2.2.4 Parameter Passing"),
                  new Citation("abiseam fixtures", "observations/ppc64le-user"))),
          new Divergence(
              "ppc64/va-arg-union",
              Point.VA_ARG_MISREADS_A_UNION,
              "Big-endian under ELFv2, union { float a, b; } behind the named arguments is lost.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation("llvm-project", "clang PPC64_SVR4_ABIInfo, isSingleElementStruct"),
                  new Citation("abiseam fixtures", "observations/ppc64v2-user"))));
}
