package org.abiseam.laboratory;

import java.util.List;
import java.util.Locale;

/** Names the calling convention in a declaration; {@link #C} is the usual one. */
public enum DeclaredConvention {
  C(""),
  /** x86-64 under Windows and UEFI. */
  WIN64("ms_abi"),
  STDCALL("stdcall"),
  FASTCALL("fastcall"),
  THISCALL("thiscall"),
  REGPARM("regparm(3)"),
  SSEREGPARM("sseregparm"),
  SYSV64("sysv_abi"),
  PRESERVE_MOST("preserve_most"),
  PRESERVE_ALL("preserve_all"),
  /** The base standard of Arm, whatever the float ABI. */
  AAPCS("pcs(\"aapcs\")"),
  AAPCS_VFP("pcs(\"aapcs-vfp\")"),
  VECTOR_PCS("aarch64_vector_pcs");

  private final String attribute;

  DeclaredConvention(String attribute) {
    this.attribute = attribute;
  }

  /** In front of a declaration in C. */
  String attribute() {
    return this == C ? "" : "__attribute__((" + attribute + ")) ";
  }

  /** As Rust and the rules state it. */
  public String stated() {
    return this == C ? "C" : name().toLowerCase(Locale.ROOT);
  }

  /** Tells whether no compiler records it, so that nothing can be said of a call. */
  public boolean unrecorded() {
    return this == REGPARM || this == SSEREGPARM;
  }

  /** What begins the names of C's variable arguments. */
  String variableArguments() {
    return this == WIN64 ? "__builtin_ms_va_" : "__builtin_va_";
  }

  /** Whoever takes the arguments off must know how many there are. */
  boolean mayBeVariadic() {
    return this == C || this == WIN64;
  }

  static DeclaredConvention stated(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }

  /** What C can declare on a machine, also where few compilers know it. */
  static List<DeclaredConvention> ofC(Target target) {
    return switch (target.machine().stub()) {
      case "x86-64" -> List.of(WIN64, SYSV64, PRESERVE_MOST, PRESERVE_ALL);
      case "i386" -> List.of(STDCALL, FASTCALL, THISCALL, REGPARM, SSEREGPARM);
      case "arm" -> List.of(AAPCS, AAPCS_VFP);
      case "aarch64" -> List.of(VECTOR_PCS, PRESERVE_MOST, PRESERVE_ALL);
      default -> List.of();
    };
  }

  /** What a machine has beside C's own in C and in Rust. */
  static List<DeclaredConvention> of(Target target) {
    return switch (target.name()) {
      case "x86-64-user" -> List.of(WIN64);
      case "i386-user" -> List.of(STDCALL, FASTCALL, THISCALL);
      default -> List.of();
    };
  }
}
