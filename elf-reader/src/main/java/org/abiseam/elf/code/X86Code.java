package org.abiseam.elf.code;

/**
 * Reads x86-64 and i386 code from instruction to instruction.
 *
 * <p>Instructions have 1 to 15 bytes, and a byte that looks like a call may be part of another
 * instruction, so their lengths are decoded: prefixes, opcode, ModRM, SIB, displacement and
 * immediate (Intel SDM volume 2, chapter 2 and appendix A; AMD64 manual volume 3, appendix A for
 * XOP). Compilers put no data between the instructions of a function. An opcode that is not known
 * ends the scan of a function, so that what follows it is missed and nothing false is found.
 *
 * <p>Found are {@code call}, {@code jmp} and conditional jumps with a 32-bit displacement, operands
 * in memory relative to {@code %rip}, and, for code that is linked to the upper 2 GiB (the kernel's
 * code model), immediates of 32 bits that are extended to an address there.
 *
 * <p>i386 has the same instructions but for {@code REX}, in whose place are {@code inc} and {@code
 * dec}, and for operands relative to the instruction. In their place are absolute addresses and, in
 * position-independent code, slots that are called through {@code %ebx}, which holds the address of
 * the offset table (i386 psABI 1.1, §2.2.1).
 *
 * @param mode how bytes are understood
 * @param offsetTable what {@code %ebx} holds in position-independent i386 code
 */
record X86Code(Mode mode, long offsetTable) implements InstructionSet {
  /** Says whether the processor runs 64-bit code (Intel SDM volume 1, 3.1). */
  enum Mode {
    /** 64-bit mode. */
    LONG,
    /** 32-bit code. */
    PROTECTED
  }

  private static final int MODRM = 1;
  private static final int BYTE = 2;
  private static final int WORD = 4;
  private static final int LONG = 8;
  private static final int BRANCH = 16;
  private static final int INVALID = 32;

  /** Opcodes of one byte, by ranges of equal operands; opcodes that are not listed have none. */
  private static final byte[] ONE_BYTE = new byte[256];

  /** Opcodes behind 0F; what is not listed has a ModRM byte alone. */
  private static final byte[] TWO_BYTES = new byte[256];

