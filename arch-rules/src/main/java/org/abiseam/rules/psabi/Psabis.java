package org.abiseam.rules.psabi;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.abiseam.model.Machine;
import org.abiseam.rules.plan.Divergence;
import org.abiseam.rules.plan.Psabi;

/** All supplements. */
public final class Psabis {
  /** One line for each machine. */
  public static final List<Psabi> ALL =
      List.of(
          new X8664(),
          new I386(),
          new AArch64(),
          new Arm(),
          new RiscV(),
          new LoongArch(),
          new PowerPc64(),
          new PowerPc32(),
          new S390x(),
          new Sparc64(),
          new Mips64(),
          new Mips32(),
          new M68k());

  private Psabis() {}

  /**
   * Where compilers differ, on all machines.
   *
   * @return in the order of the machines
   */
  public static Stream<Divergence> divergences() {
    return ALL.stream().flatMap(psabi -> psabi.divergences().stream());
  }

  /**
   * The supplement of a machine.
   *
   * @param machine by the ELF header
   * @return empty where there is no file for it
   */
  public static Optional<Psabi> of(Machine machine) {
    return ALL.stream().filter(psabi -> psabi.governs(machine)).findFirst();
  }
}
