package org.abiseam.elf.code;

/**
 * Reads LoongArch code (Reference Manual volume 1, 2.2): {@code B} and {@code BL}, {@code PCADDI},
 * {@code PCADDU18I} followed by {@code JIRL}, and {@code PCADDU12I} or {@code PCALAU12I} followed
 * by an addition or a load from the same register.
 */
final class LoongArchCode implements InstructionSet {
  @Override
  public void scan(CodeBytes code, References found) {
    for (int at = 0; at + 4 <= code.size(); at += 4) {
      int word = code.word(at);
      long pc = code.address() + at;
      int next = code.word(at + 4);
      long high = CodeBytes.signed(word >> 5 & 0xf_ffff, 20);
      boolean same = (next >> 5 & 31) == (word & 31);
      switch (word >>> 26) {
        case 0x14, 0x15 ->
            found.branch(
                pc + (CodeBytes.signed((word & 0x3ffL) << 16 | (word >> 10 & 0xffff), 26) << 2));
        default -> {
          if (word >>> 25 == 0x0c) {
            found.memory(pc + (high << 2));
          }
          if (!same) {
            continue;
          }
          switch (word >>> 25) {
            case 0x0f -> {
              if (next >>> 26 == 0x13) {
                found.branch(pc + (high << 18) + (CodeBytes.signed(next >> 10 & 0xffff, 16) << 2));
              }
            }
            case 0x0e -> low(pc + (high << 12), next, found);
            case 0x0d -> low((pc & ~0xfffL) + (high << 12), next, found);
            default -> {}
          }
        }
      }
    }
  }

  /** Reads addi.w, addi.d, ld.w or ld.d. */
  private static void low(long high, int next, References found) {
    switch (next >>> 22) {
      case 0x0a, 0x0b, 0xa2, 0xa3 -> found.memory(high + CodeBytes.signed(next >> 10 & 0xfff, 12));
      default -> {}
    }
  }
}
