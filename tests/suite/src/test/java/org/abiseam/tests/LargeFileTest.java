package org.abiseam.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object of five GiB, nearly all of it a hole: its section table and the sections of its debug
 * info lie beyond what 32 bits count, the relocations of some before it.
 */
final class LargeFileTest {
  private static final long FAR = 5L << 30;
  private static final int SHDR = 64;

  @TempDir Path directory;

  @Test
  void sectionsBeyondFourGibibytesAreReadAsAnyOther() throws IOException {
    Path small = Cases.FIXTURES.resolve("forms/dwarf5.o");
    Path consumer = Cases.FIXTURES.resolve("prebuilt/offset-differs/x86_64-dwarf5/consumer.o");
    Path large = stretched(Files.readAllBytes(small));
    assertThat(Files.size(large)).isGreaterThan(FAR);
    Report run = Cases.run(List.of(large, consumer), List.of());
    assertThat(run.diagnostics()).isEmpty();
    assertThat(Cases.render(run))
        .isEqualTo(Cases.render(Cases.run(List.of(small, consumer), List.of())))
        .startsWith("sample: disagree\nharmful layout-offset sample\n");
  }

  /** ELF-64, little-endian: {@code e_shoff} at 0x28, {@code e_shnum} at 0x3c. */
  private Path stretched(byte[] object) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(object).order(ByteOrder.LITTLE_ENDIAN);
    int table = (int) bytes.getLong(0x28);
    int sections = bytes.getShort(0x3c);
    Path file = directory.resolve("large.o");
    try (FileChannel out =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE,
            StandardOpenOption.SPARSE)) {
      long end = FAR;
      for (int i = 1; i < sections; i++) {
        int header = table + i * SHDR;
        int at = (int) bytes.getLong(header + 24);
        int size = (int) bytes.getLong(header + 32);
        boolean relocations = bytes.getInt(header + 4) == 4;
        boolean present = bytes.getInt(header + 4) != 8;
        if (present && !relocations) {
          out.write(ByteBuffer.wrap(object, at, size), end);
          bytes.putLong(header + 24, end);
          end += size;
        }
      }
      out.write(ByteBuffer.wrap(object, table, sections * SHDR), end);
      bytes.putLong(0x28, end);
      out.write(ByteBuffer.wrap(object, 0, table), 0);
    }
    return file;
  }
}
