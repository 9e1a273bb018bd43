package org.abiseam.rules.plan;

import static org.abiseam.model.Machine.*;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.abiseam.model.Machine;

/**
 * Finds the switches that give a register another use than the psABI does.
 *
 * <p>A callee compiled with {@code -fcall-used-REG} destroys a register that its callers expect
 * back. A caller compiled with {@code -fcall-saved-REG} or {@code -ffixed-REG} keeps a value in a
 * register that its callees may change. No place of an argument changes, and the program is wrong.
 */
public final class RegisterSwitches {
  private static final String FIXED = "-ffixed-";

  /** Switches of other languages and of Clang that name no register. */
  private static final List<String> OTHERS =
      List.of("-ffixed-form", "-ffixed-line-length", "-ffixed-point");

  /** Registers that the psABI itself reserves, so that to fix them changes nothing. */
  private static final Map<Integer, Set<String>> RESERVED =
      Map.ofEntries(
          Map.entry(EM_386, Set.of("esp", "sp")),
          Map.entry(EM_X86_64, Set.of("rsp", "sp")),
          Map.entry(EM_ARM, Set.of("sp", "r13", "pc", "r15")),
          // Another rule knows x18.
          Map.entry(EM_AARCH64, Set.of("sp", "x18", "r18")),
          Map.entry(EM_RISCV, Set.of("zero", "sp", "gp", "tp", "x0", "x2", "x3", "x4")),
          Map.entry(EM_LOONGARCH, Set.of("$r0", "$r2", "$r3", "$r21", "r0", "r2", "r3", "r21")),
          Map.entry(EM_PPC, Set.of("1", "2", "13", "r1", "r2", "r13")),
          Map.entry(EM_PPC64, Set.of("1", "2", "13", "r1", "r2", "r13")),
          Map.entry(EM_S390, Set.of("r15", "%r15")),
          Map.entry(EM_SPARC, Set.of("g5", "g6", "g7")),
          Map.entry(EM_SPARC32PLUS, Set.of("g5", "g6", "g7")),
          Map.entry(EM_SPARCV9, Set.of("g6", "g7")),
          Map.entry(EM_MIPS, Set.of("$0", "$26", "$27", "$28", "$29", "gp", "sp")),
          Map.entry(EM_68K, Set.of("sp", "a7")));

  /**
   * Registers that every call may change and that pass nothing: who fixes one keeps no value of
   * another unit in it, and whoever changes it does what a call may do (AAPCS64 §6.1.1 and §6.1.2;
   * psABI x86-64 1.0 §3.2.1, figure 3.4; RISC-V calling convention, tables 1 and 2).
   */
  private static final Map<Integer, Pattern> TEMPORARY =
      Map.of(
          EM_AARCH64, Pattern.compile("[qvds](1[6-9]|2\\d|3[01])|[xwr](9|1[0-5])"),
          EM_X86_64, Pattern.compile("r11|xmm([89]|1[0-5])"),
          EM_RISCV, Pattern.compile("t[0-6]|x[5-7]|x(2[89]|3[01])|ft([0-9]|1[01])"));

  private RegisterSwitches() {}

  /**
   * Tells whether a switch gives a register another use. Asked for every switch of a compiler at
   * every call that is planned.
   *
   * @param machine by the ELF header
   * @param flag as a compiler recorded it
   * @return false for {@code -ffixed-REG} of a register that the psABI reserves, or that each call
   *     may change
   */
  public static boolean changes(Machine machine, String flag) {
    boolean named =
        flag.startsWith(FIXED)
            || flag.startsWith("-fcall-used-")
            || flag.startsWith("-fcall-saved-");
    return named
        && OTHERS.stream().noneMatch(flag::startsWith)
        && !(flag.startsWith(FIXED) && free(machine, flag.substring(FIXED.length())));
  }

  private static boolean free(Machine machine, String register) {
    Pattern temporary = TEMPORARY.get(machine.machine());
    return RESERVED.getOrDefault(machine.machine(), Set.of()).contains(register)
        || (temporary != null && temporary.matcher(register).matches());
  }
}
