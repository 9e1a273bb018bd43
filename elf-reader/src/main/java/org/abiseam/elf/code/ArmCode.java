package org.abiseam.elf.code;

/**
 * Reads Arm code (Arm ARM DDI 0406, A8.8.18 and A8.8.25): {@code B}, {@code BL} and {@code BLX} in
 * both instruction sets, and the linker's stubs {@code add ip, pc; add ip, ip; ldr pc, [ip]!}.
 * Constants lie between the instructions of a function; one that looks like a branch counts only
 * where its target is the first byte of a function.
 */
final class ArmCode implements InstructionSet {
  @Override
  public void scan(CodeBytes code, References found) {
    // BE8: the instructions of a linked file are little-endian.
    CodeBytes little = new CodeBytes(code.bytes(), code.address(), false, code.alternate());
    if (code.alternate()) {
      thumb(little, found);
    } else {
      for (int at = 0; at + 4 <= little.size(); at += 4) {
        arm(little, at, found);
      }
    }
  }

  private static void arm(CodeBytes code, int at, References found) {
    int word = code.word(at);
    long pc = code.address() + at + 8;
    long offset = CodeBytes.signed(word & 0xff_ffff, 24) << 2;
    if (word >>> 28 == 0xf) {
      if ((word & 0x0e00_0000) == 0x0a00_0000) {
        found.branch(address(pc + offset + (word >> 23 & 2)));
      }
    } else if ((word & 0x0e00_0000) == 0x0a00_0000) {
      found.branch(address(pc + offset));
    } else if ((word & 0x0fff_f000) == 0x028f_c000) {
      stub(pc + rotated(word), code, at, found);
    }
  }

  private static void stub(long base, CodeBytes code, int at, References found) {
    int add = code.word(at + 4);
    int load = code.word(at + 8);
    if ((add & 0x0fff_f000) == 0x028c_c000 && (load & 0x0fff_f000) == 0x05bc_f000) {
      found.memory(address(base + rotated(add) + (load & 0xfff)));
    }
  }

  private static long rotated(int word) {
    return Integer.rotateRight(word & 0xff, 2 * (word >> 8 & 15)) & 0xffff_ffffL;
  }

  private static void thumb(CodeBytes code, References found) {
    int at = 0;
    while (at + 2 <= code.size()) {
      int first = code.unsigned16(at);
      long pc = code.address() + at + 4;
      if (first >> 11 < 0x1d) {
        if (first == 0x4778) {
          // bx pc: the rest of a stub is Arm code.
          for (int rest = at + 4; rest + 4 <= code.size(); rest += 4) {
            arm(code, rest, found);
          }
          return;
        }
        if (first >> 11 == 0x1c) {
          found.branch(address(pc + (CodeBytes.signed(first & 0x7ff, 11) << 1)));
        }
        at += 2;
        continue;
      }
      int second = code.unsigned16(at + 2);
      if (first >> 11 == 0x1e) {
        switch (second & 0xd000) {
          case 0x9000, 0xd000 -> found.branch(address(pc + wide(first, second)));
          case 0xc000 -> found.branch(address((pc & ~3L) + wide(first, second)));
          default -> {}
        }
      }
      at += 4;
    }
  }

  private static long wide(int first, int second) {
    int sign = first >> 10 & 1;
    int high = ~(second >> 13 ^ sign) & 1;
    int low = ~(second >> 11 ^ sign) & 1;
    long offset =
        (long) sign << 24 | high << 23 | low << 22 | (first & 0x3ff) << 12 | (second & 0x7ff) << 1;
    return CodeBytes.signed(offset, 25);
  }

  private static long address(long address) {
    return address & 0xffff_ffffL;
  }
}
