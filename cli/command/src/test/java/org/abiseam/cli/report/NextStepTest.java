package org.abiseam.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.Test;

/** Where little was verified, the last line is the command that verifies more. */
class NextStepTest {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final Path C = FIXTURES.resolve("crates/one.o");
  private static final Path SOURCE = FIXTURES.resolve("crates/one.rs");
  private static final Path RUST =
      FIXTURES.resolve("prebuilt/offset-differs/x86_64-dwarf5/consumer.o");
  private static final Path PROVIDER = FIXTURES.resolve("forms/dwarf5.o");

  private static Report check(List<Path> files, List<Path> bindings) {
    return Abiseam.check(
        CheckRequest.of(files).withThreads(1).withBindings(bindings), Progress.SILENT);
  }

  private static Optional<String> next(Report run) {
    return NextStep.of(run, Optional.empty());
  }

  @Test
  void ofAProjectOnlyTheHeadersOfItsLibrariesAreMissing() {
    Report run = check(List.of(RUST), List.of(SOURCE));
    assertThat(NextStep.of(run, Optional.of("--release app")))
        .contains("abiseam cargo --header HEADER.h --release app");
  }

  @Test
  void cAloneLacksTheRustSource() {
    assertThat(next(check(List.of(C), List.of())))
        .contains("abiseam check --bindings FILE.rs " + C);
  }

  @Test
  void rustAloneLacksCOfWhichAHeaderIsEnough() {
    assertThat(next(check(List.of(RUST), List.of(SOURCE))))
        .contains("abiseam check --header HEADER.h --bindings " + SOURCE + " " + RUST);
  }

  @Test
  void rustWithLineTablesAloneIsBuiltAnewByCargo() {
    Path lines = FIXTURES.resolve("foreign/lines.o");
    assertThat(next(check(List.of(C, lines), List.of()))).contains("abiseam cargo DIR");
  }

  @Test
  void aKernelsBuildTreeIsNamedWhereAnImageOfItWasGiven() {
    Path tree = FIXTURES.resolve("seams/prebuilt/tree");
    assertThat(next(check(List.of(tree.resolve("vmlinux")), List.of())))
        .contains("abiseam kbuild " + tree);
  }

  @Test
  void whatWasVerifiedLacksNothing() {
    assertThat(next(check(List.of(PROVIDER, RUST), List.of()))).isEmpty();
  }
}
