package org.abiseam.engine.prototype;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;

/** Machines and compilers by the names that a command line gives them. */
public final class Named {
  private static final Pattern COMPILER =
      Pattern.compile("(gcc|clang|rustc)-(\\d+)(?:\\.(\\d+))?(?:\\.(\\d+))?");
  private static final Map<String, Machine> MACHINES = machines();

  private Named() {}

  /** A name that stands for nothing. */
  public static final class Unknown extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unknown(String message) {
      super(message, null, false, false);
    }
  }

  /** {@code e_flags} as the supplements of RISC-V (§8.1), LoongArch and PowerPC64 define them. */
  private static Map<String, Machine> machines() {
    Map<String, Machine> machines = new LinkedHashMap<>();
    machines.put("x86_64", new Machine(Machine.EM_X86_64, 8, false, 0));
    machines.put("i386", new Machine(Machine.EM_386, 4, false, 0));
    machines.put("aarch64", new Machine(Machine.EM_AARCH64, 8, false, 0));
    machines.put("aarch64_be", new Machine(Machine.EM_AARCH64, 8, true, 0));
    machines.put(
        "arm",
        new Machine(Machine.EM_ARM, 4, false, 0x5000000)
            .with(OptionalInt.of(0), OptionalInt.empty()));
    machines.put(
        "armhf",
        new Machine(Machine.EM_ARM, 4, false, 0x5000000)
            .with(OptionalInt.of(1), OptionalInt.empty()));
    machines.put("riscv64-lp64", new Machine(Machine.EM_RISCV, 8, false, 0));
    machines.put("riscv64-lp64f", new Machine(Machine.EM_RISCV, 8, false, 2));
    machines.put("riscv64-lp64d", new Machine(Machine.EM_RISCV, 8, false, 4));
    machines.put("riscv32-ilp32", new Machine(Machine.EM_RISCV, 4, false, 0));
    machines.put("riscv32-ilp32f", new Machine(Machine.EM_RISCV, 4, false, 2));
    machines.put("riscv32-ilp32d", new Machine(Machine.EM_RISCV, 4, false, 4));
    machines.put("loongarch64-lp64s", new Machine(Machine.EM_LOONGARCH, 8, false, 0x41));
    machines.put("loongarch64-lp64d", new Machine(Machine.EM_LOONGARCH, 8, false, 0x43));
    machines.put("ppc64le", new Machine(Machine.EM_PPC64, 8, false, 2));
    machines.put("ppc64-elfv1", new Machine(Machine.EM_PPC64, 8, true, 1));
    machines.put("ppc64-elfv2", new Machine(Machine.EM_PPC64, 8, true, 2));
    machines.put("s390x", new Machine(Machine.EM_S390, 8, true, 0));
    return machines;
  }

  /**
   * A machine with its variant.
   *
   * @param name e.g. {@code riscv64-lp64d}
   * @return what an object for it would state
   * @throws Unknown with all names
   */
  public static Machine machine(String name) {
    Machine machine = MACHINES.get(name.replace('-', '_').equals("x86_64") ? "x86_64" : name);
    if (machine == null) {
      throw new Unknown(
          "--machine "
              + name
              + " is not known; it is one of "
              + String.join(", ", MACHINES.keySet()));
    }
    return machine;
  }

  /**
   * A compiler with its switches.
   *
   * @param text e.g. {@code gcc-14 -mregparm=3}
   * @return what such a compiler would record
   * @throws Unknown where the text is no such thing
   */
  public static Producer compiler(String text) {
    List<String> words = Arrays.asList(text.strip().split("\\s+"));
    Matcher matcher = COMPILER.matcher(words.getFirst());
    if (!matcher.matches()) {
      throw new Unknown(
          "--compiler "
              + text
              + " is not known; write gcc-14, clang-19 or rustc-1.85, and"
              + " switches behind it: 'gcc-14 -mregparm=3'");
    }
    boolean rust = matcher.group(1).equals("rustc");
    Producer.Compiler compiler =
        switch (matcher.group(1)) {
          case "gcc" -> Producer.Compiler.GCC;
          case "clang" -> Producer.Compiler.CLANG;
          default -> Producer.Compiler.RUSTC;
        };
    Producer.Version version =
        new Producer.Version(
            number(matcher.group(2)),
            number(Optional.ofNullable(matcher.group(3)).orElse("0")),
            number(Optional.ofNullable(matcher.group(4)).orElse("0")));
    return new Producer(
        compiler,
        rust ? Producer.Language.RUST : Producer.Language.C,
        Optional.of(version),
        Optional.empty(),
        words.subList(1, words.size()),
        text.strip());
  }

  private static int number(String digits) {
    return Integer.parseInt(digits);
  }
}
