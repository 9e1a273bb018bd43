package org.abiseam.rules.psabi;

import java.util.List;
import java.util.stream.Stream;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Signature;
import org.abiseam.model.Type;
import org.abiseam.model.TypeId;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Leaf;
import org.abiseam.rules.plan.Location;
import org.abiseam.rules.plan.Placement;
import org.abiseam.rules.plan.Plan;
import org.abiseam.rules.plan.RegisterSwitches;
import org.abiseam.rules.plan.Switches;
import org.abiseam.rules.plan.Unsettled;
import org.abiseam.rules.plan.ValueTypes;

/**
 * Refuses the plan of a call that depends on a switch of which no psABI here computes the effect.
 *
 * @param signature what is called
 * @param values its types
 * @param dialect who compiles it
 */
record UncomputedSwitches(Signature signature, ValueTypes values, Dialect dialect) {
  private static final String PCC = "-fpcc-struct-return";

  /** Tells whether an answer here depends on a switch. */
  static boolean asksFor(Machine machine, String flag) {
    return flag.endsWith("struct-return")
        || flag.endsWith("rtd")
        || flag.endsWith("sseregparm")
        || flag.endsWith("fp-ret-in-387")
        || RegisterSwitches.changes(machine, flag);
  }

  /**
   * Accepts a plan that no such switch changes.
   *
   * @throws Unsettled otherwise
   */
  Plan accepted(Plan plan) {
    refuseOtherRegisters();
    refuseUnknownFloats(plan);
    int machine = dialect.machine().machine();
    if (machine == Machine.EM_68K && hasStackArguments(plan)) {
      refuse("-mrtd", "-mno-rtd");
    }
    if (machine == Machine.EM_386 && passesFloats()) {
      refuse("-msseregparm", "-mno-sseregparm");
    }
    if (machine == Machine.EM_386 && floats(signature.result())) {
      refuse("-mno-fp-ret-in-387", "-mfp-ret-in-387");
    }
    if (structsInMemory(machine) && !(plan.result().placement() instanceof Placement.ByReference)) {
      throw new Unsettled("no rule of abiseam covers " + PCC + " on this machine");
    }
    return plan;
  }

  /** A side that records its switches is compared with the other one by the rule of switches. */
  private void refuseOtherRegisters() {
    Switches switches = dialect.switches();
    if (switches.recorded() && !dialect.rust()) {
      return;
    }
    List<String> others =
        switches.others().stream()
            .filter(flag -> RegisterSwitches.changes(dialect.machine(), flag))
            .toList();
    if (!others.isEmpty()) {
      throw new Unsettled(
          "the other side was compiled with "
              + String.join(" ", others)
              + (dialect.rust()
                  ? "; Rust has no such switch"
                  : "; whether this side was is not recorded"));
    }
  }

  /** Refuses floating point of Rust that perhaps was compiled for soft float. */
  private void refuseUnknownFloats(Plan plan) {
    if (dialect.rust()
        && dialect.machine().open().contains(Machine.RustSwitch.SOFT_FLOAT)
        && Stream.concat(plan.arguments().stream(), Stream.of(plan.result()))
            .anyMatch(value -> inFloatingPointRegister(value.placement()))) {
      throw new Unsettled(
          "no code of Rust that was given uses a floating-point register, so it may be compiled for"
              + " soft float (as for x86_64-unknown-none)",
          new Unsettled.Cause.SwitchOfRust(Machine.RustSwitch.SOFT_FLOAT));
    }
  }

  /** Registers of x86-64, AArch64, s390x, PowerPC and i386: xmm0, v0, f0, st0. */
  private static boolean inFloatingPointRegister(Placement placement) {
    return placement instanceof Placement.Direct direct
        && direct.pieces().stream()
            .anyMatch(
                piece ->
                    piece.location() instanceof Location.Register register
                        && (register.name().startsWith("xmm")
                            || register.name().startsWith("st")
                            || register.name().startsWith("v")
                            || register.name().startsWith("f")));
  }

  private void refuse(String on, String off) {
    if (dialect.switches().on(List.of(on), List.of(off), false)) {
      throw new Unsettled("no rule of abiseam covers " + on);
    }
  }

  /** Only GCC has the switch on every machine; where a psABI computes it, it is not asked here. */
  private boolean structsInMemory(int machine) {
    boolean computed =
        machine == Machine.EM_386 || machine == Machine.EM_PPC || machine == Machine.EM_68K;
    return !computed
        && dialect.producer().compiler() == Producer.Compiler.GCC
        && values.type(signature.result()) instanceof Type.Aggregate
        && dialect
            .switches()
            .on(List.of(PCC), List.of("-freg-struct-return", "-fno-pcc-struct-return"), false);
  }

  private static boolean hasStackArguments(Plan plan) {
    return plan.frame().argumentBytes() > 0;
  }

  private boolean passesFloats() {
    return Stream.concat(
            Stream.of(signature.result()),
            signature.parameters().stream().map(Signature.Parameter::type))
        .anyMatch(this::floats);
  }

  private boolean floats(TypeId type) {
    return switch (values.type(type)) {
      case Type.Scalar scalar -> scalar.encoding() == Type.Encoding.FLOAT;
      case Type.Aggregate _, Type.Tagged _, Type.Sequence _ ->
          values.named(type).stream().anyMatch(leaf -> leaf.kind() == Leaf.Kind.FLOAT);
      case Type.Void _, Type.Pointer _, Type.Enumeration _ -> false;
      case Type.Function _, Type.Wrapper _, Type.Unknown _ -> false;
    };
  }
}
