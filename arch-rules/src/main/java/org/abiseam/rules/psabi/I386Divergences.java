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

/** Where compilers part on i386; what the recordings show, and rustc's own source. */
final class I386Divergences {
  /** Where compilers part. */
  enum Point implements Question {
    /** D3. */
    MEMBERLESS_STRUCT_IS_IGNORED("Is a struct of unnamed bit-fields left out?"),
    /** D8 a. */
    COMPLEX_INTEGER_IN_REGISTERS("Does a complex integer travel in registers?"),
    /** D8 b. */
    ALIGNED_TYPEDEF_ALIGNS_THE_STACK(
        "Does a member whose typedef is aligned to 16 align the argument?"),
    /** D8 c. */
    TAIL_OF_A_UNION_IS_DROPPED("Is the padding at the end of a union left out?"),
    /** D2. */
    FLEXIBLE_ARRAY_STAYS_ON_THE_STACK("Does a flexible array member keep a struct on the stack?"),
    /** D5. */
    EMPTY_RESULT_IS_VOID("Is a result of no size no result, where structs return in registers?"),
    /** D5. */
    EMPTY_RESULT_IS_VOID_BESIDE_POINTERS(
        "Is a result of no size no result, where structs return through a pointer?"),
    /** Clang's source says it outright, GCC's by the mode of the struct. */
    ODD_MEMBER_KEEPS_A_RESULT_IN_MEMORY(
        "Does a member of 3, 5, 6 or 7 bytes keep a result out of registers?"),
    /** Rust passes each by value on the stack. */
    STRUCT_IN_REGISTERS("Does a struct travel in registers with regparm?"),
    /** Rust counts the registers and leaves them empty. */
    WIDE_NUMBER_IN_REGISTERS("Does a number of eight bytes travel in registers with regparm?"),
    /** Clang passes a wide number on the stack as if it were not there. */
    WIDE_NUMBER_USES_UP_FASTCALL_REGISTERS(
        "Does a number of eight bytes use up the registers of fastcall?"),
    /** As above, of Clang before 16. */
    LONG_DOUBLE_USES_UP_FASTCALL_REGISTERS("Does a long double use up the registers of fastcall?"),
    /** rustc passes over what is in memory. */
    STRUCT_USES_UP_FASTCALL_REGISTERS("Does a struct use up the registers of fastcall?"),
    /** Clang's classify() knows float and double alone. */
    STRUCT_OF_LONG_DOUBLE_USES_UP_REGISTERS(
        "Does a struct of one long double use up the registers of fastcall and thiscall?"),
    /** LLVM puts the first word of whatever comes into ecx, be it the address of a copy. */
    FIRST_OF_THISCALL_USES_UP_ECX(
        "Does a struct or a wide number in front leave ecx empty under thiscall?"),
    /** To rustc every struct is memory, and the address of memory is LLVM's first word. */
    STRUCT_IN_FRONT_IS_COPIED(
        "Is the address of a copy in ecx where a struct is first of thiscall?"),
    /** LLVM assigns them to cl and cx as they are. */
    FASTCALL_CALLER_EXTENDS("Does a caller extend a char or short in ecx or edx under fastcall?"),
    /** Clang and rustc push it. */
    HIDDEN_POINTER_IN_ECX("Is the hidden result pointer in ecx under fastcall?"),
    /** As above. */
    HIDDEN_POINTER_IN_ECX_OF_THISCALL("Is the hidden result pointer in ecx under thiscall?"),
    /** Of rustc's {@code -Zregparm}. */
    HIDDEN_POINTER_TAKES_A_REGISTER("Is the hidden result pointer in eax under -mregparm?"),
    /** As above. */
    FLEXIBLE_RESULT_IN_MEMORY(
        "Does a flexible array keep a small result in memory under -freg-struct-return?"),
    /** D20. */
    CALLEE_RELIES_ON_EXTENSION("Does the callee rely on what the caller extended?");

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
              "i386/unnamed-bit-fields",
              Point.MEMBERLESS_STRUCT_IS_IGNORED,
              "A struct of unnamed bit-fields takes no place.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/complex-integer",
              Point.COMPLEX_INTEGER_IN_REGISTERS,
              "_Complex int travels in registers with -mregparm.",
              List.of(no(GCC), yes(CLANG)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/aligned-typedef",
              Point.ALIGNED_TYPEDEF_ALIGNS_THE_STACK,
              "typedef long l16 __attribute__((aligned(16))); struct { l16 a; } lies at a multiple"
                  + " of 16.",
              List.of(no(GCC).before(4, 6), yes(GCC).since(4, 6), no(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/union-tail",
              Point.TAIL_OF_A_UNION_IS_DROPPED,
              "union { int a; unsigned b; } __attribute__((aligned(8))) takes four bytes.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/flexible-array",
              Point.FLEXIBLE_ARRAY_STAYS_ON_THE_STACK,
              "{ int t; char data[]; } travels on the stack with -mregparm.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("gcc", "PR88469, the same question on x86-64"))),
          new Divergence(
              "i386/empty-result",
              Point.EMPTY_RESULT_IS_VOID,
              "A struct without members comes back through a hidden pointer.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/empty-result-pointer",
              Point.EMPTY_RESULT_IS_VOID_BESIDE_POINTERS,
              "Without -freg-struct-return too, a struct without members comes back through a"
                  + " pointer.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-user"))),
          new Divergence(
              "i386/odd-member-result",
              Point.ODD_MEMBER_KEEPS_A_RESULT_IN_MEMORY,
              "{ char a[3]; char b; } comes back in memory with -freg-struct-return.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/x86.rs"))),
          new Divergence(
              "i386/regparm-struct",
              Point.STRUCT_IN_REGISTERS,
              "A struct travels in registers with regparm.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/x86.rs"))),
          new Divergence(
              "i386/regparm-wide",
              Point.WIDE_NUMBER_IN_REGISTERS,
              "A number of eight bytes travels in registers with regparm.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("rust-lang/rust", "compiler/rustc_target/src/callconv/x86.rs"))),
          new Divergence(
              "i386/narrow-argument",
              Point.CALLEE_RELIES_ON_EXTENSION,
              "A char or short is read as a whole word.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(new Citation("llvm-project", "issue #44228"))),
          new Divergence(
              "i386/fastcall-wide-number",
              Point.WIDE_NUMBER_USES_UP_FASTCALL_REGISTERS,
              "Arguments behind a long long find no register.",
              List.of(yes(GCC), yes(CLANG).before(16, 0), no(CLANG).since(16, 0), yes(RUSTC)),
              List.of(
                  new Citation("abiseam fixtures", "observations/i386-user"),
                  new Citation("gcc/config/i386/i386.cc", "function_arg_advance_32"),
                  new Citation("clang/lib/CodeGen/Targets/X86.cpp", "shouldPrimitiveUseInReg"),
                  new Citation("rust-lang/rust", "rustc_target callconv x86, fill_inregs"))),
          new Divergence(
              "i386/fastcall-struct",
              Point.STRUCT_USES_UP_FASTCALL_REGISTERS,
              "Arguments behind a struct find fewer registers although it is on the stack.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation("gcc/config/i386/i386.cc", "function_arg_advance_32"),
                  new Citation("clang/lib/CodeGen/Targets/X86.cpp", "shouldAggregateUseDirect"),
                  new Citation("rust-lang/rust", "rustc_target callconv x86, fill_inregs"))),
          new Divergence(
              "i386/fastcall-long-double",
              Point.LONG_DOUBLE_USES_UP_FASTCALL_REGISTERS,
              "Arguments behind a long double find no register.",
              List.of(no(GCC), yes(CLANG).before(16, 0), no(CLANG).since(16, 0)),
              List.of(new Citation("abiseam fixtures", "observations/i386-user"))),
          new Divergence(
              "i386/fastcall-long-double-struct",
              Point.STRUCT_OF_LONG_DOUBLE_USES_UP_REGISTERS,
              "Arguments behind struct { long double a; } find no register.",
              List.of(no(GCC), yes(CLANG)),
              List.of(new Citation("abiseam fixtures", "observations/i386-user"))),
          new Divergence(
              "i386/thiscall-first",
              Point.FIRST_OF_THISCALL_USES_UP_ECX,
              "A struct or long long in front is on the stack, and ecx is empty.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(
                  new Citation("gcc/config/i386/i386.cc", "function_arg_32"),
                  new Citation("abiseam fixtures", "observations/i386-user"))),
          new Divergence(
              "i386/thiscall-copy",
              Point.STRUCT_IN_FRONT_IS_COPIED,
              "A struct in front, { double a; } too, is copied and ecx holds the address.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(
                  new Citation("abiseam fixtures", "observations/i386-user"),
                  new Citation("llvm-project", "X86CallingConv.td, CC_X86_32_ThisCall_Common"))),
          new Divergence(
              "i386/fastcall-extension",
              Point.FASTCALL_CALLER_EXTENDS,
              "A char or short in ecx or edx fills the register.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(
                  new Citation("abiseam fixtures", "observations/i386-user"),
                  new Citation("llvm-project", "X86CallingConv.td, CC_X86_32_FastCall"))),
          new Divergence(
              "i386/fastcall-hidden-pointer",
              Point.HIDDEN_POINTER_IN_ECX,
              "The pointer to the result takes ecx, and the first argument the next place.",
              List.of(yes(GCC), yes(CLANG).before(18, 0), no(CLANG).since(19, 0), no(RUSTC)),
              List.of(
                  new Citation("abiseam fixtures", "observations/i386-user"),
                  new Citation("gcc/config/i386/i386.cc", "function_arg_32"),
                  new Citation("clang/lib/CodeGen/Targets/X86.cpp", "getIndirectReturnResult"))),
          new Divergence(
              "i386/thiscall-hidden-pointer",
              Point.HIDDEN_POINTER_IN_ECX_OF_THISCALL,
              "The pointer to the result takes ecx, and the first argument the stack.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(
                  new Citation("abiseam fixtures", "observations/i386-user"),
                  new Citation("gcc/config/i386/i386.cc", "function_arg_32"))),
          new Divergence(
              "i386/regparm-hidden-pointer",
              Point.HIDDEN_POINTER_TAKES_A_REGISTER,
              "The pointer to the result is in eax, and the first argument in edx.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(
                  new Citation("rust-lang/rust", "rustc_target callconv x86, fill_inregs"),
                  new Citation("abiseam fixtures", "observations/i386-kernel"))),
          new Divergence(
              "i386/flexible-result",
              Point.FLEXIBLE_RESULT_IN_MEMORY,
              "A result of 1, 2, 4 or 8 bytes that ends in T x[] is in memory.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/i386-kernel"))));
}
