package org.abiseam.elf.code;

import java.util.List;
import java.util.Map;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;

/**
 * Tells whether i386 functions take their arguments from the stack.
 *
 * <p>Without {@code -mregparm} the word {@code n} of the arguments lies {@code 4 * n + 4} bytes
 * above the stack pointer at entry (i386 psABI 1.1, §2.2.3). Where the first word travels in a
 * register there is one word less on the stack, so that a function which reads the place of its
 * last word takes all of them from there.
 *
 * <p>Only the beginning of a function is read, up to the first branch and as long as the distance
 * to the stack pointer at entry is known.
 */
public final class StackArguments {
  private static final int WORD = 4;
  private static final int ESP = 4;
  private static final int EBP = 5;

  private final CodeBytes code;
  private final int last;

  /** Distances to the first word of arguments; a negative one where it is not known. */
  private int stack = WORD;

  private int frame = -1;

  private StackArguments(CodeBytes code, int words) {
    this.code = code;
    this.last = (words - 1) * WORD;
  }

  /**
   * Looks for a function that reads its last word from the stack.
   *
   * @param object i386 code
   * @param words of the arguments of functions, by symbol
   * @return false also where the code tells nothing
   */
  public static boolean readByOne(ObjectFile object, Map<String, Integer> words) {
    List<Symbol> functions =
        object.symbols(words.keySet(), List.of()).stream()
            .filter(one -> !one.isLocal() && one.isDefined())
            .toList();
    for (Symbol function : functions) {
      boolean read =
          CodeReferences.code(object, function)
              .filter(
                  code -> new StackArguments(code, words.getOrDefault(function.name(), 0)).read())
              .isPresent();
      if (read) {
        return true;
      }
    }
    return false;
  }

  private boolean read() {
    boolean[] branched = new boolean[1];
    References branches =
        new References() {
          @Override
          public void branch(long target) {
            branched[0] = true;
          }

          @Override
          public void memory(long address) {}
        };
    X86Code instructions = new X86Code(X86Code.Mode.PROTECTED, 0);
    int at = 0;
    while (at < code.size()) {
      branched[0] = false;
      if (reads(at)) {
        return true;
      }
      int length = instructions.instruction(code, at, branches);
      // call .+5 and pop tell position-independent code where it is.
      boolean self = code.unsigned8(at) == 0xe8 && code.word(at + 1) == 0;
      stack += self ? WORD : 0;
      if (length <= 0 || (branched[0] && !self) || !steps(at)) {
        return false;
      }
      at += length;
    }
    return false;
  }

  /** Follows what an instruction does to the stack pointer; false where the code may not go on. */
  private boolean steps(int at) {
    int opcode = code.unsigned8(at);
    int modrm = code.unsigned8(at + 1);
    if (opcode >= 0x50 && opcode <= 0x57) {
      stack += WORD;
    } else if (opcode >= 0x58 && opcode <= 0x5f) {
      stack -= WORD;
    } else if (opcode == 0x83 && modrm == 0xec) {
      stack += (byte) code.unsigned8(at + 2);
    } else if (opcode == 0x81 && modrm == 0xec) {
      stack += code.word(at + 2);
    } else if (opcode == 0x89 && modrm == 0xe5) {
      frame = stack;
    } else if (opcode == 0x83 && modrm == 0xe4) {
      // and $-16,%esp
      stack = Integer.MIN_VALUE / 2;
    } else {
      boolean ends = opcode == 0xc3 || opcode == 0xc2 || opcode == 0xff || opcode == 0xeb;
      boolean jumps = opcode >= 0x70 && opcode <= 0x7f;
      boolean pops = opcode == 0xc9;
      boolean adds = (opcode == 0x83 || opcode == 0x81) && (modrm & 0xc7) == 0xc4;
      return !(ends || jumps || pops || adds);
    }
    return true;
  }

  /** Tells whether an instruction reads the last word: mov, movzx, movsx, arithmetic and push. */
  private boolean reads(int start) {
    int at = start;
    int opcode = code.unsigned8(at++);
    boolean wide = opcode == 0x0f;
    if (wide) {
      opcode = code.unsigned8(at++);
    }
    int modrm = code.unsigned8(at++);
    boolean loads =
        wide
            ? opcode == 0xb6 || opcode == 0xb7 || opcode == 0xbe || opcode == 0xbf || opcode == 0xaf
            : opcode == 0x8b
                || opcode == 0x8a
                || (opcode == 0xff && (modrm >> 3 & 7) == 6)
                || (opcode < 0x40 && ((opcode & 7) == 2 || (opcode & 7) == 3))
                || opcode == 0x85
                || opcode == 0x84
                || ((opcode == 0x80 || opcode == 0x83) && (modrm >> 3 & 7) == 7);
    int mode = modrm >> 6;
    int base = modrm & 7;
    if (!loads || mode == 3 || mode == 0 || (base != ESP && base != EBP)) {
      return false;
    }
    if (base == ESP && code.unsigned8(at++) != 0x24) {
      return false;
    }
    int displacement = mode == 1 ? (byte) code.unsigned8(at) : code.word(at);
    int distance = base == ESP ? stack : frame;
    return distance >= 0 && displacement - distance == last;
  }
}
