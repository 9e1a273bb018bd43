package org.abiseam.engine.input;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.abiseam.elf.ObjectFile;
import org.abiseam.engine.request.Progress;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that another process cuts while it is mapped costs itself alone. */
final class ChangingFileTest {
  private static final Path OBJECT =
      Path.of("..", "fixtures", "prebuilt", "offset-differs", "x86_64-dwarf5", "provider.o");

  @TempDir Path directory;

  @Test
  void aFileThatShrinksWhileItIsReadIsAFaultOfThatFile() throws IOException {
    Path file = Files.copy(OBJECT, directory.resolve("cut.o"));
    try (OpenedInputs inputs =
        OpenedInputs.open(List.of(file), Optional.empty(), 1, Progress.SILENT)) {
      ObjectSource source = inputs.sources().getFirst();
      assertThatThrownBy(
              () ->
                  source.readFile(
                      object -> {
                        cut(file);
                        return symbols(object);
                      }))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("the file changed while it was read");
    }
  }

  private static int symbols(ObjectFile object) {
    return object.symbols().size();
  }

  private static void cut(Path file) {
    try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
      open.setLength(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
