package org.abiseam.engine.evidence;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Machine;

/**
 * Reads kCFI's type ids in an object (LLVM, AsmPrinter::emitKCFITypeId).
 *
 * <p>On x86 {@code __cfi_NAME} stands before the function: no-operations, {@code mov $id, %eax}
 * and, where room is left for patching, more of them. On other machines the id is the word before
 * the function and such room, without a symbol; there it counts where the object checks ids ({@code
 * .kcfi_traps}). C that takes the address of an external function has {@code __kcfi_typeid_NAME}
 * for assembly, with the id as its value.
 */
final class TypeIdTable {
  private static final String DEFINED = "__cfi_";
  private static final String TAKEN = "__kcfi_typeid_";
  private static final int SHN_ABS = 0xfff1;
  private static final int STT_FUNC = 2;
  private static final byte NOP = (byte) 0x90;
  private static final byte MOV_EAX = (byte) 0xb8;
  private static final int MOST_PATCH_WORDS = 16;
  private static final Map<Integer, Integer> NOPS =
      Map.of(Machine.EM_AARCH64, 0xd503201f, Machine.EM_RISCV, 0x00000013);

  private final ObjectFile object;
  private final Set<String> crossing;
  private final ValueLayout.OfInt word;
  private final boolean checks;
  private final Map<String, Symbol> prefixes = new HashMap<>();
  private final Map<String, Symbol> functions = new HashMap<>();
  private final SortedMap<String, Integer> ids = new TreeMap<>();

  TypeIdTable(ObjectFile object, Set<String> crossing) {
    this.object = object;
    this.crossing = crossing;
    this.word =
        ValueLayout.JAVA_INT_UNALIGNED.withOrder(
            object.machine().bigEndian() ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    this.checks = object.headers().stream().anyMatch(header -> header.name().equals(".kcfi_traps"));
  }

  /** Returns how the names of symbols begin that say something of a function. */
  static List<String> prefixes() {
    return List.of(TAKEN, DEFINED);
  }

  /** Takes a symbol for what it says of a function. */
  void add(Symbol symbol) {
    String name = symbol.name();
    if (name.startsWith(TAKEN) && symbol.section() == SHN_ABS) {
      keep(name.substring(TAKEN.length()), (int) symbol.value());
    } else if (name.startsWith(DEFINED)) {
      prefixes.put(name.substring(DEFINED.length()), symbol);
    } else if (symbol.type() == STT_FUNC && symbol.section() > 0 && crossing.contains(name)) {
      functions.put(name, symbol);
    }
  }

  SortedMap<String, Integer> ids() {
    for (Map.Entry<String, Symbol> function : functions.entrySet()) {
      Symbol prefix = prefixes.get(function.getKey());
      Optional<Integer> id =
          prefix != null
              ? moved(prefix, function.getValue())
              : checks ? before(function.getValue()) : Optional.empty();
      id.ifPresent(found -> keep(function.getKey(), found));
    }
    return ids;
  }

  private void keep(String name, int id) {
    if (crossing.contains(name)) {
      ids.put(name, id);
    }
  }

  private Optional<Integer> moved(Symbol prefix, Symbol function) {
    Optional<MemorySegment> code = code(function);
    long at = prefix.value() - base(function);
    long end = function.value() - base(function);
    if (code.isEmpty() || at < 0 || end > code.get().byteSize()) {
      return Optional.empty();
    }
    while (at < end && code.get().get(ValueLayout.JAVA_BYTE, at) == NOP) {
      at++;
    }
    boolean states = at + 5 <= end && code.get().get(ValueLayout.JAVA_BYTE, at) == MOV_EAX;
    return states ? Optional.of(code.get().get(word, at + 1)) : Optional.empty();
  }

  private Optional<Integer> before(Symbol function) {
    Integer nop = NOPS.get(object.machine().machine());
    Optional<MemorySegment> code = code(function);
    if (nop == null || code.isEmpty()) {
      return Optional.empty();
    }
    long at = function.value() - base(function) - 4;
    for (int i = 0; i < MOST_PATCH_WORDS && at >= 0 && at + 4 <= code.get().byteSize(); i++) {
      int found = code.get().get(word, at);
      if (found != nop) {
        return Optional.of(found);
      }
      at -= 4;
    }
    return Optional.empty();
  }

  /** The id is never relocated. */
  private Optional<MemorySegment> code(Symbol function) {
    return object.storedBytes(function.section());
  }

  private long base(Symbol function) {
    return object.headers().get(function.section()).address();
  }
}
