package org.abiseam.laboratory;

import static org.abiseam.laboratory.FeatureSets.words;
import static org.abiseam.laboratory.Target.Register.all;
import static org.abiseam.laboratory.Target.Register.numbered;
import static org.abiseam.laboratory.Target.Register.plain;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.abiseam.laboratory.Shapes.Feature;
import org.abiseam.laboratory.Target.Machine;
import org.abiseam.laboratory.Target.Register;

/**
 * Lists MIPS n64 and o32, each in both byte orders, with and without floating point registers. One
 * compiler makes both orders.
 */
final class MipsTargets {
  static final List<Target> ALL =
      List.of(
          target("mips64el", "kernel", n64(false)),
          target("mips64el", "user", n64(false)),
          target("mips64", "kernel", n64(true)),
          target("mips64", "user", n64(true)),
          target("mipsel", "kernel", o32(false)),
          target("mipsel", "user", o32(false)),
          target("mips", "kernel", o32(true)),
          target("mips", "user", o32(true)));

  private MipsTargets() {}

  private static Target target(String name, String kind, Machine machine) {
    String order = machine.bigEndian() ? " -EB" : " -EL";
    String abi = machine.word() == 8 ? "-mabi=64" : "-mabi=32";
    String floats = kind.equals("kernel") ? " -msoft-float" : "";
    Set<Feature> features =
        machine.word() == 8
            ? EnumSet.complementOf(EnumSet.of(Feature.VECTOR))
            : EnumSet.of(Feature.FLOAT, Feature.COMPLEX);
    String common = abi + " -mno-abicalls -G0" + floats;
    String rust =
        name
            + (machine.word() == 8 ? "-unknown-linux-gnuabi64" : "-unknown-linux-gnu")
            + (floats.isEmpty() ? "" : " -Ctarget-feature=+soft-float");
    return new Target(
        name + "-" + kind, machine, words(common + order), words(common), words(rust), features);
  }

  private static Machine n64(boolean bigEndian) {
    return new Machine(
        "mips",
        "mips64el-linux-gnuabi64",
        (bigEndian ? "mips64" : "mips64el") + "-linux-gnuabi64",
        bigEndian ? "qemu-mips64" : "qemu-mips64el",
        bigEndian,
        8,
        all(numbered("a", 0, 7, 8, false), numbered("f", 12, 19, 8, false)),
        8,
        0,
        all(plain(8, "v0", "v1", "a0", "a1", "f0", "f2", "f1", "f3")));
  }

  private static Machine o32(boolean bigEndian) {
    return new Machine(
        "mips",
        "mipsel-linux-gnu",
        (bigEndian ? "mips" : "mipsel") + "-linux-gnu",
        bigEndian ? "qemu-mips" : "qemu-mipsel",
        bigEndian,
        4,
        all(numbered("a", 0, 3, 4, false), plain(8, "f12", "f14")),
        4,
        0,
        all(numbered("v", 0, 1, 4, false), numbered("a", 0, 1, 4, false), floats()));
  }

  private static List<Register> floats() {
    return plain(8, "f0", "f2");
  }
}
