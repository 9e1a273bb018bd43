package org.abiseam.laboratory;

import static org.abiseam.laboratory.FeatureSets.NONE;
import static org.abiseam.laboratory.FeatureSets.WIDE;
import static org.abiseam.laboratory.FeatureSets.WIDE_FLOATS;
import static org.abiseam.laboratory.FeatureSets.WITHOUT_VECTORS;
import static org.abiseam.laboratory.FeatureSets.words;
import static org.abiseam.laboratory.Target.Register.all;
import static org.abiseam.laboratory.Target.Register.numbered;

import java.util.List;
import org.abiseam.laboratory.Target.Machine;
import org.abiseam.laboratory.Target.Register;

/** Lists RISC-V of 64 and of 32 bits, by the registers that pass floating point numbers. */
final class RiscVTargets {
  private static final Machine RISCV64 = riscv(8, 8);
  private static final Machine RISCV64_SINGLE = riscv(8, 4);
  private static final Machine RISCV32 = riscv(4, 0);
  private static final Machine RISCV32_SINGLE = riscv(4, 4);
  private static final Machine RISCV32_DOUBLE = riscv(4, 8);

  /** One compiler makes both. */
  private static Machine riscv(int word, int floatBytes) {
    String name = "riscv" + word * 8;
    List<Register> arguments = numbered("a", 0, 7, word, false);
    List<Register> results = numbered("a", 0, 1, word, false);
    return new Machine(
        "riscv",
        "riscv64-linux-gnu",
        name + "-linux-gnu",
        "qemu-" + name,
        false,
        word,
        floatBytes == 0 ? arguments : all(arguments, numbered("fa", 0, 7, floatBytes, false)),
        8,
        0,
        floatBytes == 0 ? results : all(results, numbered("fa", 0, 1, floatBytes, false)));
  }

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
              WITHOUT_VECTORS),
          new Target(
              "riscv64-single",
              RISCV64_SINGLE,
              words("-mabi=lp64f -march=rv64imafc_zicsr_zifencei"),
              words("-mabi=lp64f -march=rv64imafc_zicsr_zifencei"),
              List.of(),
              WITHOUT_VECTORS),
          new Target(
              "riscv32-kernel",
              RISCV32,
              words("-mabi=ilp32 -march=rv32imac_zicsr_zifencei"),
              words("-mabi=ilp32 -march=rv32imac_zicsr_zifencei"),
              words("riscv32imac-unknown-none-elf"),
              NONE),
          new Target(
              "riscv32-single",
              RISCV32_SINGLE,
              words("-mabi=ilp32f -march=rv32imafc_zicsr_zifencei"),
              words("-mabi=ilp32f -march=rv32imafc_zicsr_zifencei"),
              words("riscv32imafc-unknown-none-elf"),
              WIDE_FLOATS),
          new Target(
              "riscv32-user",
              RISCV32_DOUBLE,
              words("-mabi=ilp32d -march=rv32gc"),
              words("-mabi=ilp32d -march=rv32gc"),
              words("riscv32gc-unknown-linux-gnu"),
              WIDE_FLOATS));

  private RiscVTargets() {}
}
