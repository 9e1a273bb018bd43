package org.abiseam.cli.kbuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildTreeTest {
  @TempDir private Path directory;

  private Path file(String name, String text) throws IOException {
    Path path = directory.resolve(name);
    Files.createDirectories(path.getParent());
    return Files.writeString(path, text);
  }

  private BuildTree find() {
    return BuildTree.find(
        new BuildTree.Place(directory, Optional.empty(), Optional.empty(), Optional.empty()));
  }

  private BuildTree findSince(Path stamp) {
    return BuildTree.find(
        new BuildTree.Place(directory, Optional.empty(), Optional.empty(), Optional.of(stamp)));
  }

  private void rust(String object, String command) throws IOException {
    Path built = file(object, "");
    file(
        directory.relativize(RecordedCommand.file(built)).toString(),
        "savedcmd_" + object + " := " + command + "\n\nsource_" + object + " := x.rs\n");
  }

  private void complete() throws IOException {
    file("vmlinux", "");
    file(".config", "# Linux\nCONFIG_RUST=y\nCONFIG_LOCALVERSION=\"\"\n");
    file("Module.symvers", "");
    file("rust/bindings/bindings_generated.rs", "");
    file("rust/bindings/bindings_helpers_generated.rs", "");
    file("rust/bindings/lib.rs", "");
    file("modules.order", "drivers/a.o\nb.ko\n");
    file("drivers/a.ko", "");
    file("b.ko", "");
    rust(
        "rust/kernel.o",
        "OBJTREE=/out RUST_MODFILE=rust/kernel rustc -Cno-redzone=y '-Ctarget-feature=-sse,-avx'"
            + " --cfg X /src/rust/kernel/lib.rs ; ./tools/objtool --link rust/kernel.o");
  }

  @Test
  void whatTheConfigurationLeavesOutIsSaid() throws IOException {
    complete();
    file(".config", "CONFIG_DEBUG_INFO_REDUCED=y\nnonsense\n");
    BuildTree tree = find();
    assertThat(tree.missing())
        .anyMatch(it -> it.startsWith("CONFIG_RUST=y in "))
        .anyMatch(it -> it.startsWith("full debug info (CONFIG_DEBUG_INFO_REDUCED=y in "));
    assertThat(tree.configuration().orElseThrow().lines())
        .containsExactly("CONFIG_DEBUG_INFO_REDUCED=y");
    assertThat(tree.configuration().orElseThrow().diagnostics())
        .singleElement()
        .satisfies(it -> assertThat(it.toString()).contains(".config:2"));
  }

  @Test
  void aCompleteTreeMissesNothing() throws IOException {
    complete();
    BuildTree tree = find();
    assertThat(tree.missing()).isEmpty();
    assertThat(tree.images()).containsExactly(directory.resolve("vmlinux"));
    assertThat(tree.modules())
        .containsExactly(directory.resolve("drivers/a.ko"), directory.resolve("b.ko"));
    assertThat(tree.bindings()).hasSize(3);
    assertThat(tree.rustObjects()).containsExactly(directory.resolve("rust/kernel.o"));
    assertThat(tree.flags())
        .isEqualTo(
            Map.of(
                "/src/rust/kernel/lib.rs",
                List.of("-Cno-redzone=y", "-Ctarget-feature=-sse,-avx", "--cfg")));
  }

  @Test
  void partsOfAModuleAreTheModules() throws IOException {
    complete();
    rust("drivers/a_main.o", "rustc --cfg MODULE -Cno-redzone=y /src/drivers/a_main.rs");
    BuildTree tree = find();
    assertThat(tree.rustObjects()).containsExactly(directory.resolve("rust/kernel.o"));
    assertThat(tree.flags()).containsKey("/src/drivers/a_main.rs");
  }

  @Test
  void aRustcMayHaveItsReleaseInItsName() throws IOException {
    complete();
    rust("rust/kernel.o", "/usr/bin/rustc-1.85 -Cno-redzone=y /src/rust/kernel/lib.rs");
    BuildTree tree = find();
    assertThat(tree.missing()).isEmpty();
    assertThat(tree.rustObjects()).containsExactly(directory.resolve("rust/kernel.o"));
    assertThat(tree.flags().get("/src/rust/kernel/lib.rs")).containsExactly("-Cno-redzone=y");
  }

  @Test
  void anObjectOfCIsNoObjectOfRust() throws IOException {
    complete();
    rust("init/main.o", "gcc -O2 -Irustc -c -o init/main.o /src/init/main.c");
    assertThat(find().rustObjects()).containsExactly(directory.resolve("rust/kernel.o"));
  }

  @Test
  void switchesOfClangAreTakenFromItsCommands() throws IOException {
    complete();
    rust("init/main.o", "clang-19 -O2 -fshort-wchar -c -o init/main.o /src/init/main.c");
    BuildTree tree = find();
    assertThat(tree.rustObjects()).containsExactly(directory.resolve("rust/kernel.o"));
    assertThat(tree.flags().get("/src/init/main.c")).contains("-fshort-wchar");
  }

  @Test
  void aTargetSpecificationStandsForSwitches() throws IOException {
    complete();
    file(
        "scripts/target.json",
        "{\"features\": \"-mmx,+soft-float\", \"disable-redzone\": true, \"arch\": \"x86_64\"}");
    rust("rust/kernel.o", "rustc --target=./scripts/target.json /src/rust/kernel/lib.rs");
    assertThat(find().flags().get("/src/rust/kernel/lib.rs"))
        .containsExactly(
            "-Ctarget-feature=-mmx,+soft-float",
            "-Cno-redzone=yes",
            "--target=./scripts/target.json");
  }

  @Test
  void whatIsMissingIsSaidWithWhatItCosts() throws IOException {
    complete();
    Files.delete(directory.resolve("rust/bindings/bindings_generated.rs"));
    Files.delete(directory.resolve("b.ko"));
    assertThat(find().missing())
        .containsExactly(
            "rust/bindings/bindings_generated.rs: what Rust calls and types that no Rust code uses"
                + " are not verified",
            "b.ko: this module is not verified");
    Files.delete(directory.resolve("modules.order"));
    assertThat(find().modules()).containsExactly(directory.resolve("drivers/a.ko"));
    Files.delete(directory.resolve("vmlinux"));
    assertThat(find().images()).isEmpty();
  }

  @Test
  void onlyNewerModulesAreTakenUnlessTheKernelIsNewerItself() throws IOException {
    complete();
    Path stamp = file("stamp", "");
    FileTime past = FileTime.fromMillis(1_000_000);
    FileTime then = FileTime.fromMillis(2_000_000);
    FileTime later = FileTime.fromMillis(3_000_000);
    for (String name :
        List.of(
            "vmlinux",
            "b.ko",
            "rust/bindings/bindings_generated.rs",
            "rust/bindings/bindings_helpers_generated.rs",
            "rust/bindings/lib.rs")) {
      Files.setLastModifiedTime(directory.resolve(name), past);
    }
    Files.setLastModifiedTime(stamp, then);
    Files.setLastModifiedTime(directory.resolve("drivers/a.ko"), later);
    assertThat(findSince(stamp).modules()).containsExactly(directory.resolve("drivers/a.ko"));
    Files.setLastModifiedTime(directory.resolve("vmlinux"), later);
    assertThat(findSince(stamp).modules()).hasSize(2);
  }
}
