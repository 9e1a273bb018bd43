package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;

/**
 * Declares where compilers differ on a 64-bit PowerPC. None is about whole numbers: 14,000
 * signatures of the kernel's kind showed no difference between GCC and Clang.
 */
final class PowerPc64Divergences {
  private PowerPc64Divergences() {}

  private static final Citation RUSTC_LAYOUT =
      new Citation("rust-lang/rust", "rustc_target callconv powerpc64, is_homogeneous_aggregate");

  static final Divergences DIVERGENCES = new Divergences("ppc64");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  static final Divergence EMPTY_ARRAY_ENDS_HOMOGENEITY =
      divergence("empty-array")
          .asks("Does an array of no elements keep a struct of numbers in general registers?")
          .yes("{ float a, b; int x[]; } travels in general registers.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(
              new Citation("ELFv2 ABI 1.5", "§2.2.4 Parameter Passing, homogeneous aggregates"),
              RUSTC_LAYOUT);

  static final Divergence FLEXIBLE_ARRAY_ENDS_THE_NUMBER =
      divergence("flexible-array")
          .asks("Does a flexible array keep a struct of one number in a general register?")
          .yes("{ float a; int x[]; } travels in a general register.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(RUSTC_LAYOUT);

  static final Divergence UNION_OF_ONE_NUMBER_IS_THE_NUMBER =
      divergence("union-of-double")
          .asks("Does a union of one number travel as the number?")
          .yes("union { double a; } travels in a floating point register.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(new Citation("ELFv2 ABI 1.5", "§2.2.4 Parameter Passing"), RUSTC_LAYOUT);

  static final Divergence UNION_OF_LIKE_NUMBERS_IS_THE_NUMBER =
      divergence("union-of-doubles")
          .asks("Does a union of several numbers of one format travel as the number?")
          .yes("union { double a, b; } travels in a floating point register.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(RUSTC_LAYOUT);

  static final Divergence QUAD_IN_A_STRUCT_IS_THE_NUMBER =
      divergence("sole-quad")
          .asks("Does a struct of one binary128 and something of no size come back as the number?")
          .yes("{ char x[0]; _Float128 a; } comes back in v2, and not in two general registers.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(new Citation("gcc/config/rs6000/rs6000.cc", "rs6000_function_value, TFmode"));

  static final Divergence EMPTY_STRUCT_IS_ALIGNED =
      divergence("empty-aligned")
          .asks("Does a struct of no size that is aligned to 16 begin a quadword?")
          .yes("What follows may be a register further on.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(recorded("ppc64le-user"));

  static final Divergence TYPEDEF_ALIGNS_A_STRUCT =
      divergence("typedef-of-struct")
          .asks("Does a struct begin a quadword where its typedef alone asks for it?")
          .yes("A struct of 8 bytes of a typedef with aligned(16) may be a register further on.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("gcc/config/rs6000/rs6000-call.cc", "rs6000_function_arg_boundary"),
              llvm("clang PPC64_SVR4_ABIInfo getParamTypeAlignment, on canonical types"));

  static final Divergence ANONYMOUS_STRUCT_IN_FLOATING_REGISTERS =
      divergence("anonymous-struct")
          .asks(
              "Does a struct of numbers behind the named arguments travel in floating point"
                  + " registers?")
          .yes("The callee's va_arg looks for it in general registers.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(new Citation("ELFv2 ABI 1.5", "§2.2.4 Parameter Passing"), recorded("ppc64le-user"));

  static final Divergence VA_ARG_MISREADS_A_UNION =
      divergence("va-arg-union")
          .asks(
              "Does va_arg look for a union of floats in the other half of its doubleword than its"
                  + " caller puts it?")
          .yes("Big-endian under ELFv2, union { float a, b; } behind the named arguments is lost.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(llvm("clang PPC64_SVR4_ABIInfo, isSingleElementStruct"), recorded("ppc64v2-user"));
}
