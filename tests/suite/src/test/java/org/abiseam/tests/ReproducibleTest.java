package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The same input gives the same report: twice, in another order, on more threads. */
final class ReproducibleTest {
  static Stream<Path> cases() {
    return Cases.list(Cases.FIXTURES.resolve("prebuilt")).stream()
        .map(name -> name.resolve("x86_64-dwarf5"))
        .filter(Files::isDirectory);
  }

  private static Report run(List<Path> objects, int threads) {
    return Abiseam.check(CheckRequest.of(objects).withThreads(threads), Progress.SILENT);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theOrderOfTheObjectsDoesNotMatter(Path build) {
    List<Path> objects = new ArrayList<>(Cases.objects(build));
    String first = Cases.render(run(objects, 1));
    Collections.reverse(objects);
    assertThat(Cases.render(run(objects, 1))).isEqualTo(first);
  }

  @Test
  void neitherDoTheThreadsNorASecondRun() {
    List<Path> objects = cases().flatMap(build -> Cases.objects(build).stream()).toList();
    String first = Cases.render(run(objects, 1));
    assertThat(first).contains("layout-offset sample");
    assertThat(Cases.render(run(objects, 1))).isEqualTo(first);
    assertThat(Cases.render(run(objects, 4))).isEqualTo(first);
  }
}
