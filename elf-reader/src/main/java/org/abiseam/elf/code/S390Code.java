package org.abiseam.elf.code;

/**
 * Reads s390x code (z/Architecture Principles of Operation, chapters 5 and 7): {@code BRASL},
 * {@code BRCL}, {@code BRAS}, and {@code LARL} and {@code LGRL}, by which code and stubs of the
 * linker find memory. The first two bits of an instruction tell its length of 2, 4 or 6 bytes.
 */
final class S390Code implements InstructionSet {
  @Override
  public void scan(CodeBytes code, References found) {
    int at = 0;
    while (at < code.size()) {
      int first = code.unsigned8(at);
      int second = code.unsigned8(at + 1) & 15;
      long pc = code.address() + at;
      if (floatingPoint(first)) {
        found.floatingPoint();
      }
      if (first >= 0xc0) {
        long target = pc + 2L * code.word(at + 2);
        if (first == 0xc0 && (second == 4 || second == 5)) {
          found.branch(target);
        } else if ((first == 0xc0 && second == 0) || (first == 0xc4 && second == 8)) {
          found.memory(target);
        }
        at += 6;
      } else if (first >= 0x40) {
        if (first == 0xa7 && second == 5) {
          found.branch(pc + 2L * (short) code.unsigned16(at + 2));
        }
        at += 4;
      } else {
        at += 2;
      }
    }
  }

  /**
   * Tells the opcodes of chapters 9, 19 and 21 to 24; 71, a product of integers, lies among them.
   */
  private static boolean floatingPoint(int opcode) {
    return switch (opcode) {
      case 0x60, 0x68, 0x70, 0x78, 0xb3, 0xe7, 0xed -> true;
      default -> opcode >= 0x20 && opcode <= 0x3f;
    };
  }
}
