package org.abiseam.engine.evidence;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Machine;

/**
 * Reads how many bytes of arguments a function of i386 takes off the stack: {@code stdcall}, which
 * GCC does not record, shows in the instruction that it returns by. Where its code ends with
 * another one, nothing is known.
 */
final class PoppedArguments {
  private static final int STT_FUNC = 2;

  /** Intel 64 and IA-32 Architectures Software Developer's Manual, RET: C3, or C2 iw. */
  private static final int RET = 0xc3;

  private static final int RET_WORD = 0xc2;
  private static final int RET_WORD_BYTES = 3;

  /** JMP rel32 is E9 cd, and ends with a word that may look like the other. */
  private static final int JMP = 0xe9;

  private static final int JMP_BYTES = 5;

  private final ObjectFile object;
  private final Map<String, Symbol> functions;

  private PoppedArguments(ObjectFile object, Map<String, Symbol> functions) {
    this.object = object;
    this.functions = functions;
  }

  /** Finds the code of functions; of none on other machines, where all callers take them off. */
  static PoppedArguments of(ObjectFile object, Set<String> names) {
    Map<String, Symbol> functions = new HashMap<>();
    if (object.machine().machine() == Machine.EM_386) {
      for (Symbol symbol : object.symbols(names, List.of())) {
        if (symbol.type() == STT_FUNC && symbol.section() > 0) {
          functions.put(symbol.name(), symbol);
        }
      }
    }
    return new PoppedArguments(object, functions);
  }

  /** Counts the bytes; empty where the last instruction is no return. */
  OptionalLong bytes(String function) {
    Symbol symbol = functions.get(function);
    if (symbol == null) {
      return OptionalLong.empty();
    }
    Optional<MemorySegment> code = object.storedBytes(symbol.section());
    if (code.isEmpty()) {
      return OptionalLong.empty();
    }
    long start = symbol.value() - object.headers().get(symbol.section()).address();
    long end = start + symbol.size();
    if (start < 0 || symbol.size() == 0 || end > code.get().byteSize()) {
      return OptionalLong.empty();
    }
    MemorySegment body = code.get().asSlice(start, symbol.size());
    if (at(body, RET_WORD_BYTES) == RET_WORD && at(body, JMP_BYTES) != JMP) {
      return OptionalLong.of(at(body, 2) | at(body, 1) << Byte.SIZE);
    }
    return at(body, 1) == RET ? OptionalLong.of(0) : OptionalLong.empty();
  }

  /** Returns a byte by its distance from the end; -1 where the function is shorter. */
  private static int at(MemorySegment body, long fromEnd) {
    long at = body.byteSize() - fromEnd;
    return at < 0 ? -1 : Byte.toUnsignedInt(body.get(ValueLayout.JAVA_BYTE, at));
  }
}
