package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;

/**
 * Declares where compilers differ on x86-64. rustc's answers count its own versions; its LLVM
 * follows.
 */
final class X8664Divergences {
  private X8664Divergences() {}

  static final Divergences DIVERGENCES = new Divergences("x86-64");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  static final Divergence FLEXIBLE_ARRAY_MAKES_MEMORY =
      divergence("flexible-array")
          .asks("Does a flexible array member put the whole struct in memory?")
          .yes(
              "A struct that ends in T x[] is copied to the stack, and returned through a pointer.")
          .answers(gcc(NO.since(4, 4), YES.before(4, 4)), clang(YES), rustc(NO))
          .see(new Citation("GCC 4.4 release notes", "Caveats"), llvm("issue #195572"));

  static final Divergence ATOMIC_PART_MAKES_MEMORY =
      divergence("atomic-member")
          .asks("Does an _Atomic member put the whole struct in memory?")
          .yes("A struct of an _Atomic int is copied to the stack, and returned through a pointer.")
          .answers(gcc(NO), clang(YES))
          .see(llvm("issue #222104"));

  static final Divergence ATOMIC_NUMBER_IS_NOT_COUNTED =
      divergence("uncounted-atomic")
          .asks("Is a register that an _Atomic number takes not counted?")
          .yes(
              "Behind one, a struct of two eightbytes is split if it finds registers for all but"
                  + " one.")
          .answers(gcc(NO), clang(YES))
          .see(llvm("clang/lib/CodeGen/Targets/X86.cpp, classifyArgumentType"));

  static final Divergence UNNAMED_BIT_FIELD_IS_INTEGER =
      divergence("unnamed-bit-field")
          .asks("Does an unnamed bit-field make its eightbyte INTEGER?")
          .yes("An eightbyte that holds only unnamed bit-fields takes a general register.")
          .answers(gcc(YES), clang(NO.before(24, 0), YES.since(24, 0)), rustc(YES))
          .see(llvm("issue #202205"), llvm("PR #216777 (in 24)"));

