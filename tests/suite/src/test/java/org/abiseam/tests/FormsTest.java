package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.abiseam.engine.result.Report;
import org.abiseam.model.Diagnostic;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One provider in every form of debug info and of object file: each is read as the plain one is.
 */
final class FormsTest {
  private static final Path FORMS = Cases.FIXTURES.resolve("forms");
  private static final Path CONSUMER =
      Cases.FIXTURES.resolve("prebuilt/offset-differs/x86_64-dwarf5/consumer.o");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "dwarf2.o",
        "dwarf3.o",
        "dwarf4.o",
        "dwarf5.o",
        "dwarf64.o",
        "types4.o",
        "types5.o",
        "zlib.o",
        "zdebug.o",
        "zstd.o",
        "archive.a",
        "thin/thin.a",
        "module.ko.gz",
        "module.ko.xz",
        "module.ko.zst",
        "dwo/split.o",
        "separate.debug"
      })
  void everyFormIsReadAsThePlainOne(String form) {
    Report run = Cases.run(List.of(FORMS.resolve(form), CONSUMER), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(Cases.render(run))
        .isEqualTo(Cases.render(Cases.run(List.of(FORMS.resolve("dwarf5.o"), CONSUMER), List.of())))
        .startsWith("sample: disagree\nharmful layout-offset sample\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alone.btf", "btf.o"})
  void btfSaysWhatDwarfSaysAndThatItHasNoAlignments(String form) {
    Report run = Cases.run(List.of(FORMS.resolve(form), CONSUMER), List.of());
    assertThat(run.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.message()).contains("which states no alignment"));
    assertThat(Cases.render(run))
        .isEqualTo(
            Cases.render(Cases.run(List.of(FORMS.resolve("dwarf5.o"), CONSUMER), List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"lines.o", "stripped.o"})
  void whatHasNoTypesIsReportedAndNotPassedOver(String form) {
    Report run = Cases.run(List.of(FORMS.resolve(form), CONSUMER), List.of());
    assertThat(run.diagnostics())
        .singleElement()
        .satisfies(d -> assertThat(d.kind()).isEqualTo(Diagnostic.Kind.DEBUG_INFO_INSUFFICIENT));
    assertThat(run.verification().findings()).isEmpty();
  }
}
