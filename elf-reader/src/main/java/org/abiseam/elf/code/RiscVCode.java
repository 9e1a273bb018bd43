package org.abiseam.elf.code;

/**
 * Reads RISC-V code (Unprivileged ISA 20240411, chapters 2 and 26): {@code JAL} and {@code C.J},
 * and {@code AUIPC} followed by {@code JALR}, {@code ADDI} or a load from the same register.
 * Instructions have 2 bytes, or 4 where the lowest two bits are set.
 */
final class RiscVCode implements InstructionSet {
  private static final int AUIPC = 0x17;
  private static final int JAL = 0x6f;
  private static final int JALR = 0x67;
  private static final int LOAD = 0x03;
  private static final int OP_IMM = 0x13;

  @Override
  public void scan(CodeBytes code, References found) {
    CodeBytes little = new CodeBytes(code.bytes(), code.address(), false, false);
    int at = 0;
    while (at + 2 <= little.size()) {
      int half = little.unsigned16(at);
      long pc = little.address() + at;
      if ((half & 3) != 3) {
        if ((half & 0xe003) == 0xa001) {
          found.branch(pc + compressed(half));
        }
        at += 2;
        continue;
      }
      int word = little.word(at);
      if ((word & 0x7f) == JAL) {
        found.branch(pc + jump(word));
      } else if ((word & 0x7f) == AUIPC) {
        pair(pc + (word & 0xffff_f000), word >> 7 & 31, little.word(at + 4), found);
      }
      at += 4;
    }
  }

  private static void pair(long high, int register, int next, References found) {
    if ((next >> 15 & 31) != register) {
      return;
    }
    long target = high + (next >> 20);
    switch (next & 0x7f) {
      case JALR -> found.branch(target);
      case LOAD, OP_IMM -> found.memory(target);
      default -> {}
    }
  }

  private static long jump(int word) {
    int offset =
        (word >> 31 & 1) << 20
            | (word >> 12 & 0xff) << 12
            | (word >> 20 & 1) << 11
            | (word >> 21 & 0x3ff) << 1;
    return CodeBytes.signed(offset, 21);
  }

  private static long compressed(int half) {
    int offset =
        (half >> 12 & 1) << 11
            | (half >> 11 & 1) << 4
            | (half >> 9 & 3) << 8
            | (half >> 8 & 1) << 10
            | (half >> 7 & 1) << 6
            | (half >> 6 & 1) << 7
            | (half >> 3 & 7) << 1
            | (half >> 2 & 1) << 5;
    return CodeBytes.signed(offset, 12);
  }
}
