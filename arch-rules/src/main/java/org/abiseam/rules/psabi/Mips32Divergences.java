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

/** Where compilers part on MIPS o32. */
final class Mips32Divergences {
  private static final Citation RUST =
      new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/mips.rs");
  private static final Citation SOFT =
      new Citation("abiseam fixtures", "observations/mipsel-kernel");
  private static final Citation HARD = new Citation("abiseam fixtures", "observations/mipsel-user");

  /** The points, in the order in which {@link Mips32} asks them. */
  enum Point implements Question {
    /** D4. */
    EMPTY_STRUCT_STARTS_EVEN("Does a struct of no size pass over an odd word if it is aligned so?"),
    /** D4. */
    EMPTY_STRUCT_MOVES_THE_COUNT(
        "Does a struct of no size and large alignment move the count by which later ones align?"),
    /** Follows from D4. */
    ALIGNED_BY_COUNT(
        "Is a struct aligned by a count of bytes that an empty struct put out of step?"),
    EMPTY_STRUCT_ENDS_FLOATS(
        "Does a struct of no size keep what follows out of floating point registers?"),
    EMPTY_RESULT_IS_VOID("Is a result of no size no result?");

    private final String text;

    Point(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  static final List<Divergence> TABLE =
      List.of(
          new Divergence(
              "mips/empty-aligned",
              Point.EMPTY_STRUCT_STARTS_EVEN,
              "What follows a struct of no size and an alignment of 8 begins in an even word.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(SOFT, RUST)),
          new Divergence(
              "mips/empty-aligned-count",
              Point.EMPTY_STRUCT_MOVES_THE_COUNT,
              "A struct aligned to 8 that follows one of no size may begin in an odd word.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(SOFT, RUST)),
          new Divergence(
              "mips/counted-offset",
              Point.ALIGNED_BY_COUNT,
              "Behind an empty struct, a struct aligned to 8 may begin in an odd word.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(
                  SOFT,
                  new Citation("llvm-project", "clang/lib/CodeGen/Targets/Mips.cpp, Offset"),
                  RUST)),
          new Divergence(
              "mips/empty-before-float",
              Point.EMPTY_STRUCT_ENDS_FLOATS,
              "A double behind a struct of no size travels in general registers.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(HARD)),
          new Divergence(
              "mips/empty-result",
              Point.EMPTY_RESULT_IS_VOID,
              "A struct of no size does not come back through a hidden pointer.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(SOFT, RUST)));

  private Mips32Divergences() {}
}
