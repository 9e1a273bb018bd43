package org.abiseam.dwarf.entry;

import java.util.Optional;
import org.abiseam.model.Machine;

/**
 * DWARF's numbers of registers under the names that plans use, of those that hold arguments, and
 * where the arguments on the stack begin.
 */
final class ArgumentRegisters {
  private static final String[] X86_64 = {"", "rdx", "rcx", "", "rsi", "rdi", "", "", "r8", "r9"};
  private static final String[] I386 = {"eax", "ecx", "edx"};

  private ArgumentRegisters() {}

  /** Returns the name of a register; empty where it is none that holds an argument. */
  static Optional<String> name(Machine machine, long number) {
    int n = (int) Math.min(number, 1 << 16);
    String name =
        switch (machine.machine()) {
          case Machine.EM_X86_64 ->
              n < X86_64.length ? X86_64[n] : n >= 17 && n <= 24 ? "xmm" + (n - 17) : "";
          case Machine.EM_386 -> n < I386.length ? I386[n] : "";
          case Machine.EM_AARCH64 -> n <= 8 ? "x" + n : n >= 64 && n <= 71 ? "v" + (n - 64) : "";
          case Machine.EM_ARM -> n <= 3 ? "r" + n : "";
          case Machine.EM_RISCV ->
              n >= 10 && n <= 17 ? "a" + (n - 10) : n >= 42 && n <= 49 ? "fa" + (n - 42) : "";
          case Machine.EM_LOONGARCH ->
              n >= 4 && n <= 11 ? "a" + (n - 4) : n >= 32 && n <= 39 ? "fa" + (n - 32) : "";
          case Machine.EM_PPC64 ->
              n >= 3 && n <= 10
                  ? "r" + n
                  : n >= 33 && n <= 45 ? "f" + (n - 32) : n >= 79 && n <= 90 ? "v" + (n - 77) : "";
          case Machine.EM_PPC ->
              n >= 3 && n <= 10 ? "r" + n : n >= 33 && n <= 40 ? "f" + (n - 32) : "";
          case Machine.EM_S390 -> n >= 2 && n <= 6 ? "r" + n : "";
          case Machine.EM_MIPS -> n >= 4 && n <= 11 ? "a" + (n - 4) : "";
          default -> "";
        };
    return name.isEmpty() ? Optional.empty() : Optional.of(name);
  }

  /** Returns the number of the stack pointer; -1 where none is known. */
  static long stackPointer(Machine machine) {
    return switch (machine.machine()) {
      case Machine.EM_X86_64 -> 7;
      case Machine.EM_386 -> 4;
      case Machine.EM_AARCH64 -> 31;
      case Machine.EM_ARM -> 13;
      case Machine.EM_RISCV -> 2;
      case Machine.EM_LOONGARCH -> 3;
      case Machine.EM_PPC64, Machine.EM_PPC -> 1;
      case Machine.EM_S390 -> 15;
      case Machine.EM_MIPS -> 29;
      default -> -1;
    };
  }

  /** Counts the bytes from the stack pointer at the entry to the canonical frame address. */
  static long frameAboveStackPointer(Machine machine) {
    return switch (machine.machine()) {
      case Machine.EM_X86_64 -> 8;
      case Machine.EM_386 -> 4;
      case Machine.EM_S390 -> 160;
      default -> 0;
    };
  }

  /** Counts the bytes from the canonical frame address to the first argument on the stack. */
  static long argumentsAboveFrame(Machine machine) {
    return switch (machine.machine()) {
      case Machine.EM_PPC64 -> machine.bigEndian() && (machine.flags() & 3) != 2 ? 48 : 32;
      case Machine.EM_PPC -> 8;
      default -> 0;
    };
  }
}
