package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What an object tells linkers and loaders beside its debug info: damage to it is said with its
 * section and offset, sets the lowest bit of the exit status and takes nothing else away.
 */
final class DamagedTablesTest extends CommandLineForTests {
  private static final Path FIXTURES = Path.of("..", "fixtures");
  private static final Path LIBRARY = FIXTURES.resolve(Path.of("changes", "library-new.so"));
  private static final Path MACHINES = FIXTURES.resolve(Path.of("foreign", "machines"));

  @TempDir Path directory;

  private Path damaged(Path whole, String section, Consumer<ElfSection> damage) throws IOException {
    byte[] bytes = Files.readAllBytes(whole);
    damage.accept(ElfSection.named(bytes, section));
    return Files.write(directory.resolve("damaged"), bytes);
  }

  private void said(Path whole, String section, Consumer<ElfSection> damage, String... words)
      throws IOException {
    int status = run("check", "--no-cache", whole.toString());
    String rest = out.lines().filter(line -> line.startsWith("  GNU C")).toList().toString();
    assertThat(status & 1).isZero();
    assertThat(run("check", "--no-cache", damaged(whole, section, damage).toString()))
        .isEqualTo(status | 1);
    assertThat(out).contains("damaged: " + section + "+0x").contains(words);
    assertThat(out.lines().filter(line -> line.startsWith("  GNU C")).toList().toString())
        .isEqualTo(rest);
  }

  @Test
  void aSymbolOfAVersionThatNothingDefines() throws IOException {
    said(
        LIBRARY,
        ".gnu.version",
        section -> section.put16(section.size() - 2, 77),
        "is of version node 77, which nothing defines");
  }

  @Test
  void versionsThatEndEarly() throws IOException {
    said(LIBRARY, ".gnu.version", section -> section.size(section.size() - 2), "0x");
  }

  @Test
  void definitionsOfVersions() throws IOException {
    said(LIBRARY, ".gnu.version_d", section -> section.put16(0, 9), "is of version 9, not 1");
    said(LIBRARY, ".gnu.version_d", section -> section.put8(28 + 8, 1), "the hash of");
    said(LIBRARY, ".gnu.version_d", section -> section.put8(28 + 12, 255), "0x");
  }

  /** A library that needs the versions that it defined, from itself. */
  private Path needing() throws IOException {
    byte[] bytes = Files.readAllBytes(LIBRARY);
    ElfSection section = ElfSection.named(bytes, ".gnu.version_d");
    ByteBuffer needed = ByteBuffer.allocate(16 + 3 * 16).order(ByteOrder.LITTLE_ENDIAN);
    int[] definitions = {0x1c, 0x38, 0x5c};
    needed.putShort((short) 1).putShort((short) definitions.length);
    needed.putInt(section.get32(20)).putInt(16).putInt(0);
    for (int i = 0; i < definitions.length; i++) {
      int definition = definitions[i];
      needed.putInt(section.get32(definition + 8)).putShort((short) 0);
      needed.putShort((short) (i + 2)).putInt(section.get32(definition + 20));
      needed.putInt(i < definitions.length - 1 ? 16 : 0);
    }
    section.file().put(section.offset(), needed.array());
    section.size(needed.capacity());
    // SHT_GNU_VERNEED
    section.file().putInt(section.header() + 4, 0x6fff_fffe);
    return Files.write(directory.resolve("needing.so"), bytes);
  }

  @Test
  void versionsThatAreNeeded() throws IOException {
    Path whole = needing();
    said(whole, ".gnu.version_d", section -> section.put16(0, 9), "is of version 9, not 1");
    said(whole, ".gnu.version_d", section -> section.put8(16, 1), "the hash of V1 is another");
    run("check", damaged(whole, ".gnu.version_d", section -> section.put16(22, 7)).toString());
    assertThat(out).contains(".gnu.version+0xc: kept is of version node 2, which nothing defines");
    said(whole, ".gnu.version_d", section -> section.put8(8, 255), "0x");
  }

