package org.abiseam.rules.call;

import java.util.List;
import org.abiseam.model.CallingConvention;
import org.abiseam.model.EntryPlace;
import org.abiseam.model.Evidence;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeGraph;
import org.abiseam.model.TypeId;
import org.abiseam.rules.psabi.CallSide;
import org.abiseam.rules.psabi.EntryConvention;
import org.abiseam.rules.psabi.PlanResult;
import org.abiseam.rules.psabi.Planner;

/**
 * Describes what one side believes about a function.
 *
 * @param machine what it was compiled for
 * @param types the graph of the signature
 * @param producer the compiler
 * @param signature the belief
 * @param evidence what the signature was read from
 * @param entry where each parameter is when the function is entered; empty where that is not known
 * @param facts what other functions of its side show of the types
 */
public record Call(
    Machine machine,
    TypeGraph types,
    Producer producer,
    Signature signature,
    Evidence evidence,
    List<EntryPlace> entry,
    EntryFacts facts) {
  private static final CallingConvention VECTOR_PCS = CallingConvention.of("aarch64_vector_pcs");
  private static final CallingConvention WIN64 = CallingConvention.of("win64");

  /**
   * Creates the belief of who does not have the function's code.
   *
   * @param machine what it was compiled for
   * @param types the graph of the signature
   * @param producer the compiler
   * @param signature the belief
   * @param evidence what the signature was read from
   */
  public Call(
      Machine machine, TypeGraph types, Producer producer, Signature signature, Evidence evidence) {
    this(machine, types, producer, signature, evidence, List.of(), new EntryFacts());
  }

  /** Tells whether the signature is LLVM's, in which structs have become numbers. */
  boolean lowered() {
    return evidence == Evidence.LLVM_IR;
  }

  /** Returns the convention, which is C's where it is the machine's own by another name. */
  CallingConvention convention() {
    CallingConvention stated = signature.convention();
    boolean wide = machine.machine() == Machine.EM_X86_64;
    return switch (stated.kind()) {
      case C, CDECL, SYSTEM ->
          EntryConvention.windowsByDefault(machine, producer) ? WIN64 : CallingConvention.C;
      case SYSV64, REGPARM_0, REGPARM_1, REGPARM_2, REGPARM_3 -> CallingConvention.C;
      // Clang writes aarch64_vector_pcs of AArch64 by the same number (CGDebugInfo.cpp).
      case AAPCS -> machine.machine() == Machine.EM_AARCH64 ? VECTOR_PCS : CallingConvention.C;
      case EFIAPI -> wide ? WIN64 : CallingConvention.C;
      case WIN64, STDCALL, FASTCALL, THISCALL, RUST, OTHER -> stated.withoutUnwind();
    };
  }

  /** Returns the same belief with C's own convention. */
  Call asOfC() {
    return by(CallingConvention.C);
  }

  /** Returns the same belief with another convention. */
  Call by(CallingConvention other) {
    return new Call(machine, types, producer, signature.by(other), evidence);
  }

  /**
   * Tells whether some parameter is at the entry where another convention does not pass it, and the
   * stated one does: places that fit neither tell nothing.
   */
  boolean rulesOut(CallingConvention other) {
    CallSide side = new CallSide(machine, types, producer, producer);
    return EntryConvention.passes(signature, side, entry).orElse(false)
        && !EntryConvention.passes(signature.by(other), side, entry).orElse(true);
  }

  /** Tells whether both sides have one plan each, and every value travels alike. */
  boolean passesAs(Call other) {
    return plan(other) instanceof PlanResult.Planned one
        && other.plan(this) instanceof PlanResult.Planned two
        && one.plans().size() == 1
        && two.plans().size() == 1
        && one.plans().getFirst().plan().passesAs(two.plans().getFirst().plan());
  }

  /** Plans the call as this side compiles it; the other side may have recorded more switches. */
  PlanResult plan(Call other) {
    return Planner.plan(signature, new CallSide(machine, types, producer, other.producer));
  }

  /** Returns the type of a parameter, or of the result for the index after the last parameter. */
  TypeId type(int index) {
    List<Signature.Parameter> parameters = signature.parameters();
    return index < parameters.size() ? parameters.get(index).type() : signature.result();
  }

  /** Returns the node of a type behind typedefs. */
  Type node(TypeId type) {
    return types.type(types.resolved(type));
  }

  /** Tells whether the function returns nothing. */
  boolean returnsNothing() {
    return node(signature.result()) instanceof Type.Void;
  }
}