  static {
    for (int group = 0; group < 0x40; group += 8) {
      set(ONE_BYTE, group, group + 3, MODRM);
      set(ONE_BYTE, group + 4, group + 4, BYTE);
      set(ONE_BYTE, group + 5, group + 5, LONG);
      set(ONE_BYTE, group + 6, group + 7, INVALID);
    }
    set(ONE_BYTE, 0x60, 0x61, INVALID);
    set(ONE_BYTE, 0x63, 0x63, MODRM);
    set(ONE_BYTE, 0x68, 0x68, LONG);
    set(ONE_BYTE, 0x69, 0x69, MODRM | LONG);
    set(ONE_BYTE, 0x6a, 0x6a, BYTE);
    set(ONE_BYTE, 0x6b, 0x6b, MODRM | BYTE);
    set(ONE_BYTE, 0x70, 0x7f, BYTE);
    set(ONE_BYTE, 0x80, 0x80, MODRM | BYTE);
    set(ONE_BYTE, 0x81, 0x81, MODRM | LONG);
    set(ONE_BYTE, 0x82, 0x82, INVALID);
    set(ONE_BYTE, 0x83, 0x83, MODRM | BYTE);
    set(ONE_BYTE, 0x84, 0x8f, MODRM);
    set(ONE_BYTE, 0x9a, 0x9a, INVALID);
    set(ONE_BYTE, 0xa8, 0xa8, BYTE);
    set(ONE_BYTE, 0xa9, 0xa9, LONG);
    set(ONE_BYTE, 0xb0, 0xb7, BYTE);
    set(ONE_BYTE, 0xb8, 0xbf, LONG);
    set(ONE_BYTE, 0xc0, 0xc1, MODRM | BYTE);
    set(ONE_BYTE, 0xc2, 0xc2, WORD);
    set(ONE_BYTE, 0xc6, 0xc6, MODRM | BYTE);
    set(ONE_BYTE, 0xc7, 0xc7, MODRM | LONG);
    set(ONE_BYTE, 0xc8, 0xc8, WORD | BYTE);
    set(ONE_BYTE, 0xca, 0xca, WORD);
    set(ONE_BYTE, 0xcd, 0xcd, BYTE);
    set(ONE_BYTE, 0xce, 0xce, INVALID);
    set(ONE_BYTE, 0xd0, 0xd3, MODRM);
    set(ONE_BYTE, 0xd4, 0xd6, INVALID);
    set(ONE_BYTE, 0xd8, 0xdf, MODRM);
    set(ONE_BYTE, 0xe0, 0xe7, BYTE);
    set(ONE_BYTE, 0xe8, 0xe9, BRANCH);
    set(ONE_BYTE, 0xea, 0xea, INVALID);
    set(ONE_BYTE, 0xeb, 0xeb, BYTE);
    set(ONE_BYTE, 0xf6, 0xf7, MODRM);
    set(ONE_BYTE, 0xfe, 0xff, MODRM);

    set(TWO_BYTES, 0x00, 0xff, MODRM);
    set(TWO_BYTES, 0x04, 0x04, INVALID);
    set(TWO_BYTES, 0x05, 0x09, 0);
    set(TWO_BYTES, 0x0a, 0x0a, INVALID);
    set(TWO_BYTES, 0x0b, 0x0b, 0);
    set(TWO_BYTES, 0x0c, 0x0c, INVALID);
    set(TWO_BYTES, 0x0e, 0x0e, 0);
    set(TWO_BYTES, 0x0f, 0x0f, MODRM | BYTE);
    set(TWO_BYTES, 0x24, 0x27, INVALID);
    set(TWO_BYTES, 0x30, 0x37, 0);
    set(TWO_BYTES, 0x39, 0x39, INVALID);
    set(TWO_BYTES, 0x3b, 0x3f, INVALID);
    set(TWO_BYTES, 0x70, 0x73, MODRM | BYTE);
    set(TWO_BYTES, 0x77, 0x77, 0);
    set(TWO_BYTES, 0x80, 0x8f, BRANCH);
    set(TWO_BYTES, 0xa0, 0xa2, 0);
    set(TWO_BYTES, 0xa4, 0xa4, MODRM | BYTE);
    set(TWO_BYTES, 0xa8, 0xaa, 0);
    set(TWO_BYTES, 0xac, 0xac, MODRM | BYTE);
    set(TWO_BYTES, 0xba, 0xba, MODRM | BYTE);
    set(TWO_BYTES, 0xc2, 0xc2, MODRM | BYTE);
    set(TWO_BYTES, 0xc4, 0xc6, MODRM | BYTE);
    set(TWO_BYTES, 0xc8, 0xcf, 0);
  }

  private static void set(byte[] table, int from, int to, int operands) {
    java.util.Arrays.fill(table, from, to + 1, (byte) operands);
  }

  @Override
  public void scan(CodeBytes code, References found) {
    int at = 0;
    while (at < code.size()) {
      int length = instruction(code, at, found);
      if (length <= 0) {
        return;
      }
      at += length;
    }
  }

