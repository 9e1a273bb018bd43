package org.abiseam.elf.packages;

import static org.abiseam.model.Limits.Limit.*;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Diagnostic;
import org.abiseam.model.Limits;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

class PackageReaderTest {
  private static final Path PACKAGES = Path.of("..", "fixtures", "packages");
  private static final Path OBJECTS =
      Path.of("..", "fixtures", "prebuilt", "array-length-differs", "x86_64-dwarf5");

  @ParameterizedTest
  @CsvSource({
    "seam.tar, tar",
    "seam.tar.gz, tar",
    "seam.tar.xz, tar",
    "seam.tar.zst, tar",
    "seam.tar.bz2, tar",
    "seam-blocks.tar.xz, tar",
    "seam-frames.tar.zst, tar",
    "seam-none.deb, deb",
    "seam-gzip.deb, deb",
    "seam-xz.deb, deb",
    "seam-zstd.deb, deb",
    "seam-gzdio.rpm, rpm",
    "seam-xzdio.rpm, rpm",
    "seam-zstdio.rpm, rpm",
    "seam-bzdio.rpm, rpm",
    "seam-ufdio.rpm, rpm"
  })
  void everyFormHoldsTheSameObjects(String file, String kind) throws IOException {
    byte[] bytes = bytes(file);
    assertThat(PackageReader.kind(new ByteArrayInputStream(bytes), Limits.USUAL)).isEqualTo(kind);
    try (PackageReader read = read(bytes)) {
      assertThat(read.diagnostics()).isEmpty();
      assertThat(read.members())
          .extracting(PackageReader.Member::path)
          .containsExactly("p(usr/lib/seam/consumer.ko.xz)", "p(usr/lib/seam/provider.o)");
      assertThat(content(read.members().get(0)))
          .isEqualTo(Files.readAllBytes(OBJECTS.resolve("consumer.o")));
      assertThat(content(read.members().get(1)))
          .isEqualTo(Files.readAllBytes(OBJECTS.resolve("provider.o")));
    }
  }

  @Test
  void whatIsPackedByXzIsKnown() throws IOException {
    try (PackageReader packed = read(bytes("seam.tar.gz"));
        PackageReader plain = read(object())) {
      assertThat(packed.hasXz()).as("a module in it is").isTrue();
      assertThat(plain.hasXz()).isFalse();
    }
  }

