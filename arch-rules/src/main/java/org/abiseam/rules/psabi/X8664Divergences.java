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

/** Where compilers part on x86-64. rustc's answers count its own versions; its LLVM follows. */
final class X8664Divergences {
  private X8664Divergences() {}

  /** The points, in the order in which {@link X8664} asks them. */
  enum Point implements Question {
    FLEXIBLE_ARRAY_MAKES_MEMORY("Does a flexible array member put the whole struct in memory?"),
    UNNAMED_BIT_FIELD_IS_INTEGER("Does an unnamed bit-field make its eightbyte INTEGER?"),
    EMPTY_ARRAY_IS_CLASSIFIED("Does an array of no elements count for the class of its eightbyte?"),
    MEMBERLESS_STRUCT_TAKES_NO_STACK(
        "Does a struct of unnamed bit-fields that finds no register take no stack either?"),
    SPLIT_INT128_BETWEEN_REGISTER_AND_STACK(
        "Is an __int128 that meets one free register split between it and the stack?"),
    INT128_ON_THE_STACK_USES_UP_THE_LAST_REGISTER(
        "Does an __int128 that goes to the stack use up the one register that was left?"),
    INT128_ALIGNED_ON_THE_STACK("Is an __int128 on the stack aligned to 16 bytes?"),
    LOWERED_TYPEDEF_LOSES_BYTES(
        "Are the last bytes lost of a member that a typedef aligns to less than its size?"),
    RELIES_ON_THE_CALLERS_EXTENSION("Does the callee rely on 8 and 16 bit numbers being extended?"),
    MS_CALLER_EXTENDS("Does a caller of ms_abi extend 8 and 16 bit numbers?"),
    MS_EMPTY_ARGUMENT_TAKES_A_PLACE("Does an argument of no size take a place under ms_abi?"),
    MS_EMPTY_RESULT_IS_POINTED_TO("Does a result of no size have a hidden pointer under ms_abi?"),
    MS_INT128_RETURNS_IN_VECTOR("Does an __int128 come back in xmm0 under ms_abi?"),
    MS_LONG_DOUBLE_RETURNS_IN_X87("Does a long double come back in st0 under ms_abi?");

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
              "x86-64/flexible-array",
              Point.FLEXIBLE_ARRAY_MAKES_MEMORY,
              "A struct that ends in T x[] is copied to the stack, and returned through a pointer.",
              List.of(yes(CLANG), no(GCC).since(4, 4), yes(GCC).before(4, 4), no(RUSTC)),
              List.of(
                  new Citation("GCC 4.4 release notes", "Caveats"),
                  new Citation("llvm-project", "issue #195572"))),
          new Divergence(
              "x86-64/unnamed-bit-field",
              Point.UNNAMED_BIT_FIELD_IS_INTEGER,
              "An eightbyte that holds only unnamed bit-fields takes a general register.",
              List.of(yes(GCC), no(CLANG).before(24, 0), yes(CLANG).since(24, 0), yes(RUSTC)),
              List.of(
                  new Citation("llvm-project", "issue #202205"),
                  new Citation("llvm-project", "PR #216777 (in 24)"))),
          new Divergence(
              "x86-64/empty-array",
              Point.EMPTY_ARRAY_IS_CLASSIFIED,
              "T x[0] beside a float makes the eightbyte INTEGER.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/x86-64-kernel"))),
          new Divergence(
              "x86-64/memberless-on-the-stack",
              Point.MEMBERLESS_STRUCT_TAKES_NO_STACK,
              "A struct of unnamed bit-fields takes a register while there is one, and then"
                  + " nothing.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/x86-64-kernel"))),
          new Divergence(
              "x86-64/int128-split",
              Point.SPLIT_INT128_BETWEEN_REGISTER_AND_STACK,
              "An __int128 that meets one free register goes half in it, half on the stack.",
              List.of(
                  no(GCC),
                  yes(CLANG).before(18, 0),
                  no(CLANG).since(18, 0),
                  yes(RUSTC).before(1, 77),
                  no(RUSTC).since(1, 78)),
              List.of(
                  new Citation("psABI x86-64 1.0", "§3.2.3 Passing, last paragraphs"),
                  new Citation("llvm-project", "D158169 (in 18)"),
                  new Citation("Rust blog 2024-03-30", "Changes to u128/i128 layout"))),
          new Divergence(
              "x86-64/int128-last-register",
              Point.INT128_ON_THE_STACK_USES_UP_THE_LAST_REGISTER,
              "Arguments behind it find no register though one is free.",
              List.of(
                  no(GCC),
                  no(CLANG).before(18, 0),
                  yes(CLANG).before(20, 0),
                  no(CLANG).since(20, 0),
                  no(RUSTC).before(1, 77),
                  yes(RUSTC).before(1, 87),
                  no(RUSTC).since(1, 87)),
              List.of(
                  new Citation("llvm-project", "issue #123935"),
                  new Citation("llvm-project", "PR #124134 (in 20, which rustc has since 1.87)"))),
          new Divergence(
              "x86-64/int128-stack-alignment",
              Point.INT128_ALIGNED_ON_THE_STACK,
              "An __int128 on the stack lies at a multiple of 16.",
              List.of(
                  yes(GCC),
                  no(CLANG).before(18, 0),
                  yes(CLANG).since(18, 0),
                  no(RUSTC).before(1, 77),
                  yes(RUSTC).since(1, 78)),
              List.of(
                  new Citation("psABI x86-64 1.0", "§3.2.3 Classification, __int128"),
                  new Citation("llvm-project", "issue #41784"))),
          new Divergence(
              "x86-64/lowered-typedef",
              Point.LOWERED_TYPEDEF_LOSES_BYTES,
              "struct { int a; compat_u64 b; } loses the upper half of b.",
              List.of(no(GCC), yes(CLANG).before(19, 0), no(CLANG).since(19, 0), no(RUSTC)),
              List.of(new Citation("llvm-project", "issue #85387, PR #86902"))),
          new Divergence(
              "x86-64/narrow-argument",
              Point.RELIES_ON_THE_CALLERS_EXTENSION,
              "The upper bits of a register that holds a char or short are read.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(
                  new Citation("psABI x86-64 1.0", "§3.2.3, footnote on _Bool"),
                  new Citation("llvm-project", "issue #12579"))),
          new Divergence(
              "x86-64/ms-caller-extends",
              Point.MS_CALLER_EXTENDS,
              "The upper bits of a register or slot that holds a char or short are set.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(
                  new Citation("clang/lib/CodeGen/Targets/X86.cpp", "WinX86_64ABIInfo::classify"),
                  new Citation("llvm-project", "X86CallingConv.td, CC_X86_Win64_C"))),
          new Divergence(
              "x86-64/ms-empty-argument",
              Point.MS_EMPTY_ARGUMENT_TAKES_A_PLACE,
              "A struct of no size takes a register, or a slot of the stack.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC).before(1, 86), yes(RUSTC).since(1, 87)),
              List.of(
                  new Citation("rust-lang/rust", "issue #132893"),
                  new Citation("rust-lang/rust", "PR #135204"))),
          new Divergence(
              "x86-64/ms-empty-result",
              Point.MS_EMPTY_RESULT_IS_POINTED_TO,
              "A pointer to a result of no size takes rcx, and the first argument rdx.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/x86-64-user"))),
          new Divergence(
              "x86-64/ms-int128-result",
              Point.MS_INT128_RETURNS_IN_VECTOR,
              "An __int128 is returned in xmm0, not through a hidden pointer.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC).before(1, 86), yes(RUSTC).since(1, 86)),
              List.of(new Citation("rust-lang/rust", "PR #134290"))),
          new Divergence(
              "x86-64/ms-long-double",
              Point.MS_LONG_DOUBLE_RETURNS_IN_X87,
              "A long double is returned in st0, not through a hidden pointer.",
              List.of(no(GCC), yes(CLANG)),
              List.of(new Citation("gcc/config/i386/i386.cc", "function_value_ms_64"))));
}
