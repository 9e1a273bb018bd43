package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is damaged of the tables of a module is said with its section and offset. */
final class DamagedModuleTest extends CommandLineForTests {
  private static final Path TREE =
      Path.of("..", "fixtures", "seams", "prebuilt", "other-namespace");
  private static final int HARMFUL = 12;

  @TempDir Path directory;

  @BeforeEach
  void copyTheTree() throws IOException {
    try (Stream<Path> files = Files.walk(TREE)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = directory.resolve(TREE.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  private int kbuild() {
    return run("kbuild", "--witness", "never", directory.toString());
  }

  private interface Damage {
    void to(ElfSection section);
  }

  private void damage(String section, Damage damage) throws IOException {
    Path module = directory.resolve("device.ko");
    byte[] bytes = Files.readAllBytes(module);
    damage.to(ElfSection.named(bytes, section));
    Files.write(module, bytes);
  }

  @Test
  void anEntryOfVersionsThatIsCutOffIsNotLeftOutInSilence() throws IOException {
    assertThat(kbuild()).isEqualTo(HARMFUL);
    List<String> findings = out.lines().filter(line -> line.startsWith("HARMFUL")).toList();
    damage("__versions", section -> section.size(section.size() - 1));
    assertThat(kbuild()).isEqualTo(HARMFUL + 1);
    assertThat(out).contains("device.ko: __versions+0x0: an entry has 64 bytes, 63 are left");
    assertThat(out.lines()).containsAll(findings);
  }

  @Test
  void aNameThatFillsItsEntryHasNoEnd() throws IOException {
    damage(
        "__versions",
        section -> {
          for (int i = 8; i < 64; i++) {
            section.file().put(section.offset() + i, (byte) 'x');
          }
        });
    assertThat(kbuild()).isEqualTo(HARMFUL + 1);
    assertThat(out).contains("device.ko: __versions+0x8: the name of a symbol has no end");
  }

  @Test
  void aLastEntryOfModuleInformationWithoutAnEndIsSaid() throws IOException {
    damage(".modinfo", section -> section.size(section.size() - 1));
    assertThat(kbuild()).isEqualTo(HARMFUL + 1);
    assertThat(out).contains("device.ko: .modinfo+0x", "an entry has no end");
  }
}
