package org.abiseam.laboratory;

import static org.abiseam.laboratory.FeatureSets.EVERYTHING;
import static org.abiseam.laboratory.FeatureSets.FLOATS;
import static org.abiseam.laboratory.FeatureSets.NONE;
import static org.abiseam.laboratory.FeatureSets.WIDE;
import static org.abiseam.laboratory.FeatureSets.words;
import static org.abiseam.laboratory.Target.Register.all;
import static org.abiseam.laboratory.Target.Register.numbered;

import java.util.List;
import org.abiseam.laboratory.Target.Machine;

/** Lists the targets of Arm and AArch64, each in both byte orders. */
final class ArmTargets {
  private static final Machine AARCH64 = aarch64(false);
  private static final Machine AARCH64_BE = aarch64(true);

  private static Machine aarch64(boolean bigEndian) {
    String name = bigEndian ? "aarch64_be" : "aarch64";
    return new Machine(
        "aarch64",
        "aarch64-linux-gnu",
        name + "-linux-gnu",
        "qemu-" + name,
        bigEndian,
        8,
        all(numbered("x", 0, 8, 8, false), numbered("v", 0, 7, 16, false)),
        9,
        0,
        all(numbered("x", 0, 1, 8, false), numbered("v", 0, 3, 16, false)));
  }

  private static final Machine ARM = arm("gnueabi", false);
  private static final Machine ARM_HARD = arm("gnueabihf", false);
  private static final Machine ARMEB = arm("gnueabi", true);
  private static final Machine ARMEB_HARD = arm("gnueabihf", true);

  private static Machine arm(String environment, boolean bigEndian) {
    String name = bigEndian ? "armeb" : "arm";
    return new Machine(
        "arm",
        "arm-linux-" + environment,
        name + "-linux-" + environment,
        "qemu-" + name,
        bigEndian,
        4,
        all(numbered("r", 0, 3, 4, false), numbered("d", 0, 7, 8, false)),
        4,
        0,
        all(numbered("r", 0, 3, 4, false), numbered("d", 0, 3, 8, false)));
  }

  static final List<Target> ALL =
      List.of(
          new Target(
              "aarch64-kernel",
              AARCH64,
              words("-mgeneral-regs-only"),
              words("-mgeneral-regs-only"),
              words("aarch64-unknown-none-softfloat"),
              WIDE),
          new Target(
              "aarch64-user",
              AARCH64,
              List.of(),
              List.of(),
              words("aarch64-unknown-linux-gnu"),
              EVERYTHING),
          new Target(
              "aarch64_be-kernel",
              AARCH64_BE,
              words("-mbig-endian -mgeneral-regs-only"),
              words("-mgeneral-regs-only"),
              words("aarch64_be-unknown-none-softfloat"),
              WIDE),
          new Target(
              "aarch64_be-user",
              AARCH64_BE,
              words("-mbig-endian"),
              List.of(),
              words("aarch64_be-unknown-linux-gnu"),
              EVERYTHING),
          new Target(
              "arm-kernel",
              ARM,
              words("-msoft-float -mabi=aapcs-linux -march=armv7-a -marm"),
              words("-msoft-float -mabi=aapcs-linux -march=armv7-a -marm"),
              words("armv7a-none-eabi"),
              NONE),
          new Target(
              "arm-user",
              ARM_HARD,
              words("-march=armv7-a+fp -mfpu=vfpv3-d16 -marm"),
              words("-march=armv7-a -mfpu=vfpv3-d16 -mfloat-abi=hard -marm"),
              words("armv7-unknown-linux-gnueabihf"),
              FLOATS),
          new Target(
              "armv6-kernel",
              ARM,
              words("-msoft-float -mabi=aapcs-linux -march=armv6k -marm"),
              words("-msoft-float -mabi=aapcs-linux -march=armv6k -marm"),
              words("arm-unknown-linux-gnueabi"),
              NONE),
          new Target(
              "armeb-kernel",
              ARMEB,
              words("-mbig-endian -msoft-float -mabi=aapcs-linux -march=armv7-a -marm"),
              words("-msoft-float -mabi=aapcs-linux -march=armv7-a -marm"),
              words("armeb-unknown-linux-gnueabi"),
              NONE),
          new Target(
              "armeb-user",
              ARMEB_HARD,
              words("-mbig-endian -march=armv7-a+fp -mfpu=vfpv3-d16 -marm"),
              words("-march=armv7-a -mfpu=vfpv3-d16 -mfloat-abi=hard -marm"),
              words("armebv7r-none-eabihf -Ctarget-feature=-rclass,+aclass"),
              FLOATS));

  private ArmTargets() {}
}
