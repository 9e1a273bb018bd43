package org.abiseam.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.abiseam.elf.Container;
import org.abiseam.elf.Containers;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelTablesTest {
  @TempDir private Path directory;

  private List<String> faults(String names) throws IOException {
    byte[] elf =
        Elves.of(Machine.EM_AARCH64, true, false)
            .section("__version_ext_crcs", new byte[] {1, 0, 0, 0, 2, 0, 0, 0})
            .section("__version_ext_names", names.getBytes(StandardCharsets.US_ASCII))
            .bytes();
    Path file = Files.write(directory.resolve("m.ko"), elf);
    try (Container.OpenObject open = Containers.openObject(file)) {
      KernelTables tables = new KernelTables(open.file(), Set.of());
      assertThat(tables.loading().needed()).containsEntry("printk", 1).doesNotContainKey("");
      return tables.faults().stream().map(Malformed::getMessage).toList();
    }
  }

  /** scripts/mod/modpost.c writes "name\\0" for each, as one string of C, which ends in a NUL. */
  @Test
  void namesEndAsAStringOfCDoes() throws IOException {
    assertThat(faults("printk\0kfree\0\0")).isEmpty();
    assertThat(faults("printk\0kfree\0")).isEmpty();
    assertThat(faults("printk\0kfree\0more\0\0"))
        .singleElement()
        .asString()
        .contains("there are more names than checksums in __version_ext_crcs");
    assertThat(faults("printk\0\0"))
        .singleElement()
        .asString()
        .contains("there are more checksums than names in __version_ext_names");
  }
}
