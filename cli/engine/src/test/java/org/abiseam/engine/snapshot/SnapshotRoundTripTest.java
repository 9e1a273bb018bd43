package org.abiseam.engine.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.model.ObjectModel;
import org.junit.jupiter.api.Test;

final class SnapshotRoundTripTest {
  private static final Path PREBUILT = Path.of("..", "fixtures", "prebuilt");

  private static List<Path> objects() throws IOException {
    try (Stream<Path> files = Files.walk(PREBUILT)) {
      return files.filter(path -> path.toString().endsWith(".o")).sorted().toList();
    }
  }

  /** Every type of every fixture is read as it was written, by its name or in a declarator. */
  @Test
  void whatIsReadFromASnapshotIsWrittenAsTheSameText() throws IOException {
    for (Path object : objects()) {
      String text = snapshot(object);
      assertThat(types(writtenAgain(text))).as(object.toString()).isEqualTo(types(text));
    }
  }

  private static String snapshot(Path object) {
    return Abiseam.snapshot(CheckRequest.of(List.of(object)), Progress.SILENT).text();
  }

  /** Leaves out sizes in symbol tables, which are not read again where they are the type's. */
  private static String types(String text) {
    return text.replaceAll("(?m)^  symbol variable .*\n", "");
  }

  private static String writtenAgain(String text) {
    SnapshotFile file = SnapshotFile.of("again", BlockReader.paragraphs(text.lines().toList()));
    List<ObjectModel> models = new ArrayList<>(file.models(false, _ -> true, (_, _) -> true));
    models.addAll(file.models(true, _ -> true, (_, _) -> true));
    Snapshot snapshot = new Snapshot(file.objects(), models, file.declared());
    return SnapshotWriter.of(snapshot).replaceAll("again\\(([^`]*)\\)", "$1");
  }
}
