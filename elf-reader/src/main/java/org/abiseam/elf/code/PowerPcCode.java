package org.abiseam.elf.code;

/**
 * Reads code of PowerPC (Power ISA 3.1, 2.4): {@code b}, {@code bl} and their absolute forms, and
 * the loads by which a stub of the linker finds its slot: relative to the TOC (ELFv2 ABI 1.5,
 * §4.2.5), relative to the instruction, or at a fixed address on 32 bits. A call within ELFv2 goes
 * to the local entry of a function, which lies 8 bytes behind its symbol (§3.4.1). Not read are
 * stubs of position-independent 32-bit code, which know a register of their caller.
 *
 * @param toc the value of the TOC pointer
 */
record PowerPcCode(long toc) implements InstructionSet {
  @Override
  public void scan(CodeBytes code, References found) {
    for (int at = 0; at + 4 <= code.size(); at += 4) {
      int word = code.word(at);
      int next = code.word(at + 4);
      long pc = code.address() + at;
      long high = (long) (short) word << 16;
      if (floatingPoint(word)) {
        found.floatingPoint();
      }
      if (word >>> 26 == 18) {
        long offset = CodeBytes.signed(word & 0x03ff_fffc, 26);
        found.branch((word & 2) != 0 ? offset : pc + offset);
      } else if (word >>> 16 == 0x3d82 && next >>> 16 == 0xe98c) {
        // addis r12,r2; ld r12
        found.memory(toc + high + (short) (next & 0xfffc));
      } else if (word >>> 16 == 0x3d60 && next >>> 16 == 0x816b) {
        // lis r11; lwz r11
        found.memory(high + (short) next & 0xffff_ffffL);
      } else if (word >>> 18 == 0x0104 && next >>> 26 == 0x39) {
        // pld
        found.memory(pc + (CodeBytes.signed(word & 0x3_ffff, 18) << 16 | (next & 0xffff)));
      }
    }
  }

  /**
   * Tells loads, stores and arithmetic of floating-point registers (Power ISA 3.1, 4.6): the
   * primary opcodes 48 to 55, 59 and 63, and the forms with an index of opcode 31. Vector registers
   * do not count: LLVM has them with soft float too.
   */
  private static boolean floatingPoint(int word) {
    int opcode = word >>> 26;
    return switch (opcode) {
      case 31 ->
          switch (word >> 1 & 0x3ff) {
            case 535, 567, 599, 631, 663, 695, 727, 759, 855, 887, 983 -> true;
            default -> false;
          };
      case 59, 63 -> true;
      default -> opcode >= 48 && opcode <= 55;
    };
  }
}
