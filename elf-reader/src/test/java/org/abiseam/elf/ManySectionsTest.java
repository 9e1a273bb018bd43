package org.abiseam.elf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An object with more sections than the header can count, as {@code -ffunction-sections} makes of a
 * large file: the count and the index of the names lie in section 0, and a symbol beyond {@code
 * SHN_LORESERVE} says {@code SHN_XINDEX} and has its section in {@code SHT_SYMTAB_SHNDX} (System V
 * gABI, chapter 4).
 */
final class ManySectionsTest {
  private static final int FUNCTIONS = 70_000;
  private static final int COUNT = FUNCTIONS + 5;
  private static final String STRINGS = "\0.text.f\0.debug_info\0.symtab\0.strtab\0.symtab_shndx\0";
  private static final int HEADER = 64;

  @TempDir Path directory;

  @Test
  void allSectionsAndTheSectionOfEachSymbolAreFound() throws IOException {
    Path file = Files.write(directory.resolve("many.o"), written());
    try (Container.OpenObject open = Containers.openObject(file)) {
      ObjectFile object = open.file();
      assertThat(object.headers()).hasSize(COUNT);
      assertThat(object.headers().get(FUNCTIONS).name()).isEqualTo(".text.f");
      assertThat(object.section(".debug_info").orElseThrow().bytes().toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(7);
      assertThat(object.symbols().get(1).name()).isEqualTo("text.f");
      assertThat(object.symbols().get(1).section()).isEqualTo(FUNCTIONS);
    }
  }

  private static byte[] written() {
    byte[] strings = STRINGS.getBytes(ISO_8859_1);
    int content = HEADER;
    int symbols = content + 8;
    int indexes = symbols + 48;
    int names = indexes + 8;
    int table = (names + strings.length + 7) / 8 * 8;
    ByteBuffer out = ByteBuffer.allocate(table + COUNT * HEADER).order(ByteOrder.LITTLE_ENDIAN);
    out.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    out.putShort((short) 1).putShort((short) Machine.EM_X86_64).putInt(1);
    out.putLong(0).putLong(0).putLong(table).putInt(0);
    out.putShort((short) HEADER).putShort((short) 0).putShort((short) 0);
    out.putShort((short) HEADER).putShort((short) 0).putShort((short) 0xffff);
    out.position(content).put((byte) 7);
    out.position(symbols + 24).putInt(STRINGS.indexOf("text.f"));
    out.put((byte) 0x12).put((byte) 0).putShort((short) 0xffff);
    out.position(indexes + 4).putInt(FUNCTIONS);
    out.position(names).put(strings);
    out.position(table);
    section(out, "\0", 0, 0, COUNT, FUNCTIONS + 3);
    for (int i = 0; i < FUNCTIONS; i++) {
      section(out, ".text.f", 1, content, 0, 0);
    }
    section(out, ".debug_info", 1, content, 1, 0);
    section(out, ".symtab", 2, symbols, 48, FUNCTIONS + 3);
    section(out, ".strtab", 3, names, strings.length, 0);
    section(out, ".symtab_shndx", 18, indexes, 8, FUNCTIONS + 2);
    return out.array();
  }

  private static void section(
      ByteBuffer out, String name, int type, long offset, long size, int link) {
    out.putInt(STRINGS.indexOf(name)).putInt(type).putLong(0).putLong(0);
    out.putLong(offset).putLong(size).putInt(link).putInt(type == 2 ? 1 : 0);
    out.putLong(1).putLong(type == 2 ? 24 : type == 18 ? 4 : 0);
  }
}
