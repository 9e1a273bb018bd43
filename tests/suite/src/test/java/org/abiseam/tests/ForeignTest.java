package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.abiseam.engine.result.Report;
import org.abiseam.engine.result.Side;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Origin;
import org.abiseam.model.Producer;
import org.abiseam.model.View;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What other compilers and tools than gcc and rustc make of the same sources. */
final class ForeignTest {
  private static final Path FOREIGN = Cases.FIXTURES.resolve("foreign");
  private static final Path PROVIDER = Cases.FIXTURES.resolve("forms/dwarf5.o");
  private static final Path CONSUMER =
      Cases.FIXTURES.resolve("prebuilt/offset-differs/x86_64-dwarf5/consumer.o");
  private static final String PLAIN =
      Cases.render(Cases.run(List.of(PROVIDER, CONSUMER), List.of()));

  private static List<Producer.Compiler> compilers(Report run) {
    return run.sides().stream().map(Side::producer).map(Producer::compiler).toList();
  }

  @Test
  void clangsObjectIsReadAsGccs() {
    Report run = Cases.run(List.of(FOREIGN.resolve("clang.o"), CONSUMER), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(Cases.render(run)).isEqualTo(PLAIN);
    assertThat(compilers(run))
        .containsExactlyInAnyOrder(Producer.Compiler.CLANG, Producer.Compiler.RUSTC);
  }

  @ParameterizedTest
  @ValueSource(strings = {"dwp/split.so", "dwz/one.so", "dwz/two.so"})
  void whatWasMovedToAnotherFileIsFoundThere(String image) {
    Report run = Cases.run(List.of(FOREIGN.resolve(image), CONSUMER), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(Cases.render(run)).isEqualTo(PLAIN);
  }

  /** DWARF 5 §3.1.3: a split unit without files of its own has those of its skeleton. */
  @ParameterizedTest
  @ValueSource(strings = {"split/clang.o", "split/both.so"})
  void theFilesThatClangsSplitUnitNamesAreThoseOfItsSkeleton(String image) {
    Report run = Cases.run(List.of(FOREIGN.resolve(image), CONSUMER), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(run.verification().findings())
        .extracting(finding -> ((View.Typed) finding.provider()).origin().declared())
        .singleElement()
        .satisfies(
            line ->
                assertThat(line.map(Origin.Line::file).orElse(""))
                    .endsWith("cases/offset-differs/provider.c"));
  }

  @Test
  void aCrateIsAnArchive() {
    Report run = Cases.run(List.of(PROVIDER, FOREIGN.resolve("libconsumer.rlib")), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(Cases.render(run)).isEqualTo(PLAIN);
  }

  @Test
  void gccsRustFrontEndIsRustOfAnotherCompiler() {
    Report run = Cases.run(List.of(PROVIDER, FOREIGN.resolve("gccrs.o")), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(compilers(run))
        .containsExactlyInAnyOrder(Producer.Compiler.GCC, Producer.Compiler.GCCRS);
    assertThat(Cases.render(run)).startsWith("sample: disagree\nharmful layout-offset sample\n");
  }

  @Test
  void whatMrustcWroteAsCIsRustCompiledByGcc() {
    Report run =
        Cases.run(List.of(FOREIGN.resolve("gauge.o"), FOREIGN.resolve("mrustc.o")), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(run.sides().stream().map(Side::producer).map(Side::title))
        .containsExactlyInAnyOrder("GNU C 16.2.0", "GNU C of mrustc 16.2.0");
    assertThat(Cases.render(run)).isEqualTo("Raw: agree\nReading: agree\n");
    assertThat(run.verification().functions().agree()).isEqualTo(3);
  }

  @Test
  void whatCOfAnotherReleaseBelievesOfMrustcsTypesIsFound() {
    Report run =
        Cases.run(List.of(FOREIGN.resolve("gauge-old.o"), FOREIGN.resolve("mrustc.o")), List.of());
    assertThat(Cases.render(run))
        .contains("harmful layout-member-type Reading")
        .contains("harmful call-argument at")
        .contains("harmful call-argument limits");
    assertThat(run.verification().functions().disagree()).isEqualTo(2);
  }

  @Test
  void theAssemblersUnitHasNoTypesAndIsNoFault() {
    Report run = Cases.run(List.of(PROVIDER, CONSUMER, FOREIGN.resolve("assembler.o")), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(Cases.render(run)).isEqualTo(PLAIN);
    assertThat(compilers(run)).contains(Producer.Compiler.GNU_AS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"debuginfo1.o", "lines.o"})
  void rustWithoutTypesIsReportedAndNotPassedOver(String object) {
    Report run = Cases.run(List.of(PROVIDER, FOREIGN.resolve(object)), List.of());
    assertThat(run.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.kind()).isEqualTo(Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT));
    assertThat(run.verification().coverage().shared()).isZero();
  }
}
