package org.abiseam.tests.oracle;

import static org.abiseam.tests.oracle.Features.WIDE;
import static org.abiseam.tests.oracle.Features.WITHOUT_VECTORS;
import static org.abiseam.tests.oracle.Features.words;
import static org.abiseam.tests.oracle.Target.Register.all;
import static org.abiseam.tests.oracle.Target.Register.numbered;

import java.util.List;
import org.abiseam.tests.oracle.Target.Machine;

/** RISC-V of 64 and of 32 bits, by the registers that numbers travel in. */
final class RiscVTargets {
  private static final Machine RISCV64 =
      new Machine(
          "riscv64",
          "riscv64-linux-gnu",
          "riscv64-linux-gnu",
          "qemu-riscv64",
          false,
          8,
          all(numbered("a", 0, 7, 8, false), numbered("fa", 0, 7, 8, false)),
          8,
          0,
          all(numbered("a", 0, 1, 8, false), numbered("fa", 0, 1, 8, false)));

  static final List<Target> ALL =
      List.of(
          new Target(
              "riscv64-kernel",
              RISCV64,
              words("-mabi=lp64 -march=rv64imac_zicsr_zifencei -mcmodel=medany"),
              words("-mabi=lp64 -march=rv64imac_zicsr_zifencei -mcmodel=medany"),
              words("riscv64imac-unknown-none-elf"),
              WIDE),
          new Target(
              "riscv64-user",
              RISCV64,
              words("-mabi=lp64d -march=rv64gc"),
              words("-mabi=lp64d -march=rv64gc"),
              words("riscv64gc-unknown-linux-gnu"),
              WITHOUT_VECTORS));

  private RiscVTargets() {}
}
