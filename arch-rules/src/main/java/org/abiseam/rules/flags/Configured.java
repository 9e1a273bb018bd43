package org.abiseam.rules.flags;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.abiseam.model.Citation;
import org.abiseam.model.Difference;
import org.abiseam.model.Difference.Value;
import org.abiseam.model.Difference.What;
import org.abiseam.model.Finding;
import org.abiseam.model.Machine;
import org.abiseam.model.Producer;
import org.abiseam.model.Producer.Compiler;
import org.abiseam.model.Producer.Version;
import org.abiseam.model.Rule;
import org.abiseam.model.Seam.Batch;
import org.abiseam.model.Seam.Configuration;
import org.abiseam.model.Severity;
import org.abiseam.model.Subject;
import org.abiseam.model.View;
import org.abiseam.rules.flags.AbiSwitch.Notation;

/**
 * Reads what a kernel's configuration says of switches and compilers. Where the objects say
 * otherwise, either they or the configuration are of another build, and so may be the bindings,
 * which are generated with the switches of the configuration.
 */
final class Configured {
  private static final Citation MAKEFILE = new Citation("Linux 7.2", "Makefile, arch/*/Makefile");
  private static final Citation VERSIONS =
      new Citation("Linux 7.2", "init/Kconfig, GCC_VERSION, CLANG_VERSION, RUSTC_VERSION");

  private final Configuration configuration;
  private final Machine machine;

  Configured(Configuration configuration, Machine machine) {
    this.configuration = configuration;
    this.machine = machine;
  }

  View.NameOnly file() {
    return configuration.file();
  }

  /** Returns the value that the configuration gives a switch; empty where it leaves it open. */
  Optional<String> of(AbiSwitch one) {
    return one.on(machine)
        ? one.value(Notation.KCONFIG, machine, configuration.lines())
        : Optional.empty();
  }

  /**
   * Compares switches and compilers of the units, C's and Rust's, with those that are configured.
   */
  List<Finding> check(List<Batch> c, List<Batch> rust) {
    List<Finding> findings = new ArrayList<>();
    for (AbiSwitch one : AbiSwitches.ALL) {
      ExpectedValue meant = ExpectedValue.of(one, c);
      Optional<String> expected = of(one);
      if (expected.isPresent() && meant.value().isPresent() && !meant.value().equals(expected)) {
        findings.add(
            finding(
                one.acrossSides(),
                meant.example(),
                new Difference(
                    one.name(),
                    What.VALUE,
                    Value.of(expected.get()),
                    Value.of(meant.value().get())),
                "compiled otherwise than configured: " + one.changes(),
                MAKEFILE));
      }
    }
    compiler(Compiler.GCC, "gcc", "CONFIG_GCC_VERSION=", c).ifPresent(findings::add);
    compiler(Compiler.CLANG, "clang", "CONFIG_CLANG_VERSION=", c).ifPresent(findings::add);
    compiler(Compiler.RUSTC, "rustc", "CONFIG_RUSTC_VERSION=", rust).ifPresent(findings::add);
    return findings;
  }

  private Optional<Finding> compiler(
      Compiler compiler, String name, String setting, List<Batch> batches) {
    Optional<Version> expected = version(compiler, setting);
    Optional<Batch> first =
        batches.stream().filter(it -> it.producer().compiler() == compiler).findFirst();
    Optional<Version> actual = first.map(Batch::producer).flatMap(Producer::version);
    if (expected.isEmpty() || actual.isEmpty() || expected.equals(actual)) {
      return Optional.empty();
    }
    // Answers to questions of the ABI go by the release of GCC and Clang; those of rustc by each.
    boolean release = compiler == Compiler.RUSTC || expected.get().major() != actual.get().major();
    return Optional.of(
        finding(
            release ? Severity.RISKY : Severity.HARMLESS,
            first.get().examples().getFirst(),
            new Difference(
                name,
                What.VALUE,
                Value.of(expected.get().toString()),
                Value.of(actual.get().toString())),
            "compiled by another release of the compiler than configured",
            VERSIONS));
  }

  /** About the whole object: most of its units are so. */
  private Finding finding(
      Severity severity, View built, Difference difference, String cause, Citation citation) {
    return new Finding(
        Rule.FLAG_MISMATCH,
        severity,
        new Subject(Subject.Kind.OBJECT, built.origin().object()),
        file(),
        built,
        List.of(difference),
        cause,
        List.of(citation),
        List.of(),
        List.of());
  }

  /**
   * {@code 160200} of GCC and Clang is 16.2.0 ({@code scripts/cc-version.sh}), {@code 109701} of
   * rustc 1.97.1 ({@code scripts/rustc-version.sh}); 0 stands for one that the build does not use.
   */
  private Optional<Version> version(Compiler compiler, String setting) {
    int unit = compiler == Compiler.RUSTC ? 100_000 : 10_000;
    for (String line : configuration.lines()) {
      if (line.startsWith(setting) && line.substring(setting.length()).matches("[1-9][0-9]{4,7}")) {
        int number = Integer.parseInt(line.substring(setting.length()));
        return Optional.of(new Version(number / unit, number % unit / 100, number % 100));
      }
    }
    return Optional.empty();
  }
}
