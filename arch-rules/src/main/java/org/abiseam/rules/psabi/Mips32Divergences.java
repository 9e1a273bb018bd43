package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;

/** Where compilers differ on MIPS o32. */
final class Mips32Divergences {
  private static final Citation RUST =
      new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/mips.rs");
  private static final Citation SOFT =
      new Citation("abiseam fixtures", "observations/mipsel-kernel");
  private static final Citation HARD = new Citation("abiseam fixtures", "observations/mipsel-user");

  static final Divergences DIVERGENCES = new Divergences("mips");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  static final Divergence EMPTY_STRUCT_STARTS_EVEN =
      divergence("empty-aligned")
          .asks("Does a struct of no size pass over an odd word if it is aligned so?")
          .yes("What follows a struct of no size and an alignment of 8 begins in an even word.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(SOFT, RUST);

  static final Divergence EMPTY_STRUCT_MOVES_THE_COUNT =
      divergence("empty-aligned-count")
          .asks(
              "Does a struct of no size and large alignment move the count by which later ones"
                  + " align?")
          .yes("A struct aligned to 8 that follows one of no size may begin in an odd word.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(SOFT, RUST);

  static final Divergence ALIGNED_BY_COUNT =
      divergence("counted-offset")
          .asks("Is a struct aligned by a count of bytes that an empty struct put out of step?")
          .yes("Behind an empty struct, a struct aligned to 8 may begin in an odd word.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(SOFT, llvm("clang/lib/CodeGen/Targets/Mips.cpp, Offset"), RUST);

  static final Divergence EMPTY_STRUCT_ENDS_FLOATS =
      divergence("empty-before-float")
          .asks("Does a struct of no size keep what follows out of floating point registers?")
          .yes("A double behind a struct of no size travels in general registers.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(HARD);

  static final Divergence EMPTY_RESULT_IS_VOID =
      divergence("empty-result")
          .asks("Is a result of no size no result?")
          .yes("A struct of no size does not come back through a hidden pointer.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(SOFT, RUST);

  private Mips32Divergences() {}
}
