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
 * LoongArch, 64 bits, with integer registers (lp64s: the kernel) or floating point registers too
 * (lp64f, lp64d).
 *
 * <p>The convention is RISC-V's with other names: {@code a0} to {@code a7}, {@code fa0} to {@code
 * fa7}, halves that are split between register and stack, pointers to copies of what is larger than
 * two registers. What differs is which corner cases the compilers fell into and when they climbed
 * out again.
 *
 * <p>"LoongArch ABI Specification Procedure", version 2.30,
 * https://github.com/loongson/la-abi-specs
 */
final class LoongArch implements Psabi {
  private static final int EF_LOONGARCH_ABI_MODIFIER = 0x7;

  private static final Citation E_FLAGS = new Citation("LoongArch ELF psABI", "e_flags");

  private static final MachineTraits TRAITS =
      MachineTraits.of(Machine.EM_LOONGARCH)
          .variant("loongarch64", new Machine(Machine.EM_LOONGARCH, 8, false, 0x43))
          .variant("loongarch64-lp64s", new Machine(Machine.EM_LOONGARCH, 8, false, 0x41))
          .variant("loongarch64-lp64f", new Machine(Machine.EM_LOONGARCH, 8, false, 0x42))
          .variant("loongarch64-lp64d", new Machine(Machine.EM_LOONGARCH, 8, false, 0x43))
          .variant("loongarch32", new Machine(Machine.EM_LOONGARCH, 4, false, 0x43))
          // LoongArch psABI 2.30, Table 3.
          .alignsTo(8, 16)
          .with(Trait.STATED_ALIGNMENT_IS_DROPPED)
          .with(Trait.BIT_INTEGERS_ALIGN_AS_NUMBERS)
          .flags(new FlagField("float ABI", EF_LOONGARCH_ABI_MODIFIER, false, E_FLAGS))
          .flags(new FlagField("object ABI version", 0xc0, false, E_FLAGS))
          .build();

  @Override
  public MachineTraits traits() {
    return TRAITS;
  }

  @Override
  public boolean governs(Machine machine) {
    return machine.machine() == Machine.EM_LOONGARCH && machine.pointerBytes() == 8;
  }

  @Override
  public List<Divergence> divergences() {
    return DIVERGENCES.all();
  }

  @Override
  public Plan plan(Signature signature, int named, ValueTypes values, Dialect dialect) {
    // laelf §e_flags: 1 is soft, 2 single, 3 double.
    int floatBytes =
        switch (values.machine().flags() & EF_LOONGARCH_ABI_MODIFIER) {
          case 2 -> 4;
          case 3 -> 8;
          default -> 0;
        };
    RegisterPairs.Convention convention =
        new RegisterPairs.Convention(
            values.machine().pointerBytes(),
            floatBytes,
            "fa",
            new Citation("LoongArch ABI 2.30", "Procedure Calling Convention, Integer"),
            new Citation("LoongArch ABI 2.30", "Procedure Calling Convention, Floating-point"),
            ANSWERS);
    return new RegisterPairs(values, new CallState(dialect), convention).plan(signature, named);
  }

  private static final Divergences DIVERGENCES = new Divergences("loongarch");

  private static final Map<Question, Divergence> ANSWERS =
      Question.answered(
          Question.MEMBERLESS_STRUCT_IS_IGNORED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES.before(18, 0), NO.since(18, 0)), rustc(NO))
              .see(llvm("PR #70320 (in 18)")),
          Question.EMPTY_STRUCT_ALIGNS_THE_STACK
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(NO), rustc(NO))
              .see(recorded("loongarch64-kernel")),
          Question.POINTER_IS_FLATTENED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(NO), rustc(YES))
              .see(recorded("loongarch64-user")),
          Question.FLEXIBLE_ARRAY_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(YES), rustc(NO))
              .see(recorded("loongarch64-user")),
          Question.WHOLE_BYTES_OF_A_BIT_FIELD_UNIT
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(YES), rustc(NO))
              .see(llvm("PR #110690, the counterpart on RISC-V")),
          Question.EMPTY_ARRAY_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(NO), rustc(NO))
              .see(recorded("loongarch64-user")),
          Question.ARRAY_WITHOUT_SIZE_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(NO), rustc(NO))
              .see(
                  new Citation(
                      "GCC", "config/loongarch/loongarch.cc, loongarch_flatten_aggregate_field")),
          Question.ZERO_WIDTH_BIT_FIELD_ENDS_FLATTENING
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(NO), rustc(NO))
              .see(recorded("loongarch64-user")),
          Question.COMPLEX_INTEGER_IS_FLATTENED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(NO), rustc(NO))
              .see(llvm("LoongArch.cpp, detectFARsEligibleStructHelper")),
          Question.NARROW_ON_STACK_IS_EXTENDED
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(YES), rustc(NO))
              .see(
                  new Citation("LoongArch ABI 2.30", "Procedure Calling Convention, Integer"),
                  rust("rustc_target callconv loongarch, classify_arg")),
          Question.NARROW_ON_STACK_IS_TRUSTED
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES), rustc(NO))
              .see(recorded("loongarch64-user")),
          Question.ONLY_A_CALLEE_ALIGNS_BY_TYPEDEF
              .in(DIVERGENCES)
              .answers(gcc(NO), clang(YES), rustc(NO))
              .see(
                  llvm("clang LoongArchABIInfo EmitVAArg, AllowHigherAlign"),
                  recorded("loongarch64-kernel")),
          Question.TYPEDEF_ALIGNS_A_STRUCT
              .in(DIVERGENCES)
              .answers(gcc(YES), clang(NO), rustc(NO))
              .see(llvm("clang LoongArchABIInfo classifyArgumentType, on canonical types")));
}
