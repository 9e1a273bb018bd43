package org.abiseam.rules.call;

import org.abiseam.model.Machine;

/** Names of conventions that mean the machine's own. */
final class Conventions {
  private Conventions() {}

  /** The convention without what only Rust distinguishes. */
  static String plain(Call call) {
    String name = call.signature().convention().replace("-unwind", "");
    boolean wide = call.machine().machine() == Machine.EM_X86_64;
    return switch (name) {
      case "C", "cdecl", "system", "sysv64", "aapcs" -> "C";
      case "efiapi" -> wide ? "win64" : "C";
      default -> name;
    };
  }
}
