package org.abiseam.laboratory;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.abiseam.laboratory.Shapes.Feature;

/**
 * Describes a machine with its switches.
 *
 * @param name of the directory of its observations
 * @param machine what the stub, the tools and the emulator are chosen by
 * @param gcc switches of GCC
 * @param clang switches of Clang
 * @param rust the target of rustc and its switches; empty where there is none
 * @param features what may be passed
 */
public record Target(
    String name,
    Machine machine,
    List<String> gcc,
    List<String> clang,
    List<String> rust,
    Set<Feature> features) {

  /**
   * A processor.
   *
   * @param stub name of the assembly file
   * @param triplet prefix of the cross tools
   * @param llvm target of Clang
   * @param emulator command of qemu-user, empty for the machine at hand
   * @param bigEndian byte order
   * @param word bytes of a general register
   * @param registers that may hold arguments, as the stub stores them; the first {@code pointers}
   *     may hold an address
   * @param kept how many registers behind these the stub stores and loads unchanged
   * @param results registers that may hold a result, as the stub stores them
   */
  public record Machine(
      String stub,
      String triplet,
      String llvm,
      String emulator,
      boolean bigEndian,
      int word,
      List<Register> registers,
      int pointers,
      int kept,
      List<Register> results) {

    int longDoubleBytes() {
      boolean extended = stub.equals("x86-64") || stub.equals("i386");
      return extended ? 10 : stub.equals("mips") && word == 4 ? 8 : 16;
    }

    /** Constants for the C files and the stub. */
    String header(int window) {
      StringBuilder text = new StringBuilder();
      define(text, "REGISTERS", registers.size() + kept);
      define(text, "SCRAMBLED_REGISTERS", registers.size());
      define(text, "POINTER_REGISTERS", pointers);
      define(text, "RESULT_REGISTERS", results.size());
      define(text, "WINDOW", window);
      define(text, "BIG_ENDIAN_MACHINE", bigEndian ? 1 : 0);
      define(text, "LONG_DOUBLE_BYTES", longDoubleBytes());
      text.append("#define STUB_CALL ");
      text.append(stub.equals("i386") ? "__attribute__((regparm(0)))\n" : "\n");
      List<Integer> converting =
          IntStream.range(0, registers.size())
              .filter(i -> registers.get(i).converts())
              .boxed()
              .toList();
      if (stub.equals("riscv") && registers.size() > pointers) {
        define(text, "BOXING_REGISTERS", pointers);
      }
      if (stub.equals("sparc64") && registers.size() > pointers) {
        define(text, "FLOATING_REGISTERS", 1);
      }
      if (!converting.isEmpty()) {
        define(text, "CONVERTING_REGISTERS", converting.getFirst());
        define(text, "CONVERTING_COUNT", converting.size());
      }
      return text.toString();
    }

    private static void define(StringBuilder text, String name, int value) {
      text.append("#define ").append(name).append(' ').append(value).append('\n');
    }
  }

  /**
   * A register.
   *
   * @param bytes of its image
   * @param converts whether it holds floating point numbers in a format of its own
   */
  public record Register(String name, int bytes, boolean converts) {
    static List<Register> plain(int bytes, String... names) {
      List<Register> registers = new ArrayList<>();
      for (String name : names) {
        registers.add(new Register(name, bytes, false));
      }
      return registers;
    }

    static List<Register> numbered(
        String prefix, int first, int last, int bytes, boolean converts) {
      return IntStream.rangeClosed(first, last)
          .mapToObj(i -> new Register(prefix + i, bytes, converts))
          .toList();
    }

    @SafeVarargs
    static List<Register> all(List<Register>... parts) {
      List<Register> registers = new ArrayList<>();
      for (List<Register> part : parts) {
        registers.addAll(part);
      }
      return List.copyOf(registers);
    }
  }
}
