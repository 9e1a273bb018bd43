package org.abiseam.rules.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Seam.Batch;
import org.abiseam.model.Verification.Coverage;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;

final class FlagRulesTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);
  private static final Machine I386 = new Machine(Machine.EM_386, 4, false, 0);
  private static final Machine ARM = new Machine(Machine.EM_ARM, 4, false, 0);
  private static final Machine AARCH64 = new Machine(Machine.EM_AARCH64, 8, false, 0);

  private static final Machine S390X = new Machine(Machine.EM_S390, 8, true, 0);
  private static final Machine RISCV64 = new Machine(Machine.EM_RISCV, 8, false, 0);

  private static Batch c(Machine machine, int units, String name, String... flags) {
    return batch(machine, Producer.Compiler.GCC, Producer.Language.C, "GNU C", units, name, flags);
  }

  private static Batch rust(Machine machine, String version, String... flags) {
    return batch(
        machine, Producer.Compiler.RUSTC, Producer.Language.RUST, version, 1, "lib.rs", flags);
  }

  private static Batch batch(
      Machine machine,
      Producer.Compiler compiler,
      Producer.Language language,
      String text,
      int units,
      String name,
      String... flags) {
    Producer producer =
        new Producer(compiler, language, Optional.empty(), Optional.empty(), List.of(flags), text);
    Origin origin = new Origin("a.o", name, OptionalLong.empty(), Optional.empty());
    return new Batch(machine, producer, units, List.of(new View.NameOnly(producer, origin)));
  }

  private static List<String> findings(Batch... batches) {
    return FlagRules.check(List.of(batches)).findings().stream().map(FlagRulesTest::text).toList();
  }

  private static String text(Finding finding) {
    return finding.severity().word()
        + " "
        + finding.subject().name()
        + " "
        + finding.differences().getFirst().path()
        + ": "
        + finding.differences().getFirst().expected().text()
        + ", "
        + finding.differences().getFirst().actual().text();
  }

  @Test
  void unitsOfCThatAreCompiledAlikeGiveNothing() {
    assertThat(findings(c(X86_64, 9, "a.c", "-mno-red-zone"), c(X86_64, 1, "b.c", "-mno-red-zone")))
        .isEmpty();
  }

  private static List<String> changes(Batch old, Batch... recent) {
    return FlagRules.changes(List.of(old), List.of(recent)).stream()
        .map(FlagRulesTest::text)
        .toList();
  }

  /** Programs that were built against the old library expect rbx to survive a call. */
  @Test
  void aNewBuildWhoseCallsChangeInNoTypeIsFoundByItsSwitches() {
    assertThat(changes(c(X86_64, 9, "a.c", "-O2"), c(X86_64, 9, "a.c", "-O2", "-fcall-used-rbx")))
        .containsExactly("harmful a.c register-use: the psABI's, -fcall-used-rbx");
    assertThat(changes(c(I386, 1, "a.c", "-O2"), c(I386, 1, "a.c", "-mno-fp-ret-in-387")))
        .containsExactly("harmful a.c floating-results: yes, no");
    assertThat(changes(c(X86_64, 1, "a.c", "-O2"), c(X86_64, 1, "a.c", "-O3"))).isEmpty();
    // What it does to types and calls is seen there.
    assertThat(changes(c(X86_64, 1, "a.c", "-O2"), c(X86_64, 1, "a.c", "-fshort-enums"))).isEmpty();
    // Nothing is known of a compiler that records no switches.
    assertThat(changes(c(X86_64, 1, "a.c", "-ffixed-rbx"), c(X86_64, 1, "a.c"))).isEmpty();
  }

  @Test
  void theUnitsThatAreFewerAreTheOnesToLookAt() {
    assertThat(findings(c(X86_64, 1, "odd.c", "-O2", "-fshort-enums"), c(X86_64, 9, "a.c", "-O2")))
        .containsExactly("harmful odd.c short-enums: no, yes");
  }

  /** GCC for a distribution writes what its target has, and Clang writes nothing. */
  @Test
  void whatTheHeaderStatesNeedNotBeWritten() {
    Machine riscv = new Machine(Machine.EM_RISCV, 8, false, 4);
    Machine hard = ARM.with(OptionalInt.of(1), OptionalInt.empty());
    Machine mips = new Machine(Machine.EM_MIPS, 8, false, 0);
    Machine loongArch = new Machine(Machine.EM_LOONGARCH, 8, false, 3);
    assertThat(findings(c(riscv, 1, "a.c", "-mabi=lp64d"), c(riscv, 1, "b.c", "-O2"))).isEmpty();
    assertThat(findings(c(riscv, 2, "a.c", "-O2"), c(riscv, 1, "b.c", "-mabi=lp64")))
        .containsExactly("harmful b.c abi: lp64d, lp64");
    assertThat(findings(c(AARCH64, 1, "a.c", "-mabi=lp64"), c(AARCH64, 1, "b.c", "-O2"))).isEmpty();
    assertThat(findings(c(mips, 1, "a.c", "-mabi=64"), c(mips, 1, "b.c", "-O2"))).isEmpty();
    assertThat(findings(c(loongArch, 1, "a.c", "-mabi=lp64d"), c(loongArch, 1, "b.c", "-O2")))
        .isEmpty();
    assertThat(findings(c(hard, 1, "a.c", "-mfloat-abi=hard"), c(hard, 1, "b.c", "-O2"))).isEmpty();
    assertThat(findings(c(ARM, 1, "a.c", "-mfloat-abi=hard"), c(ARM, 1, "b.c", "-O2"))).isEmpty();
    assertThat(findings(c(X86_64, 1, "a.c", "-mlong-double-80"), c(X86_64, 1, "b.c", "-O2")))
        .isEmpty();
  }

  @Test
  void aUnitWithoutTheKernelsPluginThatShufflesMembersIsFound() {
    String plugin = "-fplugin=./scripts/gcc-plugins/randomize_layout_plugin.so";
    assertThat(
            findings(
                c(X86_64, 9, "a.c", plugin),
                c(X86_64, 1, "odd.c", "-fplugin=./scripts/gcc-plugins/latent_entropy_plugin.so")))
        .containsExactly("harmful odd.c randomised-layout: everywhere, no");
  }

  @Test
  void theLastSwitchDecidesAndDefaultsBelongToTheMachine() {
    assertThat(
            findings(
                c(X86_64, 9, "a.c", "-funsigned-char", "-fsigned-char"),
                c(X86_64, 1, "b.c", "-O2")))
        .isEmpty();
    assertThat(findings(c(AARCH64, 9, "a.c", "-fsigned-char"), c(AARCH64, 1, "b.c", "-O2")))
        .containsExactly("risky b.c char: signed, unsigned");
  }

  @Test
  void aSwitchOfAnotherMachineIsNoSwitch() {
    assertThat(findings(c(X86_64, 9, "a.c", "-mregparm=3"), c(X86_64, 1, "b.c", "-O2"))).isEmpty();
    assertThat(findings(c(I386, 9, "a.c", "-mregparm=3"), c(I386, 1, "b.c", "-O2")))
        .containsExactly("harmful b.c regparm: 3, 0");
  }

  /** GCC has the switch everywhere; where all structs lie in memory it changes nothing. */
  @Test
  void structsThatComeBackInMemoryAreNoticedOnEveryMachine() {
    assertThat(
            findings(
                c(AARCH64, 9, "a.c", "-O2"),
                c(AARCH64, 1, "same.c", "-freg-struct-return"),
                c(AARCH64, 1, "b.c", "-fpcc-struct-return")))
        .containsExactly("harmful b.c struct-return: registers, memory");
    assertThat(
            findings(
                c(I386, 9, "a.c", "-O2"),
                c(I386, 1, "same.c", "-fpcc-struct-return"),
                c(I386, 1, "b.c", "-freg-struct-return")))
        .containsExactly("harmful b.c struct-return: memory, registers");
  }

  @Test
  void whoPopsAndWhereFloatsTravelIsNoticedOnI386() {
    assertThat(findings(c(I386, 9, "a.c", "-O2"), c(I386, 1, "b.c", "-mrtd")))
        .containsExactly("harmful b.c callee-pops: no, yes");
    assertThat(findings(c(I386, 9, "a.c", "-msseregparm"), c(I386, 1, "b.c", "-O2")))
        .containsExactly("harmful b.c sse-arguments: yes, no");
    assertThat(findings(c(X86_64, 9, "a.c", "-O2"), c(X86_64, 1, "b.c", "-mrtd"))).isEmpty();
  }

  @Test
  void registersOfAnotherUseAreOneSetWhateverTheirOrder() {
    assertThat(
            findings(
                c(X86_64, 9, "a.c", "-fcall-used-rbx", "-fcall-saved-r11"),
                c(X86_64, 1, "b.c", "-fcall-saved-r11", "-fcall-used-rbx")))
        .isEmpty();
    assertThat(
            findings(
                c(X86_64, 9, "a.c", "-fcall-used-rbx"),
                c(X86_64, 1, "b.c", "-fcall-used-rbx", "-ffixed-r12")))
        .containsExactly("harmful b.c register-use: -fcall-used-rbx, -fcall-used-rbx -ffixed-r12");
    assertThat(findings(c(X86_64, 9, "a.c", "-O2"), c(X86_64, 1, "b.c", "-ffixed-r11"))).isEmpty();
    assertThat(
            findings(
                c(AARCH64, 9, "a.c", "-O2"), c(AARCH64, 1, "b.c", "-ffixed-q16", "-ffixed-x9")))
        .isEmpty();
    assertThat(findings(c(AARCH64, 9, "a.c", "-O2"), c(AARCH64, 1, "b.c", "-ffixed-q8")))
        .containsExactly("harmful b.c register-use: the psABI's, -ffixed-q8");
    assertThat(findings(c(X86_64, 9, "a.c", "-O2"), c(X86_64, 1, "b.c", "-ffixed-rsp"))).isEmpty();
    assertThat(findings(c(AARCH64, 9, "a.c", "-O2"), c(AARCH64, 1, "b.c", "-ffixed-x18")))
        .containsExactly("harmful b.c fixed-x18: no, yes");
  }

  /** AAPCS32: both pass floating point in core registers; only the code inside differs. */
  @Test
  void softAndSoftfpAreOneConvention() {
    assertThat(
            findings(c(ARM, 9, "a.c", "-mfloat-abi=soft"), c(ARM, 1, "b.c", "-mfloat-abi=softfp")))
        .isEmpty();
    assertThat(
            findings(c(ARM, 9, "a.c", "-mfloat-abi=softfp"), c(ARM, 1, "b.c", "-mfloat-abi=hard")))
        .containsExactly("harmful b.c float-abi: soft, hard");
  }

  @Test
  void unitsThatRecordNothingProveNothing() {
    assertThat(findings(c(X86_64, 9, "a.c", "-mno-red-zone"), c(X86_64, 1, "b.c"))).isEmpty();
  }

  @Test
  void rustIsHeldAgainstWhatMostUnitsOfCHave() {
    assertThat(
            findings(
                c(X86_64, 9, "a.c", "-mno-red-zone", "-mno-sse"),
                rust(
                    X86_64,
                    "rustc 1.97",
                    "-C",
                    "no-redzone=n",
                    "-Ctarget-feature=-mmx,+soft-float")))
        .containsExactly("harmful lib.rs red-zone: no, yes");
  }

  @Test
  void listsMeanTheSameInAnyOrder() {
    assertThat(
            findings(
                c(AARCH64, 9, "a.c", "-mbranch-protection=pac-ret+bti"),
                rust(AARCH64, "rustc 1.97", "-Zbranch-protection=bti,pac-ret")))
        .isEmpty();
    assertThat(
            findings(
                c(AARCH64, 9, "a.c", "-mbranch-protection=standard"),
                rust(AARCH64, "rustc 1.97", "-Zbranch-protection=pac-ret")))
        .containsExactly("risky lib.rs branch-protection: bti,pac-ret, pac-ret");
  }

  /** The switches of the kernels of these machines, as their Makefiles write them. */
  @Test
  void aTargetOfRustcStandsForSwitches() {
    Batch arm64 = c(AARCH64, 9, "a.c", "-mgeneral-regs-only");
    assertThat(
            findings(arm64, rust(AARCH64, "rustc 1.97", "--target=aarch64-unknown-none-softfloat")))
        .isEmpty();
    assertThat(findings(arm64, rust(AARCH64, "rustc 1.97", "--target=aarch64-unknown-none")))
        .containsExactly("risky lib.rs general-regs-only: yes, no");
    assertThat(
            findings(
                arm64,
                rust(
                    AARCH64,
                    "rustc 1.97",
                    "-Ctarget-feature=-neon",
                    "--target=aarch64-unknown-none")))
        .isEmpty();
    Batch s390 = c(S390X, 9, "a.c", "-mpacked-stack", "-msoft-float");
    assertThat(
            findings(
                s390,
                rust(
                    S390X,
                    "rustc 1.97",
                    "--target=s390x-unknown-none-softfloat",
                    "-Zpacked-stack")))
        .isEmpty();
    assertThat(findings(s390, rust(S390X, "rustc 1.97", "--target=s390x-unknown-none-softfloat")))
        .containsExactly("risky lib.rs packed-stack: packed, as the psABI has it");
    assertThat(
            findings(
                c(RISCV64, 9, "a.c", "-mcmodel=medany"),
                rust(RISCV64, "rustc 1.97", "--target=riscv64imac-unknown-none-elf")))
        .isEmpty();
  }

  @Test
  void rustThatRecordsNothingIsUndeterminedWithWhatCWasGiven() {
    FlagRules.Result result =
        FlagRules.check(
            List.of(
                c(X86_64, 9, "a.c", "-mno-red-zone", "-fcf-protection=branch"),
                rust(X86_64, "rustc 1.97")));
    assertThat(result.findings()).isEmpty();
    assertThat(result.coverage()).isEqualTo(new Coverage(9, 0, 0, 9, 0));
    assertThat(result.undetermined()).hasSize(1);
    assertThat(result.undetermined().getFirst().detail())
        .isEqualTo(
            "rustc records no switches; C was compiled with red-zone=no, cf-protection=branch");
  }

  @Test
  void aBuildWithTwoReleasesOfGccIsToldOnce() {
    assertThat(findings(gcc(14, 9, "a.c"), gcc(12, 2, "old.c"), gcc(12, 1, "older.c")))
        .containsExactly("risky old.c gcc: 14, 12");
    assertThat(findings(gcc(14, 9, "a.c"), gcc(14, 1, "b.c"))).isEmpty();
  }

  private static Batch gcc(int major, int units, String name) {
    Producer producer =
        new Producer(
            Producer.Compiler.GCC,
            Producer.Language.C,
            Optional.of(new Producer.Version(major, units, 0)),
            Optional.empty(),
            List.of("-O2"),
            "");
    Origin origin = new Origin("a.o", name, OptionalLong.empty(), Optional.empty());
    return new Batch(X86_64, producer, units, List.of(new View.NameOnly(producer, origin)));
  }

  @Test
  void coverageCountsWhatBothHave() {
    FlagRules.Result result =
        FlagRules.check(
            List.of(
                c(X86_64, 9, "a.c", "-mno-red-zone"),
                rust(X86_64, "rustc 1.97", "-Cno-redzone=y", "-Zcf-protection=branch")));
    assertThat(result.coverage()).isEqualTo(new Coverage(9, 8, 1, 0, 0));
  }

  @Test
  void oneBuildHasOneRustcAndOneSetOfFeatures() {
    assertThat(findings(rust(X86_64, "rustc 1.96"), rust(X86_64, "rustc 1.97")))
        .containsExactly("harmful lib.rs rustc: rustc 1.96, rustc 1.97");
    assertThat(
            findings(
                rust(X86_64, "rustc 1.97", "-Ctarget-feature=-sse,-avx"),
                rust(X86_64, "rustc 1.97", "-Ctarget-feature=-sse", "-Ctarget-feature=+avx")))
        .containsExactly("harmful lib.rs target features: -avx,-sse, +avx,-sse");
    assertThat(
            findings(
                rust(AARCH64, "rustc 1.97", "--target=aarch64-unknown-none-softfloat"),
                rust(AARCH64, "rustc 1.97", "--target=aarch64-unknown-none")))
        .containsExactly(
            "harmful lib.rs target features: +strict-align,+v8a,-neon, +neon,+strict-align,+v8a");
  }
}