  /**
   * Reads one instruction.
   *
   * @return its length in bytes; 0 where it is not known
   */
  int instruction(CodeBytes code, int start, References found) {
    int at = start;
    boolean narrow = false;
    boolean shortAddress = false;
    boolean repeated = false;
    int opcode = code.unsigned8(at);
    while (legacyPrefix(opcode)) {
      narrow |= opcode == 0x66;
      shortAddress |= opcode == 0x67;
      repeated |= opcode == 0xf2;
      opcode = code.unsigned8(++at);
      if (at - start > 14) {
        return 0;
      }
    }
    boolean wide = false;
    if (mode == Mode.LONG && (opcode & 0xf0) == 0x40) {
      wide = (opcode & 8) != 0;
      opcode = code.unsigned8(++at);
    }
    at++;
    int operands;
    boolean first = false;
    int map = 0;
    boolean vectors = mode == Mode.LONG || code.unsigned8(at) >= 0xc0;
    if (!vectors && (opcode == 0x62 || opcode == 0xc4 || opcode == 0xc5)) {
      // BOUND, LES and LDS
      return at - start + memoryOperand(code, at);
    }
    switch (opcode) {
      case 0x0f -> {
        opcode = code.unsigned8(at++);
        map = 1;
        if (opcode == 0x38 || opcode == 0x3a) {
          map = opcode == 0x38 ? 2 : 3;
          opcode = code.unsigned8(at++);
          operands = map == 2 ? MODRM : MODRM | BYTE;
        } else if (opcode >= 0x20 && opcode <= 0x23) {
          // Moves to and from control registers take the ModRM byte for two registers.
          at++;
          operands = 0;
        } else if (opcode == 0x78 && (narrow || repeated)) {
          operands = MODRM | WORD;
        } else {
          operands = TWO_BYTES[opcode];
        }
      }
      case 0x62 -> {
        map = code.unsigned8(at) & 7;
        opcode = code.unsigned8(at + 3);
        at += 4;
        operands = map == 4 || map == 0 || map == 7 ? INVALID : vector(map, opcode);
      }
      case 0xc4 -> {
        map = code.unsigned8(at) & 0x1f;
        opcode = code.unsigned8(at + 2);
        at += 3;
        operands = map == 0 || map > 3 ? INVALID : vector(map, opcode);
      }
      case 0xc5 -> {
        map = 1;
        opcode = code.unsigned8(at + 1);
        at += 2;
        operands = vector(1, opcode);
      }
      case 0x8f -> {
        int group = code.unsigned8(at) & 0x1f;
        boolean xop = group >= 8;
        at += xop ? 3 : 0;
        operands =
            switch (group) {
              case 8 -> MODRM | BYTE;
              case 10 -> MODRM | LONG;
              default -> MODRM;
            };
      }
      default -> {
        first = true;
        operands = oneByte(opcode);
      }
    }
    if ((operands & INVALID) != 0) {
      return 0;
    }
    if (mode == Mode.PROTECTED && shortAddress && (operands & MODRM) != 0) {
      return 0;
    }
    if (usesVectors(map, opcode) || (first && usesX87(opcode, code.unsigned8(at)))) {
      found.floatingPoint();
    }
    if ((operands & BRANCH) != 0) {
      at += 4;
      found.branch(code.address() + at + code.word(at - 4));
      return at - start;
    }
    int immediate = immediate(operands, narrow, wide && first && (opcode & 0xf8) == 0xb8);
    if (first && opcode >= 0xa0 && opcode <= 0xa3) {
      immediate = shortAddress || mode == Mode.PROTECTED ? 4 : 8;
    }
    int relative = -1;
    if ((operands & MODRM) != 0) {
      int modrm = code.unsigned8(at);
      if (first && (opcode == 0xf6 || opcode == 0xf7) && (modrm & 0x30) == 0) {
        immediate = opcode == 0xf6 ? 1 : narrow ? 2 : 4;
      }
      relative = (modrm & 0xc7) == 5 ? at + 1 : -1;
      // call *slot(%ebx) and jmp *slot(%ebx)
      if (mode == Mode.PROTECTED && first && opcode == 0xff && (modrm & 0xcf) == 0x83) {
        found.memory(offsetTable + code.word(at + 1) & 0xffff_ffffL);
      }
      at += memoryOperand(code, at);
    }
    if (immediate == 4 && first && (opcode == 0xc7 || (opcode & 0xf8) == 0xb8 || opcode == 0x68)) {
      address(code.word(at), code, found);
    }
    at += immediate;
    if (relative >= 0 && !shortAddress) {
      found.memory(
          mode == Mode.LONG
              ? code.address() + at + code.word(relative)
              : code.word(relative) & 0xffff_ffffL);
    }
    return at - start;
  }

