package org.abiseam.cli.kbuild;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A build tree comes from anyone; what it says decides nothing but layouts and calls. */
class WitnessObjectTest {
  @TempDir private Path directory;
  private Path build;
  private Path bindings;
  private Path rustc;

  @BeforeEach
  void aTreeThatNamesItsOwnCompiler() throws IOException {
    build = Files.createDirectories(directory.resolve("build"));
    Files.createDirectories(build.resolve("rust"));
    Files.writeString(build.resolve("rust/libbindings.rmeta"), "");
    Files.writeString(build.resolve("rust/libcore.so"), "");
    bindings = Files.writeString(build.resolve("rust/bindings.rs"), "extern \"C\" { fn f(); }\n");
    script(build.resolve("tools"), "rustc", "touch " + directory.resolve("the-tree-ran"));
    Files.writeString(
        build.resolve("rust/.bindings.o.cmd"),
        "savedcmd_rust/bindings.o := LD_PRELOAD=./evil.so ./tools/rustc --edition=2021"
            + " -Cpanic=abort -C target-cpu=x86-64 -Clinker=./evil -Zllvm-plugins=./evil.so"
            + " -Zregparm=3 @./evil.txt -L./rust --extern evil=./evil.so --target=t.json"
            + " --crate-name bindings --emit=obj=rust/bindings.o rust/bindings.rs\n");
    // Says how it was called, and writes what --emit asks for.
    rustc =
        script(
            directory.resolve("bin"),
            "rustc",
            """
            echo "$@" > %1$s/arguments
            env > %1$s/environment
            for word in "$@"; do
              case $word in
                */witness.rs) cp "$word" "$(dirname "$word")/bindings.rs" %1$s ;;
                --emit=obj=*) echo object > "${word#--emit=obj=}" ;;
                -L*) ls "${word#-L}" > %1$s/libraries ;;
              esac
            done
            """
                .formatted(directory));
  }

  private static Path script(Path folder, String name, String text) throws IOException {
    Path file = Files.createDirectories(folder).resolve(name);
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
  }

  private Path folder() {
    try {
      return Files.createTempDirectory(directory, "witness");
    } catch (IOException fault) {
      throw new java.io.UncheckedIOException(fault);
    }
  }

  private WitnessObject.Outcome make() {
    return WitnessObject.make(build, List.of(bindings), rustc.toString(), this::folder);
  }

  @Test
  void onlySwitchesOfLayoutsAndCallsReachTheUsersCompiler() throws IOException {
    Path kept = build.resolve(".abiseam/witness.o");
    assertThat(make()).isEqualTo(new WitnessObject.Outcome.Made(kept));
    assertThat(Files.readString(kept)).isEqualTo("object\n");
    assertThat(directory.resolve("the-tree-ran")).doesNotExist();
    assertThat(Files.readString(directory.resolve("arguments")))
        .startsWith(
            "--edition=2021 -Cpanic=abort -Ctarget-cpu=x86-64 -Zregparm=3 --target=t.json -L")
        .doesNotContain("evil");
    assertThat(Files.readString(directory.resolve("environment"))).doesNotContain("LD_PRELOAD");
    assertThat(Files.readString(directory.resolve("libraries")))
        .contains("libbindings.rmeta")
        .doesNotContain("libcore.so");
  }

  @Test
  void nothingIsWrittenThroughALink() throws IOException {
    Path victim = Files.createDirectories(directory.resolve("victim"));
    Path file = Files.writeString(victim.resolve("witness.o"), "precious");
    Files.createSymbolicLink(build.resolve(".abiseam"), victim);
    assertThat(make()).isInstanceOf(WitnessObject.Outcome.Made.class);
    assertThat(Files.readString(file)).isEqualTo("precious");
    Files.delete(build.resolve(".abiseam"));
    Files.createDirectories(build.resolve(".abiseam"));
    Files.createSymbolicLink(build.resolve(".abiseam/witness.o"), file);
    assertThat(make()).isInstanceOf(WitnessObject.Outcome.Made.class);
    assertThat(Files.readString(file)).isEqualTo("precious");
  }

  /** What derives a trait would have to be loaded and run. */
  @Test
  void bindingsThatDeriveByMacrosOfTheTreeAreCompiledWithoutThem() throws IOException {
    make();
    assertThat(Files.readString(directory.resolve("arguments"))).contains("--extern bindings=");
    Files.writeString(
        bindings,
        """
        #[repr(C)]
        #[derive(Copy, Clone, MaybeZeroable)]
        pub struct page { pub size: __kernel_size_t }
        #[cfi_encoding = "4page"]
        #[derive(MaybeZeroable)]
        pub struct other { pub x: u8 }
        extern "C" { pub fn f(page: *mut page); }
        """);
    Path helpers =
        Files.writeString(build.resolve("rust/helpers.rs"), "extern \"C\" { pub fn g(); }\n");
    Path crate =
        Files.writeString(
            build.resolve("rust/lib.rs"), "use pin_init::MaybeZeroable;\ninclude!(\"x.rs\");\n");
    WitnessObject.Outcome outcome =
        WitnessObject.make(
            build, List.of(bindings, helpers, crate), rustc.toString(), this::folder);
    assertThat(outcome).isInstanceOf(WitnessObject.Outcome.Made.class);
    assertThat(Files.readString(directory.resolve("arguments")))
        .contains("--extern ffi=", "--sysroot=/dev/null")
        .doesNotContain("--extern bindings=");
    assertThat(Files.readString(directory.resolve("bindings.rs")))
        .contains("#[derive(Copy, Clone)]\n", "type __kernel_size_t = usize;\n", "fn g();")
        .doesNotContain("MaybeZeroable", "include!", "cfi");
    assertThat(Files.readString(directory.resolve("witness.rs"))).contains("fn g();", "page");
  }

  @Test
  void aCompilerThatIsNotThereIsSaidWithWhatTheTreeRecorded() {
    assertThat(WitnessObject.make(build, List.of(bindings), "no-such-rustc", this::folder))
        .isEqualTo(
            new WitnessObject.Outcome.Missing(
                "there is no program 'no-such-rustc'; name the rustc of this build (it recorded"
                    + " './tools/rustc') by --rustc"));
  }
}
