package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.abiseam.fixtures.Elves;
import org.abiseam.model.Machine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Debug info in a file beside the object: without that file no command ends with status 0. */
final class MissingDebugFilesTest extends CommandLineForTests {
  private static final Path FILES = Path.of("..", "fixtures", "seams", "prebuilt", "debug-files");

  @TempDir Path directory;

  /** An object, and the file that has what it says. */
  private enum Kind {
    /** GCC -gsplit-dwarf, an object. */
    SPLIT("split.o", "split.dwo", "a unit whose split file was not found: split.dwo"),
    /** GCC -gsplit-dwarf, linked, and llvm-dwp. */
    PACKED("packed.so", "packed.so.dwp", "a unit whose split file was not found: packed.so-"),
    /** The program objcopy with --only-keep-debug and --add-gnu-debuglink. */
    STRIPPED("stripped.so", "stripped.debug", "stripped.debug was not found"),
    /** The program dwz with -m, for two libraries. */
    SHARED("shared.so", "common.debug", "supplementary file common.debug was not found");

    private final String object;
    private final String file;
    private final String message;

    Kind(String object, String file, String message) {
      this.object = object;
      this.file = file;
      this.message = message;
    }
  }

  private String copy(String name) throws IOException {
    return Files.copy(FILES.resolve(name), directory.resolve(name)).toString();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void everyCommandSaysWhichFileIsMissingAndSetsBit1(Kind kind) throws IOException {
    String object = copy(kind.object);
    String whole = copy("whole.o");
    String rust = copy("rust.o");
    String saved = directory.resolve("saved.abi").toString();
    String policy =
        Files.writeString(directory.resolve("policy.yaml"), "fail-on: harmful\n").toString();
    List<List<String>> commands =
        List.of(
            List.of("check", object, rust),
            List.of("check", object, whole, rust),
            List.of("compare", object, whole),
            List.of("compare", whole, object),
            List.of("snapshot", "-o", saved, object),
            List.of("check", saved, whole, rust),
            List.of("compare", saved, whole),
            List.of("explain", "packet_bytes", object, whole, rust),
            List.of("explain", "--by-value", "packet", object, whole, rust),
            List.of("explain", "long f(struct packet *)", "--types", whole, "--types", object),
            List.of("layout", "packet", object, whole, rust),
            List.of("gate", "--policy", policy, object, whole, rust),
            List.of("dump", "types", object),
            List.of("dump", "seam", object, rust));
    for (List<String> command : commands) {
      int status = run(command.toArray(String[]::new));
      assertThat(status & 1).as("exit status of %s", command).isEqualTo(1);
      assertThat(out + err).as("%s", command).contains(kind.message);
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void withTheFileEverythingIsRead(Kind kind) throws IOException {
    String object = copy(kind.object);
    copy(kind.file);
    assertThat(run("check", object, copy("rust.o"))).isZero();
    assertThat(out).contains("Functions shared by C and Rust: 1", "1 agree, 0 disagree");
    assertThat(run("dump", "units", object)).isZero();
    assertThat(out).contains("\"detail\":\"full\"").doesNotContain("missing");
    assertThat(run("compare", object, copy("whole.o"))).isZero();
    assertThat(out).doesNotContain("NOT READ");
  }

  /** What else the file would tell, Rust above all, is not in BTF. */
  @Test
  void aLinkThatLeadsNowhereIsSaidBesideBtf() throws IOException {
    byte[] types = Files.readAllBytes(Path.of("..", "fixtures", "mutants", "btf", "base.btf"));
    byte[] link = "gone.debug\0\0\1\2\3\4".getBytes(StandardCharsets.ISO_8859_1);
    Elves elf = Elves.of(Machine.EM_X86_64, true, false).section(".BTF", types);
    Path alone = Files.write(directory.resolve("alone.o"), elf.bytes());
    String rust = copy("rust.o");
    assertThat(run("check", alone.toString(), rust) & 1).isZero();
    Path linked =
        Files.write(directory.resolve("linked.o"), elf.section(".gnu_debuglink", link).bytes());
    assertThat(run("check", linked.toString(), rust) & 1).isEqualTo(1);
    assertThat(out).contains("linked.o: .gnu_debuglink: only .BTF", "gone.debug was not found");
    assertThat(run("compare", linked.toString(), alone.toString()) & 1).isEqualTo(1);
    assertThat(run("snapshot", linked.toString()) & 1).isEqualTo(1);
  }

  @Test
  void aUnitWithoutItsSplitFileIsOfNoOtherLanguage() throws IOException {
    run("check", copy("split.o"), copy("rust.o"));
    assertThat(out)
        .contains("unknown compiler, 1 unit: debug info does not say the language")
        .doesNotContain("other language)");
  }

  /**
   * GCC leaves types and code of a slim object to the link; its members are not merely stripped.
   */
  @Test
  void aSlimMemberOfAnArchiveIsNotRead() throws IOException {
    String archive = copy("slim.a");
    assertThat(run("check", archive, copy("rust.o"))).isEqualTo(1);
    assertThat(out).contains("slim.a(slim.o)", "only GCC's intermediate code");
  }

  @Test
  void aModuleThatModulesOrderNamesIsAnInput() throws IOException {
    copy("whole.o");
    Files.move(directory.resolve("whole.o"), directory.resolve("vmlinux"));
    Files.writeString(directory.resolve("modules.order"), "drivers/gone.o\n");
    assertThat(run("kbuild", directory.toString()) & 1).isEqualTo(1);
    assertThat(out).contains("NOT READ", "drivers/gone.ko: cannot be read: no such file");
  }
}
