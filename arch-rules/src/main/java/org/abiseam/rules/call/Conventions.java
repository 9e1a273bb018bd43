package org.abiseam.rules.call;

import org.abiseam.model.CallingConvention;
import org.abiseam.model.Machine;

/** Reduces calling conventions that are the machine's own to C's. */
final class Conventions {
  private static final CallingConvention WIN64 = CallingConvention.of("win64");

  private Conventions() {}

  /** Returns the convention without what only Rust distinguishes. */
  static CallingConvention plain(Call call) {
    CallingConvention stated = call.signature().convention();
    boolean wide = call.machine().machine() == Machine.EM_X86_64;
    return switch (stated.kind()) {
      case C, CDECL, SYSTEM, SYSV64, AAPCS -> CallingConvention.C;
      case EFIAPI -> wide ? WIN64 : CallingConvention.C;
      case WIN64, STDCALL, FASTCALL, THISCALL, RUST, OTHER -> stated.withoutUnwind();
    };
  }
}
