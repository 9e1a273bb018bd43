package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;

/** Where compilers differ on MIPS n64. */
final class Mips64Divergences {
  private static final Citation RUST =
      new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/mips64.rs");
  private static final Citation SOFT =
      new Citation("abiseam fixtures", "observations/mips64el-kernel");
  private static final Citation HARD =
      new Citation("abiseam fixtures", "observations/mips64el-user");

  static final Divergences DIVERGENCES = new Divergences("mips64");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  static final Divergence EMPTY_STRUCT_STARTS_EVEN =
      divergence("empty-aligned")
          .asks("Does a struct of no size pass over an odd slot if it is aligned so?")
          .yes("What follows a struct of no size and an alignment of 16 begins in an even slot.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(SOFT, RUST);

  static final Divergence EMPTY_STRUCT_MOVES_THE_COUNT =
      divergence("empty-aligned-count")
          .asks(
              "Does a struct of no size and large alignment move the count by which later ones"
                  + " align?")
          .yes("A struct aligned to 16 that follows one of no size may begin in an odd slot.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(SOFT, RUST);

  static final Divergence INT128_STARTS_EVEN =
      divergence("int128-even")
          .asks("Does an __int128 begin in an even slot?")
          .yes("An __int128 passes over an odd slot.")
          .answers(gcc(YES), clang(NO.before(24, 0), YES.since(24, 0)), rustc(NO))
          .see(SOFT, llvm("issue #213541, PR #214322 (in 24)"), RUST);

  static final Divergence ALIGNED_BY_COUNT =
      divergence("counted-offset")
          .asks(
              "Is a value aligned by a count of bytes that an __int128 or an empty struct put out"
                  + " of step?")
          .yes("Behind an __int128, a struct aligned to 16 may begin in an odd slot.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(SOFT, llvm("clang/lib/CodeGen/Targets/Mips.cpp, Offset"), RUST);

  static final Divergence COMPLEX_HALVES_HAVE_SLOTS_OF_THEIR_OWN =
      divergence("complex-halves")
          .asks(
              "Do the halves of a complex number have a slot each where they do not both find a"
                  + " floating point register?")
          .yes(
              "A _Complex float that no two floating point registers are free for takes two slots.")
          .answers(gcc(NO), clang(YES))
          .see(SOFT, HARD);

  static final Divergence SECOND_NUMBER_RETURNS_IN_A0 =
      divergence("soft-float-pair-result")
          .asks("Does the second of two floating point numbers come back in a0 with soft float?")
          .yes("With -msoft-float the second of { float a; float b; } comes back in a0, not v1.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(SOFT);

  static final Divergence STRUCT_RETURNS_AS_ITS_NUMBER =
      divergence("soft-float-long-double-result")
          .asks("Does a struct of a long double come back as the long double does with soft float?")
          .yes("With -msoft-float the end of { long double a; } comes back in a0, not v1.")
          .answers(gcc(NO), clang(YES))
          .see(SOFT);

  static final Divergence NUMBERS_OF_A_STRUCT_RETURN_AT_THE_HIGH_END =
      divergence("soft-float-struct-result-end")
          .asks(
              "Does the float of a struct come back at the high end of its register with soft"
                  + " float?")
          .yes(
              "With -msoft-float { float a; } comes back in the upper half of v0, as other structs"
                  + " do on a big-endian machine.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(recorded("mips64-kernel"), RUST);

  static final Divergence COMPLEX_RETURNS_IN_HALVES =
      divergence("soft-float-complex-result")
          .asks("Does a complex float come back in two registers with soft float?")
          .yes("With -msoft-float a _Complex float comes back in v0 and v1.")
          .answers(gcc(NO), clang(YES))
          .see(SOFT);

  static final Divergence SMALL_STRUCT_IS_EXTENDED =
      divergence("small-struct-extension")
          .asks("Is a struct of four bytes sign-extended in its register?")
          .yes(
              "GCC's callee reads 64 bits of a struct { u32 } in a register as a sign-extended"
                  + " number, as GCC's caller leaves them; clang and rustc leave anything there.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("gcc", "gcc/stor-layout.cc, compute_record_mode"),
              llvm("clang/lib/CodeGen/Targets/Mips.cpp, setInReg"),
              RUST);

  private Mips64Divergences() {}
}