  @Test
  void packagesAndLibrariesInsideAnArchiveAreRead() throws IOException {
    try (PackageReader read = read(bytes("nested.tar.gz"))) {
      assertThat(read.diagnostics()).isEmpty();
      assertThat(read.members())
          .extracting(PackageReader.Member::path, PackageReader.Member::inside)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple("p(pool/libseam.a(provider.o))", "provider.o"),
              org.assertj.core.groups.Tuple.tuple(
                  "p(pool/seam-xz.deb(usr/lib/seam/consumer.ko.xz))",
                  "usr/lib/seam/consumer.ko.xz"),
              org.assertj.core.groups.Tuple.tuple(
                  "p(pool/seam-xz.deb(usr/lib/seam/provider.o))", "usr/lib/seam/provider.o"));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seam.tar",
        "seam.tar.gz",
        "seam.tar.xz",
        "seam.tar.zst",
        "seam.tar.bz2",
        "seam-blocks.tar.xz",
        "seam-frames.tar.zst",
        "seam-none.deb",
        "seam-gzip.deb",
        "seam-xz.deb",
        "seam-zstd.deb",
        "seam-gzdio.rpm",
        "seam-xzdio.rpm",
        "seam-zstdio.rpm",
        "seam-bzdio.rpm",
        "seam-ufdio.rpm",
        "nested.tar.gz"
      })
  void everyTruncationIsTold(String file) throws IOException {
    byte[] bytes = bytes(file);
    int end = bytes.length - spare(file);
    int silent = 0;
    for (int length = Math.min(512, end - 1); length < end; length += 1 + end / 150) {
      try (PackageReader read = read(Arrays.copyOf(bytes, length))) {
        silent += read.diagnostics().isEmpty() ? 1 : 0;
      }
    }
    assertThat(silent).isZero();
  }

  /** A tar archive ends with more blocks of zeros than it needs, which may be lost. */
  private static int spare(String file) {
    boolean plain = file.endsWith(".tar") || file.contains("none");
    return plain ? 9 << 10 : file.contains("frames") ? 50 : 0;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seam.tar.gz",
        "seam.tar.xz",
        "seam.tar.bz2",
        "seam-blocks.tar.xz",
        "seam-frames.tar.zst",
        "seam-xz.deb",
        "seam-gzdio.rpm",
        "seam-zstdio.rpm",
        "seam-ufdio.rpm"
      })
  void aChangedByteIsToldOrChangesNothing(String file) throws IOException {
    byte[] bytes = bytes(file);
    Map<String, byte[]> right = contents(bytes);
    int told = 0;
    for (int at = 0; at < bytes.length; at += 1 + bytes.length / 150) {
      byte[] changed = bytes.clone();
      changed[at] ^= 0x10;
      try (PackageReader read = read(changed)) {
        if (!read.diagnostics().isEmpty()) {
          told++;
        } else if (!read.members().isEmpty()) {
          assertThat(read.members()).hasSize(right.size());
          for (PackageReader.Member member : read.members()) {
            assertThat(right.values()).contains(content(member));
          }
        }
      }
    }
    assertThat(told).isGreaterThan(20);
  }

  @Test
  void damageSaysWhereItIs() throws IOException {
    byte[] bytes = bytes("seam-xz.deb");
    try (PackageReader read = read(Arrays.copyOf(bytes, bytes.length - 1000))) {
      assertThat(read.diagnostics()).hasSize(1);
      Diagnostic first = read.diagnostics().getFirst();
      assertThat(first.kind()).isEqualTo(Diagnostic.Kind.MALFORMED);
      assertThat(first.section()).isEmpty();
      assertThat(first.offset()).hasValue(bytes.length - 1000);
      assertThat(first.message()).isEqualTo("expected 1000 more bytes of an archive's member");
    }
    byte[] tar = bytes("seam.tar");
    try (PackageReader read = read(Arrays.copyOf(tar, 6000))) {
      Diagnostic first = read.diagnostics().getFirst();
      assertThat(first.object()).isEqualTo("p(usr/lib/seam/provider.o)");
      assertThat(first.offset()).hasValue(6000);
      assertThat(first.message()).startsWith("the tar archive is damaged: ");
    }
  }

  /** Blocks are unpacked beside each other; what lies before the damaged one still counts. */
  @Test
  void aDamagedBlockIsToldWithItsPlaceBehindWhatIsRight() throws IOException {
    byte[] bytes = bytes("seam-blocks.tar.xz");
    List<Integer> blocks = blocks(bytes);
    assertThat(blocks).hasSize(5);
    int third = blocks.get(2);
    bytes[third + 60] ^= 0x10;
    try (PackageReader read = read(bytes)) {
      assertThat(read.members())
          .extracting(PackageReader.Member::path)
          .containsExactly("p(usr/lib/seam/consumer.ko.xz)");
      Diagnostic first = read.diagnostics().getFirst();
      assertThat(first.message()).startsWith("the xz stream is damaged: ");
      assertThat(first.offset()).hasValue(third);
    }
  }

  /** The File Format 1.2.1, section 3.1: a header of 4 * (first byte + 1) bytes with both sizes. */
  private static List<Integer> blocks(byte[] xz) {
    List<Integer> blocks = new ArrayList<>();
    int at = 12;
    while (xz[at] != 0) {
      blocks.add(at);
      int packed = xz[at + 2] & 0x7f | (xz[at + 2] < 0 ? xz[at + 3] << 7 : 0);
      int checked = 4 * (xz[at] + 1) + packed + 8;
      at += checked + (-checked & 3);
    }
    return blocks;
  }

  @Test
  void anIndexThatListsOtherBlocksIsTold() throws IOException {
    byte[] right = bytes("seam-blocks.tar.xz");
    for (int at = right.length - 12; at < right.length; at++) {
      byte[] bytes = right.clone();
      bytes[at] ^= 1;
      try (PackageReader read = read(bytes)) {
        assertThat(read.diagnostics())
            .extracting(Diagnostic::message)
            .containsExactly("the xz stream is damaged: XZ Stream Footer is corrupt");
      }
      bytes = right.clone();
      bytes[at - 12] ^= 1;
      try (PackageReader read = read(bytes)) {
        assertThat(read.diagnostics())
            .extracting(Diagnostic::message)
            .containsExactly("the xz stream is damaged: XZ Index is corrupt");
      }
    }
  }

  @Test
  void streamsBehindEachOtherAreOne() throws IOException {
    byte[] blocks = bytes("seam-blocks.tar.xz");
    byte[] whole = bytes("seam.tar.xz");
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(blocks);
    both.writeBytes(new byte[8]);
    both.writeBytes(whole);
    both.writeBytes(blocks);
    // A tar archive ends where it says; what follows is unpacked and verified all the same.
    try (PackageReader read = read(both.toByteArray())) {
      assertThat(read.diagnostics()).isEmpty();
      assertThat(read.members()).hasSize(2);
    }
    byte[] cut = Arrays.copyOf(both.toByteArray(), both.size() - 1);
    try (PackageReader read = read(cut)) {
      assertThat(read.diagnostics()).hasSize(1);
    }
  }

  @Test
  void aTarArchiveWithoutItsEndMayHaveLostFiles() throws IOException {
    byte[] file = tar("a.o", object());
    try (PackageReader read = read(Arrays.copyOf(file, 1024))) {
      assertThat(read.members()).hasSize(1);
      assertThat(read.diagnostics())
          .extracting(Diagnostic::message)
          .containsExactly("expected two blocks of zeros at the end of the tar archive");
    }
  }

  @Test
  void aBombIsRefusedByItsRatio() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (XZOutputStream stream = new XZOutputStream(packed, new LZMA2Options(1))) {
      byte[] zeros = new byte[1 << 20];
      stream.write(object());
      for (int i = 0; i < 200; i++) {
        stream.write(zeros);
      }
    }
    try (PackageReader read = read(packed.toByteArray())) {
      assertThat(read.diagnostics())
          .extracting(Diagnostic::kind)
          .containsExactly(Diagnostic.Kind.LIMIT);
      assertThat(read.members()).isEmpty();
    }
  }

  @Test
  void whatUnpacksToTooMuchEndsTheReading() throws IOException {
    byte[] file = tar("a.o", object(), "b.o", object());
    try (PackageReader read =
        read(file, Limits.USUAL.with(UNPACKED_BYTES, 2000).with(MEMBERS, 10))) {
      assertThat(read.diagnostics())
          .extracting(Diagnostic::kind, Diagnostic::message)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(
                  Diagnostic.Kind.LIMIT, "the package unpacks to more than 2000 bytes"));
    }
    try (PackageReader read =
        read(file, Limits.USUAL.with(UNPACKED_BYTES, 1 << 20).with(MEMBERS, 1))) {
      assertThat(read.members()).hasSize(1);
      assertThat(read.diagnostics())
          .extracting(Diagnostic::message)
          .containsExactly("more than 1 files in the package");
    }
  }

  @Test
  void objectsThatDoNotFitInMemoryAreToldOnce() throws IOException {
    byte[] file = tar("a.o", object(), "b.o", object(), "c.o", object());
    try (PackageReader read =
        read(file, Limits.USUAL.with(PACKAGE_MEMORY, 10).with(PACKAGE_DISK, 0))) {
      assertThat(read.members()).isEmpty();
      assertThat(read.diagnostics()).hasSize(1);
      assertThat(read.diagnostics().getFirst().object()).isEqualTo("p(a.o)");
      assertThat(read.diagnostics().getFirst().message()).contains("more than 10 bytes of memory");
    }
  }

  @Test
  void objectsThatDoNotFitInMemoryGoToAFileWithoutAName() throws IOException {
    byte[] first = object();
    byte[] second = object();
    byte[] third = object();
    second[299] = 2;
    third[299] = 3;
    byte[] file = tar("a.o", first, "b.o", second, "c.o", third);
    try (PackageReader read = read(file, Limits.USUAL.with(PACKAGE_HELD, 400))) {
      assertThat(read.diagnostics()).isEmpty();
      assertThat(read.members()).hasSize(3);
      assertThat(content(read.members().get(2))).isEqualTo(third);
      assertThat(content(read.members().get(1))).isEqualTo(second);
      assertThat(content(read.members().get(0))).isEqualTo(first);
    }
    Limits small = Limits.USUAL.with(PACKAGE_HELD, 400).with(PACKAGE_DISK, 500);
    try (PackageReader read = read(file, small)) {
      assertThat(read.members()).hasSize(2);
      assertThat(read.diagnostics().getFirst().object()).isEqualTo("p(c.o)");
      assertThat(read.diagnostics().getFirst().message()).contains("more than 500 bytes of disk");
    }
  }

  @Test
  void compressionsInsideEachOtherEndSomewhere() throws IOException {
    byte[] file = object();
    for (int i = 0; i < 30; i++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      try (GZIPOutputStream stream = new GZIPOutputStream(packed)) {
        stream.write(file);
      }
      file = packed.toByteArray();
    }
    try (PackageReader read = read(file)) {
      assertThat(read.diagnostics())
          .extracting(Diagnostic::message)
          .containsExactly("archives and compressions nested deeper than 24");
    }
  }

  @Test
  void aPackageOfDebianWithoutFilesIsNotWhole() throws IOException {
    byte[] bytes = bytes("seam-xz.deb");
    byte[] only = Arrays.copyOf(bytes, 8 + 60 + 4);
    try (PackageReader read = read(only)) {
      assertThat(read.diagnostics())
          .extracting(Diagnostic::message)
          .containsExactly("expected a member data.tar and found the end of the package");
    }
  }

  /** The tables of an RPM package state sizes of files; what is read has no end then. */
  @ParameterizedTest
  @CsvSource({"seam-xzdio.rpm, 6280, 6284", "seam-zstdio.rpm, 6312, 6315"})
  void aFileOfLessThanNothingIsTold(String file, int first, int last) throws IOException {
    byte[] bytes = bytes(file);
    Arrays.fill(bytes, first, last + 1, (byte) 0xc8);
    try (PackageReader read = read(bytes)) {
      assertThat(read.diagnostics())
          .extracting(Diagnostic::message)
          .anyMatch(it -> it.startsWith("a file of -"));
    }
  }

  @Test
  void aLargeImageIsHeldWhole() throws IOException {
    byte[] section = new byte[33 << 20];
    new java.util.Random(7).nextBytes(section);
    byte[] image = Elves.of(62, true, false).section(".debug_info", section).bytes();
    // e_type: ET_DYN.
    image[16] = 3;
    try (PackageReader read = read(tar("vmlinux", image, "a.o", object()))) {
      assertThat(read.diagnostics()).isEmpty();
      assertThat(content(read.members().getFirst())).isEqualTo(image);
      assertThat(content(read.members().getLast())).isEqualTo(object());
    }
  }

  @Test
  void aHeaderThatPromisesMoreThanThereIsTakesNoMemoryForIt() throws IOException {
    byte[] image = object();
    image[4] = 2;
    image[5] = 1;
    image[16] = 3;
    // e_shoff: nearly four gigabytes.
    image[43] = (byte) 0xe0;
    try (PackageReader read = read(tar("vmlinux", image))) {
      assertThat(content(read.members().getFirst())).isEqualTo(image);
    }
    byte[] large = Elves.of(62, true, false).section(".text", new byte[40 << 20]).bytes();
    large[16] = 3;
    try (PackageReader read =
        read(
            tar("vmlinux", large),
            Limits.USUAL.with(PACKAGE_MEMORY, 1 << 20).with(PACKAGE_DISK, 0))) {
      assertThat(read.members()).isEmpty();
      assertThat(read.diagnostics().getFirst().message()).contains("bytes of memory");
    }
  }

  private static byte[] object() {
    byte[] bytes = new byte[300];
    bytes[0] = 0x7f;
    bytes[1] = 'E';
    bytes[2] = 'L';
    bytes[3] = 'F';
    return bytes;
  }

  private static byte[] tar(Object... namesAndBytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (int i = 0; i < namesAndBytes.length; i += 2) {
        byte[] bytes = (byte[]) namesAndBytes[i + 1];
        TarArchiveEntry entry = new TarArchiveEntry((String) namesAndBytes[i]);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
      }
    }
    return out.toByteArray();
  }

  private static Map<String, byte[]> contents(byte[] bytes) {
    Map<String, byte[]> contents = new TreeMap<>();
    try (PackageReader read = read(bytes)) {
      for (PackageReader.Member member : List.copyOf(read.members())) {
        contents.put(member.path(), content(member));
      }
    }
    return contents;
  }

  private static byte[] content(PackageReader.Member member) {
    try (Arena arena = Arena.ofConfined()) {
      return member.content().open(arena).toArray(ValueLayout.JAVA_BYTE);
    }
  }

  private static byte[] bytes(String file) throws IOException {
    return Files.readAllBytes(PACKAGES.resolve(file));
  }

  private static PackageReader read(byte[] bytes) {
    return read(bytes, Limits.USUAL);
  }

  private static PackageReader read(byte[] bytes, Limits limits) {
    return PackageReader.read(new ByteArrayInputStream(bytes), "p", limits);
  }
}
