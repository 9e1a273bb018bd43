package org.abiseam.rules.psabi;

import java.util.List;
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

  /** By its name in debug info or Rust. */
  static I386Convention named(String name) {
    return switch (name.replace("-unwind", "")) {
      case "C", "cdecl", "system", "efiapi" -> CDECL;
      case "stdcall" -> STDCALL;
      case "fastcall" -> FASTCALL;
      case "thiscall" -> THISCALL;
      default -> throw new Unsettled("no rule here for the convention " + name);
    };
  }
}
