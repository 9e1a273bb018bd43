package org.abiseam.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.abiseam.model.CompileUnit;
import org.junit.jupiter.api.Test;

/** The definitions of C are read where another compiler has a part, and only there. */
final class DefinitionsReadTest {
  private static final Path CASE =
      Path.of("..", "fixtures", "prebuilt", "offset-differs", "x86_64-dwarf5");

  private final List<String> read = Collections.synchronizedList(new ArrayList<>());

  @Test
  void theDefinitionsOfOneCompilerAreNotRead() {
    Report report = check("provider.o");
    assertThat(read).containsExactly("units");
    assertThat(report.models())
        .singleElement()
        .satisfies(
            model ->
                assertThat(model.units())
                    .extracting(CompileUnit::detail)
                    .containsExactly(CompileUnit.Detail.FULL));
  }

  @Test
  void theDefinitionsOfTwoCompilersAreRead() {
    Report report = check("provider.o", "consumer.o");
    assertThat(read).contains("index");
    assertThat(report.verification().findings()).isNotEmpty();
  }

  /** Checks files of the case, and notes for each that was read the stage that read it. */
  private Report check(String... files) {
    List<Path> paths = List.of(files).stream().map(CASE::resolve).toList();
    return Abiseam.check(CheckRequest.of(paths).withThreads(1), new Reads());
  }

  private final class Reads implements Progress {
    private String stage = "";

    @Override
    public void stage(String name) {
      stage = name;
    }

    @Override
    public void object(String path, int of) {
      read.add(stage);
    }

    @Override
    public void close() {}
  }
}
