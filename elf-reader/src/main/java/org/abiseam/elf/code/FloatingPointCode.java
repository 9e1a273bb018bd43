package org.abiseam.elf.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Optional;
import org.abiseam.elf.ObjectFile;
import org.abiseam.elf.SectionHeader;
import org.abiseam.elf.Symbol;
import org.abiseam.model.Machine;

/**
 * Looks for floating-point registers in code.
 *
 * <p>A unit compiled for soft float passes floating point in integer registers. On most machines
 * the ELF header or a section of attributes says so; on x86-64, AArch64 and s390x nothing does.
 * LLVM then has no floating-point registers at all, vectors included (X86ISelLowering.cpp,
 * AArch64ISelLowering.cpp and SystemZISelLowering.cpp add their register classes only where {@code
 * useSoftFloat()} is false), so code that uses one was not compiled for soft float.
 */
public final class FloatingPointCode {
  private static final long SHF_EXECINSTR = 4;

  private FloatingPointCode() {}

  /**
   * Tells whether one of some functions uses a floating-point register.
   *
   * @param object the file; one of a machine of {@link Machine#floatsUnstated}
   * @param functions whose code is read, until one is found
   * @return false also where the file holds no code
   */
  public static boolean uses(ObjectFile object, List<Symbol> functions) {
    InstructionSet instructions = InstructionSets.of(object.machine(), 0).orElseThrow();
    Seen seen = new Seen();
    for (Symbol function : functions) {
      code(object, function).ifPresent(code -> instructions.scan(code, seen));
      if (seen.registers) {
        return true;
      }
    }
    return false;
  }

  private static Optional<CodeBytes> code(ObjectFile object, Symbol function) {
    if (function.section() < 0 || function.section() >= object.headers().size()) {
      return Optional.empty();
    }
    SectionHeader section = object.headers().get(function.section());
    long from = function.value() - (object.relocatable() ? 0 : section.address());
    Optional<MemorySegment> stored = object.storedBytes(function.section());
    if ((section.flags() & SHF_EXECINSTR) == 0
        || stored.isEmpty()
        || from < 0
        || from >= stored.get().byteSize()) {
      return Optional.empty();
    }
    long rest = stored.get().byteSize() - from;
    long length = function.size() < 0 ? rest : Math.min(function.size(), rest);
    byte[] bytes = stored.get().asSlice(from, length).toArray(ValueLayout.JAVA_BYTE);
    return Optional.of(new CodeBytes(bytes, function.value(), object.machine().bigEndian(), false));
  }

  /** Remembers that a floating-point register was used. */
  private static final class Seen implements References {
    boolean registers;

    @Override
    public void branch(long target) {}

    @Override
    public void memory(long address) {}

    @Override
    public void floatingPoint() {
      registers = true;
    }
  }
}
