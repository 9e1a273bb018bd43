package org.abiseam.laboratory;

import static org.abiseam.laboratory.FeatureSets.EVERYTHING;
import static org.abiseam.laboratory.FeatureSets.NONE;
import static org.abiseam.laboratory.FeatureSets.WIDE;
import static org.abiseam.laboratory.FeatureSets.WIDE_FLOATS;
import static org.abiseam.laboratory.FeatureSets.words;
import static org.abiseam.laboratory.Target.Register.all;
import static org.abiseam.laboratory.Target.Register.numbered;

import java.util.List;
import org.abiseam.laboratory.Target.Machine;

/** Lists PowerPC of 64 and of 32 bits. */
final class PowerTargets {
  private static final Machine PPC64LE = powerpc64("powerpc64le", false);
  private static final Machine PPC64 = powerpc64("powerpc64", true);

  private static Machine powerpc64(String name, boolean bigEndian) {
    return new Machine(
        "powerpc64",
        name + "-linux-gnu",
        name + "-linux-gnu",
        name.equals("powerpc64") ? "qemu-ppc64" : "qemu-ppc64le",
        bigEndian,
        8,
        all(
            numbered("r", 3, 10, 8, false),
            numbered("f", 1, 13, 8, true),
            numbered("v", 2, 13, 16, false)),
        8,
        0,
        all(
            numbered("r", 3, 4, 8, false),
            numbered("f", 1, 8, 8, true),
            numbered("v", 2, 9, 16, false)));
  }

  private static final Machine PPC32 =
      new Machine(
          "powerpc",
          "powerpc-linux-gnu",
          "powerpc-linux-gnu",
          "qemu-ppc",
          true,
          4,
          all(numbered("r", 3, 10, 4, false), numbered("f", 1, 8, 8, true)),
          8,
          1,
          all(numbered("r", 3, 6, 4, false), numbered("f", 1, 4, 8, true)));

  /** rustc knows neither feature, warns, and hands them on to LLVM. */
  private static final String RUST_SOFT = "-Ctarget-feature=-hard-float,-altivec,-vsx";

  static final List<Target> ALL =
      List.of(
          new Target(
              "ppc64le-kernel",
              PPC64LE,
              words("-msoft-float -mno-altivec -mno-vsx"),
              words("-msoft-float -mno-altivec -mno-vsx"),
              words("powerpc64le-unknown-linux-gnu " + RUST_SOFT),
              WIDE),
          new Target(
              "ppc64le-user",
              PPC64LE,
              words("-mcpu=power8 -mabi=ieeelongdouble"),
              words("-mcpu=power8 -mabi=ieeelongdouble"),
              words("powerpc64le-unknown-linux-gnu"),
              EVERYTHING),
          new Target(
              "ppc64-kernel",
              PPC64,
              words("-mabi=elfv1 -msoft-float -mno-altivec -mno-vsx"),
              words("-mabi=elfv1 -msoft-float -mno-altivec -mno-vsx"),
              words("powerpc64-unknown-linux-gnu " + RUST_SOFT),
              WIDE),
          new Target(
              "ppc64-user",
              PPC64,
              words("-mabi=elfv1 -mcpu=power8 -mabi=ibmlongdouble"),
              words("-mabi=elfv1 -mcpu=power8 -mabi=ibmlongdouble"),
              words("powerpc64-unknown-linux-gnu"),
              EVERYTHING),
          new Target(
              "ppc64v2-user",
              PPC64,
              words("-mabi=elfv2 -mcpu=power8 -mabi=ibmlongdouble"),
              words("-mabi=elfv2 -mcpu=power8 -mabi=ibmlongdouble"),
              words("powerpc64-unknown-linux-musl"),
              EVERYTHING),
          new Target(
              "ppc64v2-kernel",
              PPC64,
              words("-mabi=elfv2 -msoft-float -mno-altivec -mno-vsx"),
              words("-mabi=elfv2 -msoft-float -mno-altivec -mno-vsx"),
              words("powerpc64-unknown-linux-musl"),
              WIDE),
          new Target(
              "ppc32-kernel",
              PPC32,
              words("-msoft-float -mno-altivec"),
              words("-msoft-float -mno-altivec"),
              words("powerpc-unknown-linux-gnu " + RUST_SOFT),
              NONE),
          new Target(
              "ppc32-soft",
              PPC32,
              words("-msoft-float -mno-altivec -mabi=ibmlongdouble"),
              words("-msoft-float -mno-altivec -mabi=ibmlongdouble"),
              List.of(),
              WIDE_FLOATS),
          new Target(
              "ppc32-user",
              PPC32,
              words("-mno-altivec -mabi=ibmlongdouble"),
              words("-mno-altivec -mabi=ibmlongdouble"),
              words("powerpc-unknown-linux-gnu"),
              WIDE_FLOATS),
          new Target(
              "ppc32-svr4",
              PPC32,
              words("-msvr4-struct-return -mno-altivec -mabi=ibmlongdouble"),
              words("-msvr4-struct-return -mno-altivec -mabi=ieeelongdouble"),
              List.of(),
              WIDE_FLOATS));

  private PowerTargets() {}
}