  /** Returns the operands of an opcode of one byte, where it is not a prefix. */
  private int oneByte(int opcode) {
    boolean old = mode == Mode.PROTECTED;
    return switch (opcode) {
      // inc and dec; pusha and popa; the stack and segment registers; decimal adjustment
      case 0x06, 0x07, 0x0e, 0x16, 0x17, 0x1e, 0x1f, 0x27, 0x2f, 0x37, 0x3f, 0x60, 0x61, 0xce ->
          old ? 0 : INVALID;
      default -> ONE_BYTE[opcode];
    };
  }

  /**
   * Tells whether an x87 instruction uses its stack of numbers. Those that only set or store the
   * control and status words are written by hand too.
   */
  private static boolean usesX87(int opcode, int modrm) {
    int group = modrm >> 3 & 7;
    boolean register = modrm >= 0xc0;
    return switch (opcode) {
      case 0xd9 -> register ? modrm != 0xd0 : group < 4;
      case 0xdb -> register ? modrm != 0xe2 && modrm != 0xe3 : true;
      case 0xdd -> register || group < 4;
      case 0xdf -> modrm != 0xe0;
      case 0xd8, 0xda, 0xdc, 0xde -> true;
      default -> false;
    };
  }

  /** Tells whether an opcode of SSE, AVX or AVX-512 uses their registers; MMX counts as they do. */
  private static boolean usesVectors(int map, int opcode) {
    return switch (map) {
      case 1 ->
          (opcode >= 0x10 && opcode <= 0x17)
              || (opcode >= 0x28 && opcode <= 0x2f)
              || (opcode >= 0x50 && opcode <= 0x76)
              || (opcode >= 0x7c && opcode <= 0x7f)
              || opcode == 0xc2
              || (opcode >= 0xc4 && opcode <= 0xc6)
              || (opcode >= 0xd0 && opcode <= 0xfe);
      // Behind them: INVEPT and its like, MOVBE, CRC32, and BMI, which use general registers.
      case 2, 3 -> opcode < 0x80;
      default -> false;
    };
  }

  private static boolean legacyPrefix(int opcode) {
    return switch (opcode) {
      case 0x26, 0x2e, 0x36, 0x3e, 0x64, 0x65, 0x66, 0x67, 0xf0, 0xf2, 0xf3 -> true;
      default -> false;
    };
  }

  /** Returns the operands behind a VEX or EVEX prefix. */
  private static int vector(int map, int opcode) {
    if (map == 1 && opcode == 0x77) {
      return 0;
    }
    boolean immediate =
        map == 3
            || (map == 1
                && ((opcode >= 0x70 && opcode <= 0x73)
                    || opcode == 0xc2
                    || (opcode >= 0xc4 && opcode <= 0xc6)));
    return immediate ? MODRM | BYTE : MODRM;
  }

  private static int immediate(int operands, boolean narrow, boolean wholeWord) {
    int bytes = (operands & BYTE) != 0 ? 1 : 0;
    bytes += (operands & WORD) != 0 ? 2 : 0;
    if ((operands & LONG) != 0) {
      bytes += wholeWord ? 8 : narrow ? 2 : 4;
    }
    return bytes;
  }

  /** Returns the bytes of ModRM, SIB and displacement. */
  private static int memoryOperand(CodeBytes code, int at) {
    int modrm = code.unsigned8(at);
    int mode = modrm >> 6;
    boolean scaled = mode != 3 && (modrm & 7) == 4;
    int length = scaled ? 2 : 1;
    boolean absolute = scaled && (code.unsigned8(at + 1) & 7) == 5;
    return switch (mode) {
      case 0 -> length + (absolute || (modrm & 7) == 5 ? 4 : 0);
      case 1 -> length + 1;
      case 2 -> length + 4;
      default -> length;
    };
  }

  private void address(int immediate, CodeBytes code, References found) {
    if (mode == Mode.PROTECTED) {
      found.memory(immediate & 0xffff_ffffL);
    } else if (immediate < 0 && code.address() < 0) {
      found.memory(immediate);
    }
  }
}
