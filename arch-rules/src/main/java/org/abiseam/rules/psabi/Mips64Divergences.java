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

/** Where compilers part on MIPS n64. */
final class Mips64Divergences {
  private static final Citation RUST =
      new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/mips64.rs");
  private static final Citation SOFT =
      new Citation("abiseam fixtures", "observations/mips64el-kernel");
  private static final Citation HARD =
      new Citation("abiseam fixtures", "observations/mips64el-user");

  /** The points, in the order in which {@link Mips64} asks them. */
  enum Point implements Question {
    /** D4. */
    EMPTY_STRUCT_STARTS_EVEN("Does a struct of no size pass over an odd slot if it is aligned so?"),
    /** D4. */
    EMPTY_STRUCT_MOVES_THE_COUNT(
        "Does a struct of no size and large alignment move the count by which later ones align?"),
    /** D9. */
    INT128_STARTS_EVEN("Does an __int128 begin in an even slot?"),
    /** Follows from the two above. */
    ALIGNED_BY_COUNT(
        "Is a value aligned by a count of bytes that an __int128 or an empty struct put out of"
            + " step?"),
    COMPLEX_HALVES_HAVE_SLOTS_OF_THEIR_OWN(
        "Do the halves of a complex number have a slot each where they do not both find a floating"
            + " point register?"),
    SECOND_NUMBER_RETURNS_IN_A0(
        "Does the second of two floating point numbers come back in a0 with soft float?"),
    STRUCT_RETURNS_AS_ITS_NUMBER(
        "Does a struct of a long double come back as the long double does with soft float?"),
    NUMBERS_OF_A_STRUCT_RETURN_AT_THE_HIGH_END(
        "Does the float of a struct come back at the high end of its register with soft float?"),
    COMPLEX_RETURNS_IN_HALVES("Does a complex float come back in two registers with soft float?"),
    /** D1. */
    SMALL_STRUCT_IS_EXTENDED("Is a struct of four bytes sign-extended in its register?");

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
              "mips64/empty-aligned",
              Point.EMPTY_STRUCT_STARTS_EVEN,
              "What follows a struct of no size and an alignment of 16 begins in an even slot.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(SOFT, RUST)),
          new Divergence(
              "mips64/empty-aligned-count",
              Point.EMPTY_STRUCT_MOVES_THE_COUNT,
              "A struct aligned to 16 that follows one of no size may begin in an odd slot.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(SOFT, RUST)),
          new Divergence(
              "mips64/int128-even",
              Point.INT128_STARTS_EVEN,
              "An __int128 passes over an odd slot.",
              List.of(yes(GCC), no(CLANG).before(24, 0), yes(CLANG).since(24, 0), no(RUSTC)),
              List.of(
                  SOFT, new Citation("llvm-project", "issue #213541, PR #214322 (in 24)"), RUST)),
          new Divergence(
              "mips64/counted-offset",
              Point.ALIGNED_BY_COUNT,
              "Behind an __int128, a struct aligned to 16 may begin in an odd slot.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(
                  SOFT,
                  new Citation("llvm-project", "clang/lib/CodeGen/Targets/Mips.cpp, Offset"),
                  RUST)),
          new Divergence(
              "mips64/complex-halves",
              Point.COMPLEX_HALVES_HAVE_SLOTS_OF_THEIR_OWN,
              "A _Complex float that no two floating point registers are free for takes two slots.",
              List.of(no(GCC), yes(CLANG)),
              List.of(SOFT, HARD)),
          new Divergence(
              "mips64/soft-float-pair-result",
              Point.SECOND_NUMBER_RETURNS_IN_A0,
              "With -msoft-float the second of { float a; float b; } comes back in a0, not v1.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(SOFT)),
          new Divergence(
              "mips64/soft-float-long-double-result",
              Point.STRUCT_RETURNS_AS_ITS_NUMBER,
              "With -msoft-float the end of { long double a; } comes back in a0, not v1.",
              List.of(no(GCC), yes(CLANG)),
              List.of(SOFT)),
          new Divergence(
              "mips64/soft-float-struct-result-end",
              Point.NUMBERS_OF_A_STRUCT_RETURN_AT_THE_HIGH_END,
              "With -msoft-float { float a; } comes back in the upper half of v0, as other structs"
                  + " do on a big-endian machine.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/mips64-kernel"), RUST)),
          new Divergence(
              "mips64/soft-float-complex-result",
              Point.COMPLEX_RETURNS_IN_HALVES,
              "With -msoft-float a _Complex float comes back in v0 and v1.",
              List.of(no(GCC), yes(CLANG)),
              List.of(SOFT)),
          new Divergence(
              "mips64/small-struct-extension",
              Point.SMALL_STRUCT_IS_EXTENDED,
              "GCC's callee reads 64 bits of a struct { u32 } in a register as a sign-extended"
                  + " number, as GCC's caller leaves them; clang and rustc leave anything there.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(
                  new Citation("gcc", "gcc/stor-layout.cc, compute_record_mode"),
                  new Citation("llvm-project", "clang/lib/CodeGen/Targets/Mips.cpp, setInReg"),
                  RUST)));

  private Mips64Divergences() {}
}
