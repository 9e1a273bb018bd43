package org.abiseam.rules.psabi;

import static org.abiseam.rules.plan.Divergences.*;

import java.util.List;
import java.util.Map;
import org.abiseam.model.Citation;
import org.abiseam.model.Machine;
import org.abiseam.model.Signature;
import org.abiseam.rules.machine.MachineTraits;
import org.abiseam.rules.machine.MachineTraits.FlagField;
import org.abiseam.rules.machine.MachineTraits.Trait;
import org.abiseam.rules.plan.CallState;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Divergences;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.Psabi;
import org.abiseam.rules.plan.ValueTypes;
import org.abiseam.rules.psabi.RegisterPairs.Question;

/**
 * RISC-V, 32 and 64 bits, with integer registers (lp64, ilp32: the kernel) or floating point
 * registers too (lp64f, lp64d, ilp32f, ilp32d).
 *
 * <p>What is peculiar: one rule for almost everything. What fits into a register takes the next of
 * {@code a0} to {@code a7}; what fits into two takes two, and if only one is left its second half
 * goes to the stack; what is larger is copied and a pointer to the copy travels. Structs are no
 * exception. A result follows the rule of a first argument, so a large one is written through a
 * pointer in {@code a0}. Narrow numbers are extended by their own sign to 32 bits and then by sign
 * to 64, {@code unsigned int} too.
 *
 * <p>With floating point registers a struct of one or two members may be taken apart, if one of
 * them at least is a floating point number: this is where bindgen's bytes for a bit-field, and
 * pointers, make a difference between compilers.
 *
 * <p>"RISC-V ABIs Specification", version 1.0, 2022-11-02,
 * https://github.com/riscv-non-isa/riscv-elf-psabi-doc
 */
final class RiscV implements Psabi {
  private static final int EF_RISCV_FLOAT_ABI = 0x6;
  private static final int EF_RISCV_RVE = 0x8;

  private static final Citation E_FLAGS = new Citation("RISC-V ELF psABI", "File Header, e_flags");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_RISCV)
          .variant("riscv64", new Machine(Machine.EM_RISCV, 8, false, 4))
          .variant("riscv64-lp64", new Machine(Machine.EM_RISCV, 8, false, 0))
          .variant("riscv64-lp64f", new Machine(Machine.EM_RISCV, 8, false, 2))
          .variant("riscv64-lp64d", new Machine(Machine.EM_RISCV, 8, false, 4))
          .variant("riscv32", new Machine(Machine.EM_RISCV, 4, false, 4))
          .variant("riscv32-ilp32", new Machine(Machine.EM_RISCV, 4, false, 0))
          .variant("riscv32-ilp32f", new Machine(Machine.EM_RISCV, 4, false, 2))
          .variant("riscv32-ilp32d", new Machine(Machine.EM_RISCV, 4, false, 4))
          // RISC-V psABI 1.0 §2.4; long double 16 on both.
          .alignsTo(8, 16)
          .with(Trait.PLAIN_CHAR_IS_UNSIGNED)
          .with(Trait.WIDE_FLOATS_ALIGN_TO_16)
          .with(Trait.STATED_ALIGNMENT_IS_DROPPED)
          .with(Trait.CLANG_ALIGNS_BIT_INTEGERS_TO_WORDS)
          .with(Trait.GCC_ALIGNS_VECTORS_TO_16)
          .flags(new FlagField("float ABI", EF_RISCV_FLOAT_ABI, false, E_FLAGS))
          .flags(new FlagField("RVE", EF_RISCV_RVE, false, E_FLAGS))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_RISCV && (machine.flags() & EF_RISCV_RVE) == 0;
  }

  @Override
  public List<Divergence> divergences() {
    return DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    // §8.1: EF_RISCV_FLOAT_ABI is 0 for soft, 2 for single, 4 for double, 6 for quad.
    int floatBytes =
        switch (values.machine().flags() & EF_RISCV_FLOAT_ABI) {
          case 0 -> 0;
          case 2 -> 4;
          case 4 -> 8;
          default -> 16;
        };
    RegisterPairs.Convention convention =
        new RegisterPairs.Convention(
            values.machine().pointerBytes(),
            floatBytes,
            "fa",
            new Citation("RISC-V ABIs 1.0", "§2.1 Integer Calling Convention"),
            new Citation("RISC-V ABIs 1.0", "§2.2 Hardware Floating-point Calling Convention"),
            ANSWERS);
    return new RegisterPairs(values, new CallState(dialect), convention).plan(signature, named);
  }

  private static final Divergences DIVERGENCES = new Divergences("riscv");

  private static final Map<Question, Divergence> ANSWERS =
      Question.answered(
          Question.MEMBERLESS_STRUCT_IS_IGNORED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES.before(19, 0), NO.since(19, 0)), rustc(NO))
              .see(llvm("PR #70320, the counterpart on LoongArch"), recorded("riscv64-kernel")),
          Question.EMPTY_STRUCT_ALIGNS_THE_STACK
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(NO), rustc(NO))
              .see(recorded("riscv64-kernel")),
          Question.POINTER_IS_FLATTENED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(NO), rustc(YES))
              .see(
                  new Citation("RISC-V ABIs 1.0", "§2.2 Hardware Floating-point, integer"),
                  recorded("riscv64-user")),
          Question.FLEXIBLE_ARRAY_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(YES), rustc(NO))
              .see(new Citation("riscv-elf-psabi-doc", "issue #99")),
          Question.WHOLE_BYTES_OF_A_BIT_FIELD_UNIT
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(YES), rustc(NO))
              .see(new Citation("RISC-V ABIs 1.0", "§2.2 Hardware Floating-point, bitfields")),
          Question.EMPTY_ARRAY_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(NO), rustc(NO))
              .see(recorded("riscv64-user")),
          Question.ARRAY_WITHOUT_SIZE_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(YES.before(16, 0), NO.since(16, 0)), clang(NO), rustc(NO))
              .see(new Citation("GCC", "config/riscv/riscv.cc, riscv_flatten_aggregate_field")),
          Question.ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES), rustc(NO))
              .see(recorded("riscv64-user")),
          Question.COMPLEX_INTEGER_IS_FLATTENED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES), rustc(NO))
              .see(llvm("RISCV.cpp, detectFPCCEligibleStructHelper")),
          Question.NARROW_ON_STACK_IS_EXTENDED
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(YES), rustc(NO))
              .see(
                  new Citation("RISC-V ABIs 1.0", "§2.1 Integer Calling Convention"),
                  rust("rustc_target callconv riscv, classify_arg")),
          Question.NARROW_ON_STACK_IS_TRUSTED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES), rustc(NO))
              .see(recorded("riscv64-user")),
          Question.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES), rustc(NO))
              .see(
                  llvm("clang RISCVABIInfo EmitVAArg, AllowHigherAlign"), recorded("riscv32-user")),
          Question.TYPEDEF_ALIGNS_A_STRUCT
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(NO), rustc(NO))
              .see(llvm("clang RISCVABIInfo classifyArgumentType, on canonical types")));
}