  @Test
  void attributesOf32BitArm() throws IOException {
    Path arm = MACHINES.resolve("arm.o");
    said(arm, ".ARM.attributes", section -> section.put8(0, 'B'), "of format 0x42, not A");
    said(arm, ".ARM.attributes", section -> section.put8(1, 200), "do not fit");
    said(arm, ".ARM.attributes", section -> section.put8(11, 9), "has the tag 9");
  }

  @Test
  void attributesOf64BitMachines() throws IOException {
    Path arm = MACHINES.resolve("aarch64.o");
    said(arm, ".ARM.attributes", section -> section.put8(0, 'B'), "of format 0x42, not A");
    said(arm, ".ARM.attributes", section -> section.put8(1, 200), "does not fit");
    said(arm, ".ARM.attributes", section -> section.put8(section.size() - 1, 0x80), "+0x");
    Path riscv = MACHINES.resolve("riscv64.o");
    said(riscv, ".riscv.attributes", section -> section.put8(0, 'B'), "of format 0x42, not A");
  }

  @Test
  void whatTellsALoaderOfBpfProgramsWhereFunctionsAre() throws IOException {
    // No function, one line of an empty section name.
    byte[] extension =
        ByteBuffer.allocate(52)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0xeb9f)
            .put((byte) 1)
            .put((byte) 0)
            .putInt(24)
            .putInt(0)
            .putInt(0)
            .putInt(0)
            .putInt(28)
            .putInt(16)
            .putInt(0)
            .putInt(1)
            .put(new byte[16])
            .array();
    byte[] types =
        ByteBuffer.allocate(45)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putShort((short) 0xeb9f)
            .put((byte) 1)
            .put((byte) 0)
            .putInt(24)
            .putInt(0)
            .putInt(16)
            .putInt(16)
            .putInt(5)
            .putInt(1)
            .putInt(1 << 24)
            .putInt(4)
            .putInt(32)
            .put(new byte[] {0, 'i', 'n', 't', 0})
            .array();
    byte[] elf =
        Elves.of(Machine.EM_X86_64, true, false)
            .section(".BTF", types)
            .section(".BTF.ext", extension)
            .bytes();
    Path whole = Files.write(directory.resolve("whole.o"), elf);
    said(whole, ".BTF.ext", section -> section.put8(0, 0), "expected the magic");
    said(whole, ".BTF.ext", section -> section.put8(32, 9), "9 records of 16 bytes do not fit");
    said(whole, ".BTF.ext", section -> section.put8(20, 200), "0x");
  }

  @Test
  void aLineOfTheExportsOfAKernelOfAnotherForm() throws IOException {
    String whole =
        "0x00000001\tfirst\tvmlinux\tEXPORT_SYMBOL\t\n"
            + "0x00000002\tsecond\tvmlinux\tEXPORT_SYMBOL_GPL\tSPACE\n";
    Path old = Files.writeString(directory.resolve("old"), whole);
    Path recent = directory.resolve("recent");
    for (String bad : new String[] {"EXPORT_SYMBL", "", "EXPORT_SYMBOL\tA\tB"}) {
      Files.writeString(recent, whole + "0x00000003\tthird\tvmlinux\t" + bad + "\n");
      assertThat(run("compare", old.toString(), recent.toString())).isEqualTo(1);
      assertThat(out).contains("recent:3: expected a checksum, a symbol, an object and a kind");
    }
    Files.writeString(recent, "damaged\n" + whole);
    assertThat(run("compare", old.toString(), recent.toString())).isEqualTo(1);
    assertThat(out).contains("recent:1: expected");
    // Linux 5.3 to 5.6 has the namespace in front of the object.
    Files.writeString(
        recent,
        "0x00000001\tfirst\t\tvmlinux\tEXPORT_SYMBOL\n"
            + "0x00000002\tsecond\tSPACE\tvmlinux\tEXPORT_SYMBOL_GPL\n");
    assertThat(run("compare", old.toString(), recent.toString())).isZero();
  }
}
