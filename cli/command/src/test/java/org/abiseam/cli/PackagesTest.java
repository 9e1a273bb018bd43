package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PackagesTest extends CommandLineForTests {
  private static final Path PACKAGES = Path.of("..", "fixtures", "packages");

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "seam.tar.bz2",
        "seam-xz.deb",
        "seam-zstd.deb",
        "seam-gzdio.rpm",
        "seam-zstdio.rpm"
      })
  void aPackageIsCheckedLikeTheObjectsInIt(String file) {
    assertThat(run("check", PACKAGES.resolve(file).toString())).isEqualTo(12);
    assertThat(out).contains("layout-array-length", file + "(usr/lib/seam/provider.o)");
  }

  @Test
  void aTruncatedPackageIsNeverFine() throws IOException {
    byte[] whole = Files.readAllBytes(PACKAGES.resolve("seam-xz.deb"));
    Path cut = Files.write(directory.resolve("cut.deb"), Arrays.copyOf(whole, whole.length / 2));
    assertThat(run("check", cut.toString()) & 1).isEqualTo(1);
    assertThat(out).contains("cut.deb");
  }

  @Test
  void aPackageInADirectoryCounts() throws IOException {
    Files.copy(PACKAGES.resolve("seam-xz.deb"), directory.resolve("seam.deb"));
    Files.writeString(directory.resolve("notes.txt"), "no object\n");
    assertThat(run("check", directory.toString())).isEqualTo(12);
    assertThat(out).contains("layout-array-length");
  }

  @Test
  void debugInfoOfAnotherPackageBelongsToItsObjectByBuildId() {
    String image = PACKAGES.resolve("seam-image.deb").toString();
    String debug = PACKAGES.resolve("seam-debug.deb").toString();
    assertThat(run("check", image)).isEqualTo(1);
    assertThat(out).contains("neither .debug_info nor .BTF");
    assertThat(run("check", image, debug)).isEqualTo(12);
    assertThat(out)
        .contains("layout-array-length", "seam-image.deb(usr/lib/libseam.so)")
        .doesNotContain(".debug)");
    assertThat(run("check", debug)).isEqualTo(12);
  }

  @Test
  void twoPackagesAreComparedFileByFile() throws IOException {
    Path objects = Path.of("..", "fixtures", "prebuilt", "array-length-differs", "x86_64-dwarf5");
    Path old = Files.createDirectory(directory.resolve("old"));
    Path recent = Files.createDirectory(directory.resolve("new"));
    Files.copy(objects.resolve("provider.o"), old.resolve("vmlinux-1"));
    Files.copy(objects.resolve("provider.o"), recent.resolve("vmlinux-2"));
    Files.copy(objects.resolve("provider.o"), recent.resolve("more.o"));
    assertThat(run("compare", old.toString(), recent.toString())).isZero();
    assertThat(out).contains("Files in both: 1", "Added 1 file: more.o");
    assertThat(out).doesNotContain("Removed 1");
  }

  @Test
  void anInstalledKernelIsFoundByItsVersion() throws IOException {
    Path modules = directory.resolve("usr/lib/debug/lib/modules/7.1-test");
    Files.createDirectories(modules.resolve("kernel"));
    Path objects = Path.of("..", "fixtures", "prebuilt", "array-length-differs", "x86_64-dwarf5");
    Files.copy(objects.resolve("provider.o"), modules.resolve("vmlinux"));
    Files.copy(objects.resolve("consumer.o"), modules.resolve("kernel/consumer.ko"));
    String root = directory.toString();
    assertThat(run("check", "--root", root, "--kernel", "7.1-test")).isEqualTo(12);
    assertThat(out).contains("layout-array-length", "7.1-test/vmlinux");
    assertThat(run("layout", "--root", root, "--kernel", "7.1-test", "sample") & 1).isZero();
  }

  @Test
  void installedKernelsAreComparedGatedAndExplainedByTheirVersions() throws IOException {
    Path objects = Path.of("..", "fixtures", "prebuilt", "array-length-differs", "x86_64-dwarf5");
    for (String version : List.of("7.1-test", "7.2-test")) {
      Path modules = directory.resolve("usr/lib/debug/lib/modules").resolve(version);
      Files.createDirectories(modules.resolve("kernel"));
      Files.copy(objects.resolve("provider.o"), modules.resolve("vmlinux"));
      Files.copy(objects.resolve("consumer.o"), modules.resolve("kernel/consumer.ko"));
    }
    String root = directory.toString();
    assertThat(run("compare", "--root", root, "--kernel", "7.1-test", "--kernel", "7.2-test"))
        .isZero();
    Path policy = Files.writeString(directory.resolve("policy.yaml"), "fail-on: harmful\n");
    assertThat(run("gate", "--policy", policy.toString(), "--root", root, "--kernel", "7.1-test"))
        .isEqualTo(12);
    assertThat(out).contains("layout-array-length", "GATE failed");
    assertThat(run("explain", "--root", root, "--kernel", "7.2-test", "sample", "--by-value"))
        .isZero();
    assertThat(out).contains("sample");
    assertThat(run("explain", "layout-size")).isZero();
  }

  @Test
  void aKernelThatIsNotThereIsMisuseThatSaysWhatToDo() {
    assertThat(run("check", "--root", directory.toString(), "--kernel", "9.9")).isEqualTo(3);
    assertThat(err)
        .contains("usr/lib/debug/lib/modules/9.9/vmlinux", "Install linux-image-9.9-dbg");
    assertThat(run("check", "--kernel", "../x")).isEqualTo(3);
    assertThat(run("check", "--root", "/", "x")).isEqualTo(3);
    assertThat(run("check")).isEqualTo(3);
    assertThat(err).contains("--kernel VERSION");
  }

  @Test
  void aPackageWithoutObjectsSaysSo() throws IOException {
    byte[] zeros = new byte[10240];
    Path empty = Files.write(directory.resolve("empty.tar"), zeros);
    assertThat(run("check", empty.toString()) & 1).isEqualTo(1);
  }

  @Test
  void whatAKernelMapsIntoProgramsIsNoPartOfIt() throws IOException {
    Path objects = Path.of("..", "fixtures", "prebuilt", "size-differs");
    Path vdso = Files.createDirectories(directory.resolve("vdso"));
    Files.copy(objects.resolve("x86_64-dwarf5/provider.o"), directory.resolve("a.ko"));
    assertThat(run("check", directory.toString())).isZero();
    Files.copy(objects.resolve("arm-dwarf4/provider.o"), vdso.resolve("vdso32.so"));
    assertThat(run("check", directory.toString())).isZero();
    assertThat(out)
        .contains("Note: what a kernel only maps into programs", "vdso32.so.")
        .doesNotContain("machine-mismatch");
    Files.move(directory.resolve("a.ko"), directory.resolve("a.o"));
    run("check", directory.toString());
    assertThat(out).contains("machine-mismatch");
  }
}
