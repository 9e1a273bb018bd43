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

/**
 * Where compilers part on SPARC of 64 bits. rustc's own classifier was written anew, and 1.97 has
 * it: of structs with floating point numbers nothing is known of releases before.
 */
final class Sparc64Divergences {
  private Sparc64Divergences() {}

  /** Where compilers part. */
  enum Point implements Question {
    EMPTY_STRUCT_TAKES_ROOM_ON_THE_STACK("Does a struct of no size take a doubleword of stack?"),
    EMPTY_STRUCT_IS_ALIGNED("Does a struct of no size that is aligned to 16 begin an even slot?"),
    ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF(
        "Does a callee, and not its caller, begin an even slot for a typedef's alignment of 16?"),
    A_NUMBERS_PADDING_IS_FORGOTTEN(
        "Are a float, and what was passed over in front of a number of 16 bytes, forgotten when a"
            + " struct is aligned?"),
    PACKED_LONG_DOUBLE_IS_ALIGNED(
        "Does a long double in a packed struct or union begin an even slot nonetheless?"),
    HIDDEN_POINTER_IS_NOT_COUNTED(
        "Is the hidden result pointer not counted when an even slot is looked for?"),
    COMPLEX_INTEGER_AT_THE_RIGHT_END("Is a narrow complex integer right-justified?"),
    MEMBERS_IN_FLOATING_REGISTERS("Do the floating point members of a struct travel apart?"),
    PACKED_STRUCT_IN_GENERAL_REGISTERS("Does a packed struct travel in general registers alone?"),
    LATE_ALIGNED_STRUCT_IS_ON_THE_STACK(
        "Is a struct of numbers that is as aligned as it is large kept to the registers of whole"
            + " numbers?"),
    UNION_IN_FLOATING_REGISTERS("Does a union of a floating point number travel as the number?"),
    ANONYMOUS_FLOATS_ARE_LOST(
        "Does a caller leave floats of a struct behind the named arguments in floating point"
            + " registers, where its callee does not look?");

    private final String text;

    Point(String text) {
      this.text = text;
    }

    @Override
    public String text() {
      return text;
    }
  }

  private static final Citation CLASSIFIER =
      new Citation("rust-lang/rust", "rustc_target callconv sparc64");
  private static final Citation STRUCTS =
      new Citation(
          "SPARC Compliance Definition 2.4.1", "page 3P-11, Structure and Union Arguments");

  static final List<Divergence> TABLE =
      List.of(
          new Divergence(
              "sparc64/empty-on-stack",
              Point.EMPTY_STRUCT_TAKES_ROOM_ON_THE_STACK,
              "What follows on the stack lies a doubleword further up.",
              List.of(no(GCC), yes(CLANG), yes(RUSTC)),
              List.of(new Citation("llvm-project", "issue #213561"), CLASSIFIER)),
          new Divergence(
              "sparc64/empty-aligned",
              Point.EMPTY_STRUCT_IS_ALIGNED,
              "It and what follows may be a register further on.",
              List.of(yes(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("llvm-project", "issue #213561"), CLASSIFIER)),
          new Divergence(
              "sparc64/typedef-alignment",
              Point.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF,
              "The callee takes the number from a register further on than its caller leaves it"
                  + " in.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(
                  new Citation("abiseam fixtures", "observations/sparc64-kernel"),
                  new Citation("llvm-project", "PR #213739"))),
          new Divergence(
              "sparc64/forgotten-padding",
              Point.A_NUMBERS_PADDING_IS_FORGOTTEN,
              "An aligned struct behind an __int128 or a float may lie at an odd doubleword.",
              List.of(no(GCC), yes(CLANG), no(RUSTC)),
              List.of(new Citation("abiseam fixtures", "observations/sparc64-kernel"), CLASSIFIER)),
          new Divergence(
              "sparc64/packed-long-double",
              Point.PACKED_LONG_DOUBLE_IS_ALIGNED,
              "union { long double a; } with packed, aligned(8) begins an even doubleword.",
              List.of(yes(CLANG)),
              List.of(
                  new Citation("llvm-project", "SparcISelLowering.cpp, Analyze_CC_Sparc64_Full"),
                  new Citation("abiseam fixtures", "observations/sparc64-user"))),
          new Divergence(
              "sparc64/hidden-pointer-count",
              Point.HIDDEN_POINTER_IS_NOT_COUNTED,
              "In a function that returns a large struct, a struct aligned to 16 begins an odd"
                  + " slot.",
              List.of(no(GCC), no(CLANG), yes(RUSTC)),
              List.of(
                  new Citation("abiseam fixtures", "observations/sparc64-kernel"),
                  new Citation(
                      "rust-lang/rust",
                      "compiler/rustc_target/src/callconv/sparc64.rs, compute_abi_info"))),
          new Divergence(
              "sparc64/complex-integer",
              Point.COMPLEX_INTEGER_AT_THE_RIGHT_END,
              "A complex integer of less than 8 bytes is at the right end of its register.",
              List.of(yes(GCC), no(CLANG).before(24, 0), yes(CLANG).since(24, 0)),
              List.of(new Citation("llvm-project", "PR #212340"))),
          new Divergence(
              "sparc64/members",
              Point.MEMBERS_IN_FLOATING_REGISTERS,
              "{ double a; long b; } travels in a register of each file.",
              List.of(yes(GCC), yes(CLANG), yes(RUSTC).since(1, 97)),
              List.of(STRUCTS, new Citation("rust-lang/rust", "issue #115609"))),
          new Divergence(
              "sparc64/packed",
              Point.PACKED_STRUCT_IN_GENERAL_REGISTERS,
              "A packed struct of aligned floating point numbers travels in general registers.",
              List.of(yes(GCC), no(CLANG), no(RUSTC).since(1, 97)),
              List.of(new Citation("llvm-project", "PR #214894"), CLASSIFIER)),
          new Divergence(
              "sparc64/aligned-struct",
              Point.LATE_ALIGNED_STRUCT_IS_ON_THE_STACK,
              "struct { float a, b; } with aligned(16) is on the stack from doubleword 6 on;"
                  + " before, its numbers travel apart.",
              List.of(yes(GCC), no(CLANG), no(RUSTC)),
              List.of(
                  new Citation("GCC", "sparc.cc, function_arg_slotno, case MODE_INT"),
                  new Citation("abiseam fixtures", "observations/sparc64-user"))),
          new Divergence(
              "sparc64/union",
              Point.UNION_IN_FLOATING_REGISTERS,
              "union { double a; long b; } travels in a floating point register.",
              List.of(no(GCC), yes(CLANG), no(RUSTC).since(1, 97)),
              List.of(STRUCTS, new Citation("llvm-project", "issue #214840"), CLASSIFIER)),
          new Divergence(
              "sparc64/anonymous-struct",
              Point.ANONYMOUS_FLOATS_ARE_LOST,
              "The callee's va_arg looks for them in general registers; doubles are there.",
              List.of(
                  no(GCC),
                  yes(CLANG).before(24, 0),
                  no(CLANG).since(24, 0),
                  yes(RUSTC).since(1, 97)),
              List.of(
                  new Citation("llvm-project", "PR #216524"),
                  new Citation("abiseam fixtures", "observations/sparc64-user"))));
}