  static final Divergence EMPTY_ARRAY_IS_CLASSIFIED =
      divergence("empty-array")
          .asks("Does an array of no elements count for the class of its eightbyte?")
          .yes("T x[0] beside a float makes the eightbyte INTEGER.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(recorded("x86-64-kernel"));

  static final Divergence MISALIGNED_EMPTY_MEMBER_MAKES_MEMORY =
      divergence("misaligned-empty-member")
          .asks("Does a packed member of no size put the whole struct in memory?")
          .yes(
              "T x[0] at an offset that is no multiple of T's alignment counts as an unaligned"
                  + " field.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(
              new Citation("clang/lib/CodeGen/Targets/X86.cpp", "X86_64ABIInfo::classify"),
              new Citation("gcc/config/i386/i386.cc", "classify_argument"));

  static final Divergence MISALIGNED_EMPTY_ARRAY_MAKES_MEMORY =
      divergence("misaligned-empty-array")
          .asks(
              "Does an array of no elements inside an eightbyte put the struct in memory where its"
                  + " elements would not lie at a multiple of their size?")
          .yes("{ long a; char b; long c[0]; } that is packed is copied to the stack.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(new Citation("gcc/config/i386/i386.cc", "classify_argument"));

  static final Divergence MEMBERLESS_STRUCT_TAKES_NO_STACK =
      divergence("memberless-on-the-stack")
          .asks("Does a struct of unnamed bit-fields that finds no register take no stack either?")
          .yes(
              "A struct of unnamed bit-fields takes a register while there is one, and then"
                  + " nothing.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(recorded("x86-64-kernel"));

  static final Divergence SPLIT_INT128_BETWEEN_REGISTER_AND_STACK =
      divergence("int128-split")
          .asks("Is an __int128 that meets one free register split between it and the stack?")
          .yes("An __int128 that meets one free register goes half in it, half on the stack.")
          .answers(
              gcc(NO),
              clang(YES.before(18, 0), NO.since(18, 0)),
              rustc(YES.before(1, 77), NO.since(1, 78)))
          .see(
              new Citation("psABI x86-64 1.0", "§3.2.3 Passing, last paragraphs"),
              llvm("D158169 (in 18)"),
              new Citation("Rust blog 2024-03-30", "Changes to u128/i128 layout"));

  static final Divergence INT128_ON_THE_STACK_USES_UP_THE_LAST_REGISTER =
      divergence("int128-last-register")
          .asks("Does an __int128 that goes to the stack use up the one register that was left?")
          .yes("Arguments behind it find no register though one is free.")
          .answers(
              gcc(NO),
              clang(NO.before(18, 0), YES.before(20, 0), NO.since(20, 0)),
              rustc(NO.before(1, 77), YES.before(1, 87), NO.since(1, 87)))
          .see(llvm("issue #123935"), llvm("PR #124134 (in 20, which rustc has since 1.87)"));

  static final Divergence INT128_ALIGNED_ON_THE_STACK =
      divergence("int128-stack-alignment")
          .asks("Is an __int128 on the stack aligned to 16 bytes?")
          .yes("An __int128 on the stack lies at a multiple of 16.")
          .answers(
              gcc(YES),
              clang(NO.before(18, 0), YES.since(18, 0)),
              rustc(NO.before(1, 77), YES.since(1, 78)))
          .see(
              new Citation("psABI x86-64 1.0", "§3.2.3 Classification, __int128"),
              llvm("issue #41784"));

  static final Divergence WIDE_VECTOR_RETURNS_IN_REGISTERS =
      divergence("wide-vector-result")
          .asks("Does a vector of 32 or 64 bytes come back in several registers without AVX?")
          .yes("A vector of 32 bytes is returned in xmm0 and xmm1, not through a hidden pointer.")
          .answers(gcc(NO), clang(YES))
          .see(
              new Citation("psABI x86-64 1.0", "§3.2.3 Returning, rule 2"),
              new Citation("clang/lib/CodeGen/Targets/X86.cpp", "getIndirectReturnResult"));

  static final Divergence SMALL_FLOAT_VECTOR_IS_INTEGER =
      divergence("small-float-vector")
          .asks("Is a vector of 2 or 4 bytes of floating point numbers of class INTEGER?")
          .yes(
              "A vector of two _Float16 travels in a general register, not in xmm0; one of a"
                  + " single number not in memory.")
          .answers(gcc(NO), clang(YES))
          .see(
              new Citation("clang/lib/CodeGen/Targets/X86.cpp", "X86_64ABIInfo::classify"),
              new Citation("gcc/config/i386/i386.cc", "classify_argument"));

  static final Divergence VECTOR_OF_ONE_DOUBLE_RETURNS_IN_A_REGISTER =
      divergence("vector-of-one-double")
          .asks("Does a vector of one double come back in a register?")
          .yes("It is returned in xmm0, not through a hidden pointer; an argument lies in memory.")
          .answers(gcc(NO), clang(YES))
          .see(new Citation("clang/lib/CodeGen/Targets/X86.cpp", "getIndirectReturnResult"));

  static final Divergence LOWERED_TYPEDEF_LOSES_BYTES =
      divergence("lowered-typedef")
          .asks("Are the last bytes lost of a member that a typedef aligns to less than its size?")
          .yes("struct { int a; compat_u64 b; } loses the upper half of b.")
          .answers(gcc(NO), clang(YES.before(19, 0), NO.since(19, 0)), rustc(NO))
          .see(llvm("issue #85387, PR #86902"));

  static final Divergence RELIES_ON_THE_CALLERS_EXTENSION =
      divergence("narrow-argument")
          .asks("Does the callee rely on 8 and 16 bit numbers being extended?")
          .yes("The upper bits of a register that holds a char or short are read.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(new Citation("psABI x86-64 1.0", "§3.2.3, footnote on _Bool"), llvm("issue #12579"));

  static final Divergence MS_CALLER_EXTENDS =
      divergence("ms-caller-extends")
          .asks("Does a caller of ms_abi extend 8 and 16 bit numbers?")
          .yes("The upper bits of a register or slot that holds a char or short are set.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("clang/lib/CodeGen/Targets/X86.cpp", "WinX86_64ABIInfo::classify"),
              llvm("X86CallingConv.td, CC_X86_Win64_C"));

  static final Divergence MS_EMPTY_ARGUMENT_TAKES_A_PLACE =
      divergence("ms-empty-argument")
          .asks("Does an argument of no size take a place under ms_abi?")
          .yes("A struct of no size takes a register, or a slot of the stack.")
          .answers(gcc(YES), clang(YES), rustc(NO.before(1, 86), YES.since(1, 87)))
          .see(rust("issue #132893"), rust("PR #135204"));

  static final Divergence MS_EMPTY_RESULT_IS_POINTED_TO =
      divergence("ms-empty-result")
          .asks("Does a result of no size have a hidden pointer under ms_abi?")
          .yes("A pointer to a result of no size takes rcx, and the first argument rdx.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(recorded("x86-64-user"));

  static final Divergence MS_INT128_RETURNS_IN_VECTOR =
      divergence("ms-int128-result")
          .asks("Does an __int128 come back in xmm0 under ms_abi?")
          .yes("An __int128 is returned in xmm0, not through a hidden pointer.")
          .answers(gcc(YES), clang(YES), rustc(NO.before(1, 86), YES.since(1, 86)))
          .see(rust("PR #134290"));

  static final Divergence MS_LONG_DOUBLE_RETURNS_IN_X87 =
      divergence("ms-long-double")
          .asks("Does a long double come back in st0 under ms_abi?")
          .yes("A long double is returned in st0, not through a hidden pointer.")
          .answers(gcc(NO), clang(YES))
          .see(new Citation("gcc/config/i386/i386.cc", "function_value_ms_64"));
}
