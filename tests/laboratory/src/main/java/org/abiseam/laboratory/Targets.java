package org.abiseam.laboratory;

import static org.abiseam.laboratory.FeatureSets.EVERYTHING;
import static org.abiseam.laboratory.FeatureSets.FLOATS;
import static org.abiseam.laboratory.FeatureSets.NONE;
import static org.abiseam.laboratory.FeatureSets.WIDE;
import static org.abiseam.laboratory.FeatureSets.WIDE_FLOATS;
import static org.abiseam.laboratory.FeatureSets.WITHOUT_VECTORS;
import static org.abiseam.laboratory.FeatureSets.words;
import static org.abiseam.laboratory.Target.Register.all;
import static org.abiseam.laboratory.Target.Register.numbered;
import static org.abiseam.laboratory.Target.Register.plain;

import java.util.List;
import java.util.stream.Stream;
import org.abiseam.laboratory.Target.Machine;
import org.abiseam.laboratory.Target.Register;

/** Lists the machines and switches that are observed. */
public final class Targets {
  private static final Machine X86_64 =
      new Machine(
          "x86-64",
          "x86_64-linux-gnu",
          "x86_64-linux-gnu",
          "",
          false,
          8,
          all(plain(8, "rdi", "rsi", "rdx", "rcx", "r8", "r9"), numbered("xmm", 0, 7, 16, false)),
          6,
          1,
          all(
              plain(8, "rax", "rdx"),
              plain(16, "xmm0", "xmm1"),
              List.of(new Register("st0", 10, true), new Register("st1", 10, true))));

  private static final Machine LOONGARCH64 =
      new Machine(
          "loongarch64",
          "loongarch64-linux-gnu",
          "loongarch64-linux-gnu",
          "qemu-loongarch64",
          false,
          8,
          all(numbered("a", 0, 7, 8, false), numbered("fa", 0, 7, 8, false)),
          8,
          0,
          all(numbered("a", 0, 1, 8, false), numbered("fa", 0, 1, 8, false)));

  private static final Machine S390X =
      new Machine(
          "s390x",
          "s390x-linux-gnu",
          "s390x-linux-gnu",
          "qemu-s390x",
          true,
          8,
          all(numbered("r", 2, 6, 8, false), plain(8, "f0", "f2", "f4", "f6")),
          5,
          0,
          all(plain(8, "r2", "f0")));

  private static final Machine I386 =
      new Machine(
          "i386",
          "i686-linux-gnu",
          "i686-linux-gnu",
          "qemu-i386",
          false,
          4,
          plain(4, "eax", "edx", "ecx"),
          3,
          0,
          all(plain(4, "eax", "edx"), List.of(new Register("st0", 10, true))));

  private static final Machine SPARC64 =
      sparc64(numbered("o", 0, 5, 8, false), numbered("o", 0, 3, 8, false));
  private static final Machine SPARC64_FLOATS =
      sparc64(
          all(
              numbered("o", 0, 5, 8, false),
              plain(8, "d0", "d2", "d4", "d6", "d8", "d10", "d12", "d14"),
              plain(8, "d16", "d18", "d20", "d22", "d24", "d26", "d28", "d30")),
          all(numbered("o", 0, 3, 8, false), plain(8, "d0", "d2", "d4", "d6")));

  private static Machine sparc64(List<Register> registers, List<Register> results) {
    return new Machine(
        "sparc64",
        "sparc64-linux-gnu",
        "sparc64-linux-gnu",
        "qemu-sparc64",
        true,
        8,
        registers,
        6,
        0,
        results);
  }

  private static final Machine M68K =
      new Machine(
          "m68k",
          "m68k-linux-gnu",
          "m68k-linux-gnu",
          "qemu-m68k",
          true,
          4,
          plain(4, "a1"),
          1,
          0,
          all(plain(4, "a0", "d0", "d1"), numbered("fp", 0, 0, 8, true)));

  private static final List<Target> OTHERS =
      List.of(
          new Target(
              "x86-64-kernel",
              X86_64,
              words(
                  "-mno-sse -mno-mmx -mno-sse2 -mno-3dnow -mno-avx -mno-80387 -mno-fp-ret-in-387"
                      + " -mno-red-zone -mskip-rax-setup -mpreferred-stack-boundary=3"),
              words(
                  "-mno-sse -mno-mmx -mno-sse2 -mno-3dnow -mno-avx -mno-80387 -mno-red-zone"
                      + " -mstack-alignment=8"),
              words("x86_64-unknown-none"),
              WIDE),
          new Target(
              "x86-64-user",
              X86_64,
              List.of(),
              List.of(),
              words("x86_64-unknown-linux-gnu"),
              EVERYTHING),
          new Target(
              "loongarch64-kernel",
              LOONGARCH64,
              words("-mabi=lp64s"),
              words("-mabi=lp64s"),
              words("loongarch64-unknown-none-softfloat"),
              WIDE),
          new Target(
              "loongarch64-user",
              LOONGARCH64,
              words("-mabi=lp64d"),
              words("-mabi=lp64d"),
              words("loongarch64-unknown-linux-gnu"),
              WITHOUT_VECTORS),
          new Target(
              "s390x-kernel",
              S390X,
              words("-msoft-float -march=z13"),
              words("-msoft-float -march=z13"),
              words("s390x-unknown-none-softfloat"),
              WIDE),
          new Target(
              "s390x-user",
              S390X,
              words("-march=zEC12"),
              words("-march=zEC12"),
              words("s390x-unknown-linux-gnu"),
              WITHOUT_VECTORS),
          new Target(
              "i386-kernel",
              I386,
              words(
                  "-mregparm=3 -freg-struct-return -msoft-float -mno-sse -mno-mmx"
                      + " -mpreferred-stack-boundary=2"),
              words(
                  "-mregparm=3 -freg-struct-return -msoft-float -mno-sse -mno-mmx"
                      + " -mstack-alignment=4"),
              words("i686-unknown-linux-gnu -Zregparm=3 -Zreg-struct-return"),
              NONE),
          new Target(
              "i386-user",
              I386,
              List.of(),
              List.of(),
              words("i686-unknown-linux-gnu"),
              WIDE_FLOATS),
          new Target(
              "sparc64-kernel",
              SPARC64,
              words("-mcpu=ultrasparc -mno-fpu"),
              words("-mcpu=ultrasparc -mno-fpu"),
              words("sparc64-unknown-linux-gnu -Ctarget-feature=+soft-float"),
              WIDE),
          new Target(
              "sparc64-user",
              SPARC64_FLOATS,
              words("-mcpu=ultrasparc"),
              words("-mcpu=ultrasparc"),
              words("sparc64-unknown-linux-gnu"),
              WITHOUT_VECTORS),
          new Target(
              "m68k-kernel", M68K, words("-m68020 -msoft-float"), List.of(), List.of(), FLOATS),
          new Target("m68k-user", M68K, words("-m68040"), List.of(), List.of(), FLOATS));

  public static final List<Target> ALL =
      Stream.of(OTHERS, ArmTargets.ALL, RiscVTargets.ALL, PowerTargets.ALL, MipsTargets.ALL)
          .flatMap(List::stream)
          .toList();

  private Targets() {}

  static Target named(String name) {
    return ALL.stream().filter(target -> target.name().equals(name)).findFirst().orElseThrow();
  }
}
