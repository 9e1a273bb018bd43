package org.abiseam.elf;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Machine;
import org.abiseam.model.Malformed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

final class ContainersTest {
  private static final long SHF_COMPRESSED = 1 << 11;

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({"62,true,false", "22,true,true", "40,false,false", "20,false,true"})
  void sectionsAndSymbolsOfEitherClassAndOrder(int machine, boolean wide, boolean big)
      throws IOException {
    byte[] file =
        Elves.of(machine, wide, big)
            .section(".debug_info", new byte[] {1, 2, 3})
            .symbols(new Elves.Symbol("start", 0x10, 4, 0x12, 1))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      ObjectFile object = open.file();
      assertThat(object.machine()).isEqualTo(new Machine(machine, wide ? 8 : 4, big, 0));
      assertThat(object.relocatable()).isTrue();
      assertThat(bytes(object, ".debug_info")).containsExactly(1, 2, 3);
      assertThat(object.section(".debug_abbrev")).isEmpty();
      assertThat(object.symbols().get(1)).isEqualTo(new Symbol("start", 0x10, 4, 2, 1, 0, 1));
    }
  }

  @Test
  void aRelocationWithAnExplicitAddendReplacesTheField() throws IOException {
    byte[] file =
        Elves.of(Machine.EM_X86_64, true, false)
            .section(".debug_info", new byte[16])
            .symbols(new Elves.Symbol("", 0x100, 0, 3, 1))
            .relocations(
                ".rela.debug_info",
                true,
                2,
                1,
                new Elves.Relocation(8, 1, 1, -1),
                new Elves.Relocation(2, 10, 1, 0x20))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      Relocations.Cursor cursor =
          open.file().section(".debug_info").orElseThrow().relocations().cursor();
      assertThat(cursor.relocated(0, 7)).isEqualTo(7);
      assertThat(cursor.relocated(2, 7)).isEqualTo(0x120);
      assertThat(cursor.relocated(8, 7)).isEqualTo(0xff);
      assertThat(cursor.relocated(2, 7)).isEqualTo(0x120);
    }
  }

  @Test
  void aRelocationWithoutAnAddendAddsToTheField() throws IOException {
    byte[] file =
        Elves.of(Machine.EM_386, false, false)
            .section(".debug_info", new byte[8])
            .symbols(new Elves.Symbol("", 0x100, 0, 3, 1))
            .relocations(".rel.debug_info", false, 2, 1, new Elves.Relocation(4, 1, 1, 0))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      Relocations.Cursor cursor =
          open.file().section(".debug_info").orElseThrow().relocations().cursor();
      assertThat(cursor.relocated(4, 0x20)).isEqualTo(0x120);
    }
  }

  /** RISC-V ELF psABI 1.0, "Relocations": R_RISCV_ADD32 and R_RISCV_SUB32 at one offset. */
  @Test
  void aPairOfAddAndSubtractIsADistance() throws IOException {
    byte[] file =
        Elves.of(Machine.EM_RISCV, true, false)
            .section(".debug_line", new byte[8])
            .symbols(
                new Elves.Symbol("end", 0x140, 0, 0, 1), new Elves.Symbol("begin", 0x100, 0, 0, 1))
            .relocations(
                ".rela.debug_line",
                true,
                2,
                1,
                new Elves.Relocation(0, 35, 1, 0),
                new Elves.Relocation(0, 39, 2, 0))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      Relocations.Cursor cursor =
          open.file().section(".debug_line").orElseThrow().relocations().cursor();
      assertThat(cursor.relocated(0, 0)).isEqualTo(0x40);
    }
  }

  /** GCC's position-independent code has such addresses; only a linker knows where the GOT is. */
  @Test
  void anOffsetFromTheGlobalOffsetTableIsTheAddressOfNothing() throws IOException {
    byte[] file =
        Elves.of(Machine.EM_386, false, false)
            .section(".debug_info", new byte[8])
            .symbols(new Elves.Symbol("constant", 0x140, 0, 0, 1))
            .relocations(".rel.debug_info", false, 2, 1, new Elves.Relocation(0, 9, 1, 0))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      Relocations.Cursor cursor =
          open.file().section(".debug_info").orElseThrow().relocations().cursor();
      assertThat(cursor.relocated(0, 0x10)).isEqualTo(0xffff_ffffL);
    }
  }

  @Test
  void anUnknownRelocationIsRefusedAndNotIgnored() throws IOException {
    byte[] file =
        Elves.of(Machine.EM_X86_64, true, false)
            .section(".debug_info", new byte[8])
            .symbols()
            .relocations(".rela.debug_info", true, 2, 1, new Elves.Relocation(0, 99, 0, 0))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      assertThatThrownBy(() -> open.file().section(".debug_info"))
          .isInstanceOf(Malformed.class)
          .hasMessage("relocation type 99 of x86-64 is not one of debug info");
    }
  }

  private static byte[] relocated(int sections) {
    Elves object =
        Elves.of(Machine.EM_X86_64, true, false).section(".debug_info", new byte[8]).symbols();
    for (int i = 0; i < sections; i++) {
      object.relocations(".rela.debug_info", true, 2, 1, new Elves.Relocation(0, 1, 0, 0));
    }
    return object.bytes();
  }

  @Test
  void relocationsThatWouldBeReadInPartAreRefused() throws IOException {
    try (Container.OpenObject open = Containers.openObject(write("two.o", relocated(2)))) {
      assertThatThrownBy(() -> open.file().section(".debug_info"))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("in more than one section");
    }
  }

  @Test
  void compactRelocationsAreRefusedAndNotIgnored() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(relocated(1)).order(ByteOrder.LITTLE_ENDIAN);
    int table = (int) file.getLong(0x28);
    for (int i = 0; i < file.getShort(0x3c); i++) {
      if (file.getInt(table + 64 * i + 4) == SectionTable.SHT_RELA) {
        file.putInt(table + 64 * i + 4, SectionTable.SHT_CREL);
      }
    }
    try (Container.OpenObject open = Containers.openObject(write("crel.o", file.array()))) {
      assertThatThrownBy(() -> open.file().section(".debug_info"))
          .isInstanceOf(Malformed.class)
          .hasMessageContaining("SHT_CREL");
    }
  }

  @Test
  void sectionsInZlibOfBothKindsAreDecompressed() throws IOException {
    byte[] plain = "a debug section ".repeat(40).getBytes(UTF_8);
    ByteBuffer header = ByteBuffer.allocate(24).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    header.putInt(1).putInt(0).putLong(plain.length).putLong(1);
    ByteBuffer old = ByteBuffer.allocate(12).put("ZLIB".getBytes(UTF_8)).putLong(plain.length);
    byte[] file =
        Elves.of(Machine.EM_X86_64, true, false)
            .section(".debug_info", 1, SHF_COMPRESSED, join(header.array(), deflate(plain)))
            .section(".zdebug_str", join(old.array(), deflate(plain)))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      assertThat(bytes(open.file(), ".debug_info")).isEqualTo(plain);
      assertThat(bytes(open.file(), ".debug_str")).isEqualTo(plain);
    }
  }

  @Test
  void aSectionThatClaimsToGrowBeyondReasonIsRefused() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(24).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    header.putInt(1).putInt(0).putLong(1L << 40).putLong(1);
    byte[] file =
        Elves.of(Machine.EM_X86_64, true, false)
            .section(".debug_info", 1, SHF_COMPRESSED, join(header.array(), deflate(new byte[9])))
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("a.o", file))) {
      assertThatThrownBy(() -> open.file().section(".debug_info"))
          .isInstanceOfSatisfying(
              Malformed.class,
              fault ->
                  assertThat(fault.diagnostic("a.o", java.util.Optional.empty()).kind())
                      .isEqualTo(Diagnostic.Kind.LIMIT));
    }
  }

  @Test
  void modulesInGzipAndXzAreDecompressed() throws IOException {
    byte[] file = simple();
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (GZIPOutputStream stream = new GZIPOutputStream(gzip)) {
      stream.write(file);
    }
    ByteArrayOutputStream xz = new ByteArrayOutputStream();
    try (XZOutputStream stream = new XZOutputStream(xz, new LZMA2Options(1))) {
      stream.write(file);
    }
    write("a.ko.gz", gzip.toByteArray());
    write("b.ko.xz", xz.toByteArray());
    Files.writeString(directory.resolve("Makefile"), "obj-m += a.o\n");
    List<String> seen = new ArrayList<>();
    try (Container container = Containers.open(directory)) {
      assertThat(container.diagnostics()).isEmpty();
      for (Container.Member member : container.members()) {
        try (Container.OpenObject open = member.open()) {
          seen.add(
              directory.relativize(Path.of(member.path()))
                  + " "
                  + bytes(open.file(), ".debug_info").length);
        }
      }
    }
    assertThat(seen).containsExactly("a.ko.gz 3", "b.ko.xz 3");
  }

  /** Who looks for one object does not unpack an archive to its end to learn that it is none. */
  @Test
  void aPackageIsNoObject() {
    Path archive = Path.of("..", "fixtures", "packages", "seam.tar.xz");
    assertThatThrownBy(() -> Containers.openObject(archive))
        .isInstanceOf(Malformed.class)
        .hasMessageEndingWith("expected an ELF file");
  }

  @Test
  void archivesWithGnuAndBsdNames() throws IOException {
    byte[] file = simple();
    byte[] gnu =
        join(
            "!<arch>\n".getBytes(UTF_8),
            member("//", "a_rather_long_name.o/\n".getBytes(UTF_8)),
            member("/0", file),
            member("lib.rmeta/", new byte[] {1, 2}));
    byte[] bsd =
        join("!<arch>\n".getBytes(UTF_8), member("#1/8", join("long.o\0\0".getBytes(UTF_8), file)));
    assertThat(members(write("gnu.rlib", gnu)))
        .containsExactly(directory.resolve("gnu.rlib") + "(a_rather_long_name.o)");
    assertThat(members(write("bsd.a", bsd)))
        .containsExactly(directory.resolve("bsd.a") + "(long.o)");
  }

  @Test
  void membersOfAThinArchiveLieBesideIt() throws IOException {
    write("main.o", simple());
    byte[] names = "main.o/\nlost.o/\n".getBytes(UTF_8);
    byte[] thin =
        join("!<thin>\n".getBytes(UTF_8), member("//", names), header("/0", 99), header("/8", 99));
    Path archive = write("built-in.a", thin);
    assertThat(members(archive)).containsExactly(archive + "(main.o)");
    try (Container container = Containers.open(archive)) {
      assertThat(container.kind()).isEqualTo("thin-archive");
      assertThat(container.diagnostics())
          .extracting(Diagnostic::object, Diagnostic::message)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  archive + "(lost.o)", "cannot be read: no such file or directory"));
    }
  }

  @Test
  void aFileOfAnotherFormatIsNamedForWhatItIs() throws IOException {
    assertThat(refusal("not an object".getBytes(UTF_8)))
        .startsWith("this is text and no object: compile it first");
    assertThat(refusal(new byte[0]))
        .startsWith("this is an empty file; ")
        .contains("build it again");
    assertThat(refusal(HexFormat.of().parseHex("4243c0de35140000")))
        .startsWith("this is LLVM bitcode, as -flto writes it; give the linked file");
    assertThat(refusal(HexFormat.of().parseHex("cffaedfe07000001"))).startsWith("this is a Mach-O");
    assertThat(refusal(HexFormat.of().parseHex("4d5a90000300")))
        .contains("of a kernel give vmlinux");
    assertThat(refusal(HexFormat.of().parseHex("0061736d01000000"))).contains("WebAssembly");
    assertThat(refusal(HexFormat.of().parseHex("0102030405060708")))
        .isEqualTo(
            "expected an ELF file, an archive, a package (deb, rpm, tar) or a compressed one of"
                + " them");
  }

  private String refusal(byte[] content) throws IOException {
    Path file = write("other", content);
    return assertThatThrownBy(() -> Containers.open(file))
        .isInstanceOf(Malformed.class)
        .actual()
        .getMessage();
  }

  @Test
  void bitcodeInADirectoryIsSaid() throws IOException {
    Path file = write("lto.o", HexFormat.of().parseHex("4243c0de35140000"));
    try (Container container = Containers.open(file.getParent())) {
      assertThat(container.diagnostics())
          .singleElement()
          .satisfies(one -> assertThat(one.kind()).isEqualTo(Diagnostic.Kind.UNSUPPORTED));
    }
  }

  /** {@code as --noexecstack} writes a note without one, which is no damage. */
  @Test
  void aSectionWithoutNotesIsPassedOver() throws IOException {
    byte[] id = {4, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 'G', 'N', 'U', 0, 0x12, 0x34, 0, 0};
    byte[] file =
        Elves.of(Machine.EM_X86_64, true, false)
            .section(".note.GNU-stack", 7, 0, new byte[0])
            .section(".note.gnu.build-id", 7, 2, id)
            .bytes();
    try (Container.OpenObject open = Containers.openObject(write("empty-note.o", file))) {
      assertThat(open.file().buildId()).contains("1234");
    }
  }

  @Test
  void everyTruncationIsMalformedOrReadsTheSame() throws IOException {
    byte[] file =
        Elves.of(Machine.EM_X86_64, true, false)
            .section(".debug_info", new byte[16])
            .section(".comment", "GCC: (GNU) 14.2.0\0".getBytes(UTF_8))
            .symbols(new Elves.Symbol("x", 1, 1, 0x11, 1))
            .relocations(".rela.debug_info", true, 3, 1, new Elves.Relocation(8, 1, 1, 0))
            .bytes();
    int malformed = 0;
    for (int length = 4; length < file.length; length++) {
      Path path = write("truncated.o", Arrays.copyOf(file, length));
      try (Container.OpenObject open = Containers.openObject(path)) {
        open.file().section(".debug_info");
        open.file().symbols();
        open.file().comments();
        open.file().buildId();
      } catch (Malformed expected) {
        malformed++;
      }
    }
    assertThat(malformed).isEqualTo(file.length - 4);
  }

  private static byte[] simple() {
    return Elves.of(Machine.EM_X86_64, true, false)
        .section(".debug_info", new byte[] {1, 2, 3})
        .bytes();
  }

  private static List<String> members(Path archive) {
    try (Container container = Containers.open(archive)) {
      for (Container.Member member : container.members()) {
        try (Container.OpenObject open = member.open()) {
          assertThat(bytes(open.file(), ".debug_info")).containsExactly(1, 2, 3);
        }
      }
      return container.members().stream().map(Container.Member::path).toList();
    }
  }

  private static byte[] member(String name, byte[] data) {
    byte[] padded = Arrays.copyOf(data, data.length + (data.length & 1));
    return join(header(name, data.length), padded);
  }

  private static byte[] header(String name, int size) {
    return "%-16s%-12s%-6s%-6s%-8s%-10s`\n"
        .formatted(name, "0", "0", "0", "644", size)
        .getBytes(UTF_8);
  }

  private static byte[] deflate(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream stream = new DeflaterOutputStream(out)) {
      stream.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] bytes(ObjectFile object, String section) {
    return object.section(section).orElseThrow().bytes().toArray(ValueLayout.JAVA_BYTE);
  }

  private Path write(String name, byte[] bytes) throws IOException {
    return Files.write(directory.resolve(name), bytes);
  }

  @Test
  void aLinkToAFileOfTheSameDirectoryIsNotReadAgain() throws IOException {
    byte[] file = Elves.of(62, true, false).bytes();
    Path tree = Files.createDirectories(directory.resolve("tree/.build-id/ab"));
    Path object = Files.write(directory.resolve("tree/a.debug"), file);
    Files.createSymbolicLink(tree.resolve("cd.debug"), Path.of("../../a.debug"));
    assertThat(paths(directory.resolve("tree"))).containsExactly(object.toString());
    Path outside = Files.write(directory.resolve("outside.o"), file);
    Path link = Files.createSymbolicLink(directory.resolve("tree/b.o"), outside);
    assertThat(paths(directory.resolve("tree")))
        .containsExactly(object.toString(), link.toString());
  }

  @Test
  void aDirectoryMayBeNamedByALink() throws IOException {
    Path tree = Files.createDirectories(directory.resolve("tree"));
    Files.write(tree.resolve("a.o"), Elves.of(62, true, false).bytes());
    Path link = Files.createSymbolicLink(directory.resolve("link"), tree);
    assertThat(paths(link)).containsExactly(link.resolve("a.o").toString());
  }

  private static List<String> paths(Path path) {
    try (Container container = Containers.open(path)) {
      return container.members().stream().map(Container.Member::path).toList();
    }
  }
}
