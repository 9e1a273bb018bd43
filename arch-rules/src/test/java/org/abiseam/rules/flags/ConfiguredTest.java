package org.abiseam.rules.flags;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Language;
import org.abiseam.model.Producer.Version;
import org.abiseam.model.Seam.Batch;
import org.abiseam.model.Seam.Configuration;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;

final class ConfiguredTest {
  private static final Machine X86_64 = new Machine(Machine.EM_X86_64, 8, false, 0);

  private static View.NameOnly view(Producer producer, String object) {
    return new View.NameOnly(
        producer, new Origin(object, "", OptionalLong.empty(), Optional.empty()));
  }

  private static Producer producer(
      Compiler compiler, Language language, Version version, String... flags) {
    return new Producer(
        compiler, language, Optional.of(version), Optional.empty(), List.of(flags), "text");
  }

  private static Batch gcc(Version version, String... flags) {
    Producer producer = producer(Compiler.GCC, Language.C, version, flags);
    return new Batch(X86_64, producer, 1, List.of(view(producer, "a.o")));
  }

  private static Batch rustc(Version version, String... flags) {
    Producer producer = producer(Compiler.RUSTC, Language.RUST, version, flags);
    return new Batch(X86_64, producer, 1, List.of(view(producer, "kernel.o")));
  }

  private static FlagRules.Result check(List<String> lines, Batch... batches) {
    Configuration configuration = new Configuration(view(Producer.KCONFIG, ".config"), lines);
    return FlagRules.check(List.of(batches), Optional.of(configuration));
  }

  private static List<String> texts(FlagRules.Result result) {
    return result.findings().stream().map(ConfiguredTest::text).toList();
  }

  private static String text(Finding finding) {
    return finding.severity().word()
        + ' '
        + finding.provider().origin().object()
        + ' '
        + finding.consumer().origin().object()
        + ' '
        + finding.differences().getFirst().path()
        + ' '
        + finding.differences().getFirst().expected().text()
        + ' '
        + finding.differences().getFirst().actual().text();
  }

  @Test
  void objectsThatWereCompiledAsConfiguredGiveNothing() {
    List<String> lines =
        List.of(
            "CONFIG_GCC_VERSION=160200",
            "CONFIG_CLANG_VERSION=0",
            "CONFIG_RUSTC_VERSION=109701",
            "CONFIG_X86_KERNEL_IBT=y",
            "CONFIG_MITIGATION_RETHUNK=y");
    FlagRules.Result result =
        check(
            lines,
            gcc(new Version(16, 2, 0), "-fcf-protection=branch", "-mfunction-return=thunk-extern"),
            rustc(
                new Version(1, 97, 1), "-Zcf-protection=branch", "-Zfunction-return=thunk-extern"));
    assertThat(texts(result)).isEmpty();
  }

  @Test
  void aCompilerOfAnotherReleaseThanConfiguredIsRisky() {
    assertThat(
            texts(
                check(
                    List.of("CONFIG_GCC_VERSION=160200", "CONFIG_RUSTC_VERSION=109701"),
                    gcc(new Version(14, 2, 0)),
                    rustc(new Version(1, 97, 0)))))
        .containsExactly(
            "risky .config a.o gcc 16.2.0 14.2.0", "risky .config kernel.o rustc 1.97.1 1.97.0");
  }

  @Test
  void anotherPatchLevelOfGccIsHarmless() {
    assertThat(texts(check(List.of("CONFIG_GCC_VERSION=160200"), gcc(new Version(16, 1, 0)))))
        .containsExactly("harmless .config a.o gcc 16.2.0 16.1.0");
  }

  @Test
  void aSwitchThatTheConfigurationImpliesAndTheObjectsLackIsFound() {
    assertThat(
            texts(
                check(List.of("CONFIG_CFI=y"), gcc(new Version(16, 2, 0), "-fcf-protection=none"))))
        .containsExactly("harmful .config a.o kcfi yes no");
  }

  @Test
  void whereUnitsOfCRecordNothingTheConfigurationSpeaksForThem() {
    assertThat(
            texts(
                check(
                    List.of("CONFIG_X86_KERNEL_IBT=y"),
                    gcc(new Version(16, 2, 0)),
                    rustc(new Version(1, 97, 1), "-Cno-redzone=y"))))
        .containsExactly("risky .config kernel.o cf-protection branch none");
  }

  @Test
  void aSettingOfAnotherMachineSaysNothing() {
    assertThat(
            texts(
                check(
                    List.of("CONFIG_SHADOW_CALL_STACK=y", "CONFIG_ARM64_BTI_KERNEL=y"),
                    gcc(new Version(16, 2, 0), "-O2"))))
        .isEmpty();
  }
}
