package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import org.abiseam.model.Citation;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;

/** Declares where compilers differ on i386; what the recordings show, and rustc's own source. */
final class I386Divergences {
  static final Divergences DIVERGENCES = new Divergences("i386");

  private static Divergences.Draft divergence(String name) {
    return DIVERGENCES.add(name);
  }

  static final Divergence MEMBERLESS_STRUCT_IS_IGNORED =
      divergence("unnamed-bit-fields")
          .asks("Is a struct of unnamed bit-fields left out?")
          .yes("A struct of unnamed bit-fields takes no place.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(recorded("i386-kernel"));

  static final Divergence COMPLEX_INTEGER_IN_REGISTERS =
      divergence("complex-integer")
          .asks("Does a complex number, or a struct of one alone, travel in general registers?")
          .yes("_Complex int, and struct { _Complex int a; }, travel in registers with -mregparm.")
          .answers(gcc(NO), clang(YES))
          .see(recorded("i386-kernel"));

  static final Divergence ALIGNED_TYPEDEF_ALIGNS_THE_STACK =
      divergence("aligned-typedef")
          .asks("Does a member whose typedef is aligned to 16 align the argument?")
          .yes(
              "typedef long l16 __attribute__((aligned(16))); struct { l16 a; } lies at a multiple"
                  + " of 16.")
          .answers(gcc(NO.before(4, 6), YES.since(4, 6)), clang(NO), rustc(NO))
          .see(recorded("i386-kernel"));

  static final Divergence TAIL_OF_A_UNION_IS_DROPPED =
      divergence("union-tail")
          .asks("Is the padding at the end of a union left out?")
          .yes("union { int a; unsigned b; } __attribute__((aligned(8))) takes four bytes.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(recorded("i386-kernel"));

  static final Divergence FLEXIBLE_ARRAY_STAYS_ON_THE_STACK =
      divergence("flexible-array")
          .asks("Does a flexible array member keep a struct on the stack?")
          .yes("{ int t; char data[]; } travels on the stack with -mregparm.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(new Citation("gcc", "PR88469, the same question on x86-64"));

  static final Divergence EMPTY_RESULT_IS_VOID =
      divergence("empty-result")
          .asks("Is a result of no size no result, where structs return in registers?")
          .yes("A struct without members comes back through a hidden pointer.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(recorded("i386-kernel"));

  static final Divergence EMPTY_RESULT_IS_VOID_BESIDE_POINTERS =
      divergence("empty-result-pointer")
          .asks("Is a result of no size no result, where structs return through a pointer?")
          .yes(
              "Without -freg-struct-return too, a struct without members comes back through a"
                  + " pointer.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(recorded("i386-user"));

  static final Divergence ODD_MEMBER_KEEPS_A_RESULT_IN_MEMORY =
      divergence("odd-member-result")
          .asks("Does a member of 3, 5, 6 or 7 bytes keep a result out of registers?")
          .yes("{ char a[3]; char b; } comes back in memory with -freg-struct-return.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(rust("compiler/rustc_target/src/callconv/x86.rs"));

  static final Divergence ATOMIC_MEMBER_KEEPS_A_RESULT_IN_MEMORY =
      divergence("atomic-member-result")
          .asks("Does an _Atomic member, or one of type _BitInt, keep a result out of registers?")
          .yes("{ _Atomic int a; } comes back in memory with -freg-struct-return.")
          .answers(gcc(NO), clang(YES), rustc(NO))
          .see(llvm("clang/lib/CodeGen/Targets/X86.cpp, shouldReturnTypeInRegister"));

  static final Divergence STRUCT_IN_REGISTERS =
      divergence("regparm-struct")
          .asks("Does a struct travel in registers with regparm?")
          .yes("A struct travels in registers with regparm.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(rust("compiler/rustc_target/src/callconv/x86.rs"));

  static final Divergence WIDE_NUMBER_IN_REGISTERS =
      divergence("regparm-wide")
          .asks("Does a number of eight bytes travel in registers with regparm?")
          .yes("A number of eight bytes travels in registers with regparm.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(rust("compiler/rustc_target/src/callconv/x86.rs"));

  static final Divergence CALLEE_RELIES_ON_EXTENSION =
      divergence("narrow-argument")
          .asks("Does the callee rely on what the caller extended?")
          .yes("A char or short is read as a whole word.")
          .answers(gcc(NO), clang(YES), rustc(YES))
          .see(llvm("issue #44228"));

  static final Divergence WIDE_NUMBER_USES_UP_FASTCALL_REGISTERS =
      divergence("fastcall-wide-number")
          .asks("Does a number of eight bytes use up the registers of fastcall?")
          .yes("Arguments behind a long long find no register.")
          .answers(gcc(YES), clang(YES.before(16, 0), NO.since(16, 0)), rustc(YES))
          .see(
              recorded("i386-user"),
              new Citation("gcc/config/i386/i386.cc", "function_arg_advance_32"),
              new Citation("clang/lib/CodeGen/Targets/X86.cpp", "shouldPrimitiveUseInReg"),
              rust("rustc_target callconv x86, fill_inregs"));

  static final Divergence STRUCT_USES_UP_FASTCALL_REGISTERS =
      divergence("fastcall-struct")
          .asks("Does a struct use up the registers of fastcall?")
          .yes("Arguments behind a struct find fewer registers although it is on the stack.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(
              new Citation("gcc/config/i386/i386.cc", "function_arg_advance_32"),
              new Citation("clang/lib/CodeGen/Targets/X86.cpp", "shouldAggregateUseDirect"),
              rust("rustc_target callconv x86, fill_inregs"));

  static final Divergence LONG_DOUBLE_USES_UP_FASTCALL_REGISTERS =
      divergence("fastcall-long-double")
          .asks("Does a long double use up the registers of fastcall?")
          .yes("Arguments behind a long double find no register.")
          .answers(gcc(NO), clang(YES.before(16, 0), NO.since(16, 0)))
          .see(recorded("i386-user"));

  static final Divergence STRUCT_OF_LONG_DOUBLE_USES_UP_REGISTERS =
      divergence("fastcall-long-double-struct")
          .asks("Does a struct of one long double use up the registers of fastcall and thiscall?")
          .yes("Arguments behind struct { long double a; } find no register.")
          .answers(gcc(NO), clang(YES))
          .see(recorded("i386-user"));

  static final Divergence FIRST_OF_THISCALL_USES_UP_ECX =
      divergence("thiscall-first")
          .asks("Does a struct or a wide number in front leave ecx empty under thiscall?")
          .yes("A struct or long long in front is on the stack, and ecx is empty.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(new Citation("gcc/config/i386/i386.cc", "function_arg_32"), recorded("i386-user"));

  static final Divergence STRUCT_IN_FRONT_IS_COPIED =
      divergence("thiscall-copy")
          .asks("Is the address of a copy in ecx where a struct is first of thiscall?")
          .yes("A struct in front, { double a; } too, is copied and ecx holds the address.")
          .answers(gcc(NO), clang(NO), rustc(YES))
          .see(recorded("i386-user"), llvm("X86CallingConv.td, CC_X86_32_ThisCall_Common"));

  static final Divergence FASTCALL_CALLER_EXTENDS =
      divergence("fastcall-extension")
          .asks("Does a caller extend a char or short in ecx or edx under fastcall?")
          .yes("A char or short in ecx or edx fills the register.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(recorded("i386-user"), llvm("X86CallingConv.td, CC_X86_32_FastCall"));

  static final Divergence HIDDEN_POINTER_IN_ECX =
      divergence("fastcall-hidden-pointer")
          .asks("Is the hidden result pointer in ecx under fastcall?")
          .yes("The pointer to the result takes ecx, and the first argument the next place.")
          .answers(gcc(YES), clang(YES.before(18, 0), NO.since(19, 0)), rustc(NO))
          .see(
              recorded("i386-user"),
              new Citation("gcc/config/i386/i386.cc", "function_arg_32"),
              new Citation("clang/lib/CodeGen/Targets/X86.cpp", "getIndirectReturnResult"));

  static final Divergence HIDDEN_POINTER_IN_ECX_OF_THISCALL =
      divergence("thiscall-hidden-pointer")
          .asks("Is the hidden result pointer in ecx under thiscall?")
          .yes("The pointer to the result takes ecx, and the first argument the stack.")
          .answers(gcc(YES), clang(NO), rustc(NO))
          .see(recorded("i386-user"), new Citation("gcc/config/i386/i386.cc", "function_arg_32"));

  static final Divergence HIDDEN_POINTER_TAKES_A_REGISTER =
      divergence("regparm-hidden-pointer")
          .asks("Is the hidden result pointer in eax under -mregparm?")
          .yes("The pointer to the result is in eax, and the first argument in edx.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(rust("rustc_target callconv x86, fill_inregs"), recorded("i386-kernel"));

  static final Divergence WIDE_BIT_INTEGER_IS_POINTED_TO =
      divergence("wide-bit-integer")
          .asks("Is a _BitInt of more than 64 bits passed by a pointer to a copy?")
          .yes("A _BitInt(65) travels as the address of a copy, not on the stack.")
          .answers(gcc(NO), clang(YES))
          .see(new Citation("clang/lib/CodeGen/Targets/X86.cpp", "classifyArgumentType"));

  static final Divergence FLEXIBLE_RESULT_IN_MEMORY =
      divergence("flexible-result")
          .asks("Does a flexible array keep a small result in memory under -freg-struct-return?")
          .yes("A result of 1, 2, 4 or 8 bytes that ends in T x[] is in memory.")
          .answers(gcc(YES), clang(YES), rustc(NO))
          .see(recorded("i386-kernel"));
}
