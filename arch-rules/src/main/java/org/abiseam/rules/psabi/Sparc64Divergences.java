package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;

/**
 * Declares where compilers differ on SPARC of 64 bits. rustc's own classifier was written anew, and
 * 1.97 has it: of structs with floating point numbers nothing is known of releases before.
 */
final class Sparc64Divergences {
  private Sparc64Divergences() {}

  private static final Citation CLASSIFIER =
      new Citation("rust-lang/rust", "rustc_target callconv sparc64");
  private static final Citation STRUCTS =
      new Citation(
          "SPARC Compliance Definition 2.4.1", "page 3P-11, Structure and Union Arguments");

  static final Divergences DIVERGENCES = new Divergences("sparc64");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  static final Divergence EMPTY_STRUCT_TAKES_ROOM_ON_THE_STACK =
      divergence("empty-on-stack")
          .asks("Does a struct of no size take a doubleword of stack?")
          .yes("What follows on the stack lies a doubleword further up.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(llvm("issue #213561"), CLASSIFIER);

  static final Divergence EMPTY_STRUCT_IS_ALIGNED =
      divergence("empty-aligned")
          .asks("Does a struct of no size that is aligned to 16 begin an even slot?")
          .yes("It and what follows may be a register further on.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(llvm("issue #213561"), CLASSIFIER);

  static final Divergence ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF =
      divergence("typedef-alignment")
          .asks(
              "Does a callee, and not its caller, begin an even slot for a typedef's alignment of"
                  + " 16?")
          .yes(
              "The callee takes the number from a register further on than its caller leaves it"
                  + " in.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(recorded("sparc64-kernel"), llvm("PR #213739"));

  static final Divergence TYPEDEF_ALIGNS_A_STRUCT =
      divergence("typedef-of-struct")
          .asks("Does a struct begin an even slot where its typedef alone asks for it?")
          .yes("A struct of 8 bytes of a typedef with aligned(16) may be a register further on.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(llvm("clang SparcV9ABIInfo classifyType, on canonical types"));

  static final Divergence A_NUMBERS_PADDING_IS_FORGOTTEN =
      divergence("forgotten-padding")
          .asks(
              "Are a float, and what was passed over in front of a number of 16 bytes, forgotten"
                  + " when a struct is aligned?")
          .yes("An aligned struct behind an __int128 or a float may lie at an odd doubleword.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(recorded("sparc64-kernel"), CLASSIFIER);

  static final Divergence PACKED_LONG_DOUBLE_IS_ALIGNED =
      divergence("packed-long-double")
          .asks("Does a long double in a packed struct or union begin an even slot nonetheless?")
          .yes("union { long double a; } with packed, aligned(8) begins an even doubleword.")
          .answers(clang(YES))
          .see(llvm("SparcISelLowering.cpp, Analyze_CC_Sparc64_Full"), recorded("sparc64-user"));

  static final Divergence HIDDEN_POINTER_IS_NOT_COUNTED =
      divergence("hidden-pointer-count")
          .asks("Is the hidden result pointer not counted when an even slot is looked for?")
          .yes(
              "In a function that returns a large struct, a struct aligned to 16 begins an odd"
                  + " slot.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(
              recorded("sparc64-kernel"),
              rust("compiler/rustc_target/src/callconv/sparc64.rs, compute_abi_info"));

  static final Divergence COMPLEX_INTEGER_AT_THE_RIGHT_END =
      divergence("complex-integer")
          .asks("Is a narrow complex integer right-justified?")
          .yes("A complex integer of less than 8 bytes is at the right end of its register.")
          .answers(gcc(YES), clang(NO.before(24, 0), YES.since(24, 0)))
          .see(llvm("PR #212340"));

  static final Divergence MEMBERS_IN_FLOATING_REGISTERS =
      divergence("members")
          .asks("Do the floating point members of a struct travel apart?")
          .yes("{ double a; long b; } travels in a register of each file.")
          .answers(gcc(YES), clang(YES), rustc(YES.since(1, 97)))
          .see(STRUCTS, rust("issue #115609"));

  static final Divergence MISALIGNED_NUMBER_IN_FLOATING_REGISTER =
      divergence("misaligned-member")
          .asks(
              "Does a number that its typedef lets lie anywhere in a struct travel in a floating"
                  + " point register?")
          .yes("Of { char a; float b; } with a float of aligned(1), b is in f0 and not in o0.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("GCC", "sparc.cc, traverse_record_type, assign_fp_registers"),
              recorded("sparc64-user"));

  static final Divergence PACKED_STRUCT_IN_GENERAL_REGISTERS =
      divergence("packed")
          .asks("Does a packed struct travel in general registers alone?")
          .yes("A packed struct of aligned floating point numbers travels in general registers.")
          .answers(gcc(YES), clang(NO), rustc(NO.since(1, 97)))
          .see(llvm("PR #214894"), CLASSIFIER);

  static final Divergence LATE_ALIGNED_STRUCT_IS_ON_THE_STACK =
      divergence("aligned-struct")
          .asks(
              "Is a struct of numbers that is as aligned as it is large kept to the registers of"
                  + " whole numbers?")
          .yes(
              "struct { float a, b; } with aligned(16) is on the stack from doubleword 6 on;"
                  + " before, its numbers travel apart.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(
              new Citation("GCC", "sparc.cc, function_arg_slotno, case MODE_INT"),
              recorded("sparc64-user"));

  static final Divergence UNION_IN_FLOATING_REGISTERS =
      divergence("union")
          .asks("Does a union of a floating point number travel as the number?")
          .yes("union { double a; long b; } travels in a floating point register.")
          .answers(gcc(NO), clang(YES), rustc(NO.since(1, 97)))
          .see(STRUCTS, llvm("issue #214840"), CLASSIFIER);

  static final Divergence VECTOR_TRAVELS_AS_ITS_ELEMENTS =
      divergence("vector")
          .asks("Does each element of a vector travel as an argument of its own?")
          .yes("A vector of two ints is in o0 and o1, and not in d0.")
          .answers(gcc(NO), clang(YES))
          .see(
              new Citation("gcc", "config/sparc/sparc.cc, function_arg_vector_value"),
              llvm("SparcISelLowering.cpp, vectors are split"));

  static final Divergence VECTOR_MEMBER_IN_FLOATING_REGISTERS =
      divergence("vector-member")
          .asks("Does a vector in a struct travel in floating point registers?")
          .yes("Of { vector of two ints; long } the vector is in d0, and not in o0.")
          .answers(gcc(YES), clang(NO))
          .see(
              new Citation("gcc", "config/sparc/sparc.cc, traverse_record_type"),
              llvm("clang/lib/CodeGen/Targets/Sparc.cpp, CoerceBuilder::addStruct"));

  static final Divergence ANONYMOUS_FLOATS_ARE_LOST =
      divergence("anonymous-struct")
          .asks(
              "Does a caller leave floats of a struct behind the named arguments in floating point"
                  + " registers, where its callee does not look?")
          .yes("The callee's va_arg looks for them in general registers; doubles are there.")
          .answers(gcc(NO), clang(YES.before(24, 0), NO.since(24, 0)), rustc(YES.since(1, 97)))
          .see(llvm("PR #216524"), recorded("sparc64-user"));
}
