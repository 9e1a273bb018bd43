package org.abiseam.rules.psabi;

import java.util.List;
import org.abiseam.model.CallingConvention;
import org.abiseam.rules.plan.Dialect;
import org.abiseam.rules.plan.Unsettled;

/** Who takes the arguments off, and what travels in registers although nothing was switched. */
enum I386Convention {
  CDECL,
  STDCALL,
  FASTCALL,
  THISCALL;

  List<String> registers() {
    return switch (this) {
      case CDECL, STDCALL -> List.of();
      case FASTCALL -> List.of("ecx", "edx");
      case THISCALL -> List.of("ecx");
    };
  }

  boolean calleePops() {
    return this != CDECL;
  }

  /** Finds that of a function that is not variadic; {@code -mrtd} is for those that state none. */
  static I386Convention of(CallingConvention convention, Dialect dialect) {
    return switch (convention.kind()) {
      case C, REGPARM_0, REGPARM_1, REGPARM_2, REGPARM_3 ->
          !dialect.rust() && calleePops(dialect) ? STDCALL : CDECL;
      case CDECL, SYSTEM, EFIAPI -> CDECL;
      case STDCALL -> STDCALL;
      case FASTCALL -> FASTCALL;
      case THISCALL -> THISCALL;
      case SYSV64, WIN64, AAPCS, RUST, OTHER ->
          throw new Unsettled("no rule of abiseam covers the convention " + convention.name());
    };
  }

  /** GCC 16 manual, x86 Options, -mrtd. */
  private static boolean calleePops(Dialect dialect) {
    return dialect.switches().on(List.of("-mrtd"), List.of("-mno-rtd"), false);
  }
}
