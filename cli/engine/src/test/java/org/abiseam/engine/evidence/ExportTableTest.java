package org.abiseam.engine.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.abiseam.model.Linkage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTableTest {
  @TempDir private Path directory;

  private ExportTable read(String text) throws IOException {
    return ExportTable.read(Files.writeString(directory.resolve("Module.symvers"), text));
  }

  private static Linkage.Tables tables(String object, Linkage.Form form, String... imports) {
    return new Linkage.Tables(
        object,
        form,
        Optional.empty(),
        new TreeSet<>(Set.of(imports)),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeSet<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        new TreeMap<>(),
        Linkage.Loading.NONE,
        Optional.empty());
  }

  @Test
  void eachObjectIsToldWhatItExportsOfWhatIsImported() throws IOException {
    ExportTable table =
        read(
            """
            0x9d6c8a3b\tkfree\tvmlinux\tEXPORT_SYMBOL\t
            0x00000000\tmap\tdrivers/core\tEXPORT_SYMBOL_GPL\tCORE
            0x12345678\tunused\tvmlinux\tEXPORT_SYMBOL\t
            """);
    assertThat(table.diagnostics()).isEmpty();
    List<Linkage.Tables> told =
        table
            .complete(
                new Linkage(
                    List.of(
                        tables("vmlinux", Linkage.Form.IMAGE),
                        tables("drivers/core.ko", Linkage.Form.MODULE),
                        tables("m.ko", Linkage.Form.MODULE, "kfree", "map"))))
            .objects();
    assertThat(told.get(0).loading().exports()).isEqualTo(Map.of("kfree", ""));
    assertThat(told.get(0).loading().provided()).isEqualTo(Map.of("kfree", 0x9d6c8a3b));
    assertThat(told.get(1).loading().exports()).isEqualTo(Map.of("map", "CORE"));
    assertThat(told.get(1).loading().provided()).isEmpty();
    assertThat(told.get(2).loading().any()).isFalse();
  }

  @Test
  void aLineOfAnotherFormIsADiagnosticWithItsNumber() throws IOException {
    ExportTable table = read("0x9d6c8a3b\tkfree\tvmlinux\tEXPORT_SYMBOL\t\nkfree\n");
    assertThat(table.diagnostics()).hasSize(1);
    assertThat(table.diagnostics().getFirst().object()).endsWith("Module.symvers:2");
  }
}
