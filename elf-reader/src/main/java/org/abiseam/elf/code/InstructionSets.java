package org.abiseam.elf.code;

import java.util.Optional;
import org.abiseam.model.Machine;

/** Lists the machines whose code can be read. */
final class InstructionSets {
  /** ELFv2 ABI 1.5, §2.3.3: the TOC pointer lies so far behind the beginning of the table. */
  private static final long TOC = 0x8000;

  private InstructionSets() {}

  /**
   * Finds the reader for a machine.
   *
   * @param machine by the ELF header
   * @param offsetTable the address of {@code .got}, 0 where there is none
   * @return empty where this program has none
   */
  static Optional<InstructionSet> of(Machine machine, long offsetTable) {
    return switch (machine.machine()) {
      case Machine.EM_X86_64 -> Optional.of(new X86Code(X86Code.Mode.LONG, 0));
      case Machine.EM_386 -> Optional.of(new X86Code(X86Code.Mode.PROTECTED, offsetTable));
      case Machine.EM_AARCH64 -> Optional.of(new AArch64Code());
      case Machine.EM_ARM -> Optional.of(new ArmCode());
      case Machine.EM_RISCV -> Optional.of(new RiscVCode());
      case Machine.EM_LOONGARCH -> Optional.of(new LoongArchCode());
      case Machine.EM_PPC, Machine.EM_PPC64 -> Optional.of(new PowerPcCode(offsetTable + TOC));
      case Machine.EM_S390 -> Optional.of(new S390Code());
      default -> Optional.empty();
    };
  }
}
