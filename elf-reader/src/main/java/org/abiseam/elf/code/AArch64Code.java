package org.abiseam.elf.code;

import java.util.Arrays;

/**
 * Reads AArch64 code (Arm ARM DDI 0487, C6.2): {@code B} and {@code BL}, {@code ADR}, and {@code
 * ADRP} with the {@code ADD}, load or store that takes its register next. Instructions are
 * little-endian on every system. Conditional branches reach 1 MiB and stay within a function; they
 * are not read.
 */
final class AArch64Code implements InstructionSet {
  private static final int REGISTERS = 32;

  /** No page: pages are multiples of 4,096. */
  private static final long NONE = 1;

  @Override
  public void scan(CodeBytes code, References found) {
    CodeBytes little = new CodeBytes(code.bytes(), code.address(), false, false);
    long[] pages = new long[REGISTERS];
    Arrays.fill(pages, NONE);
    for (int at = 0; at + 4 <= little.size(); at += 4) {
      int word = little.word(at);
      long pc = little.address() + at;
      if ((word & 0x0c00_0000) == 0x0c00_0000) {
        // Table C4-1: data processing, and loads and stores, of floating point and vectors.
        found.floatingPoint();
      }
      if ((word & 0x7c00_0000) == 0x1400_0000) {
        found.branch(pc + (CodeBytes.signed(word, 26) << 2));
      } else if ((word & 0x9f00_0000) == 0x1000_0000) {
        found.memory(pc + CodeBytes.signed(immediate(word), 21));
      } else if ((word & 0x9f00_0000) == 0x9000_0000) {
        pages[word & 31] = (pc & ~0xfffL) + (CodeBytes.signed(immediate(word), 21) << 12);
      } else {
        long page = pages[word >> 5 & 31];
        if (page != NONE) {
          inPage(page, word, found);
        }
        pages[word & 31] = NONE;
      }
    }
  }

  private static long immediate(int word) {
    return (long) (word >> 5 & 0x7_ffff) << 2 | (word >> 29 & 3);
  }

  private static void inPage(long page, int word, References found) {
    long offset = word >> 10 & 0xfff;
    if ((word & 0x3b00_0000) == 0x3900_0000) {
      found.memory(page + (offset << (word >>> 30)));
    } else if ((word & 0xffc0_0000) == 0x9100_0000) {
      found.memory(page + offset);
    }
  }
}
