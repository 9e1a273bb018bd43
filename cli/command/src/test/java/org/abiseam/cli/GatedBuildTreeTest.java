package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Gates a kernel's build tree: what {@code kbuild} finds there, {@code gate} finds too. */
final class GatedBuildTreeTest extends CommandLineForTests {
  private static final Path HELD = Path.of("..", "fixtures", "seams", "prebuilt", "held");
  private static final int HARMFUL = 12;

  @TempDir Path directory;
  private Path tree = Path.of("");
  private String policy = "";

  @BeforeEach
  void build() throws IOException {
    tree = Files.createDirectories(directory.resolve("build"));
    Path rust = Files.createDirectories(tree.resolve("rust"));
    Files.copy(HELD.resolve("held.o"), tree.resolve("vmlinux"));
    Files.copy(HELD.resolve("rust.o"), rust.resolve("held.o"));
    Files.createFile(tree.resolve("modules.order"));
    Files.writeString(
        rust.resolve(".held.o.cmd"), "savedcmd_rust/held.o := rustc --crate-name held held.rs\n");
    policy = Files.writeString(directory.resolve("p.yaml"), "inputs: [build]\n").toString();
  }

  @Test
  void itIsReadAsKbuildDoes() {
    assertThat(run("kbuild", "--witness", "never", "--policy", policy, tree.toString()))
        .isEqualTo(HARMFUL);
    String judged = out;
    String missing = err;
    assertThat(judged).contains("HARMFUL  simple_seek  call-argument", "GATE failed");
    assertThat(missing).contains("missing .config");
    assertThat(run("gate", "--witness", "never", "--policy", policy)).isEqualTo(HARMFUL);
    assertThat(out).isEqualTo(judged);
    assertThat(err).isEqualTo(missing);
  }

  @Test
  void otherInputsAreReadWithIt() {
    String object = HELD.resolve("rust.o").toString();
    assertThat(run("gate", "--policy", policy, tree.toString(), object)).isEqualTo(HARMFUL);
    assertThat(out).contains("rust.o  elf", "HARMFUL  simple_seek  call-argument");
  }

  @Test
  void oneTreeIsJudgedAtATime() throws IOException {
    Path second = Files.createDirectories(directory.resolve("second"));
    Files.copy(HELD.resolve("held.o"), second.resolve("vmlinux"));
    Files.createFile(second.resolve(".config"));
    assertThat(run("gate", "--policy", policy, tree.toString(), second.toString())).isEqualTo(3);
    assertThat(err).contains("are build trees of two kernels");
  }

  @Test
  void aWitnessNeedsATree() {
    String object = HELD.resolve("rust.o").toString();
    assertThat(run("gate", "--witness", "always", "--policy", policy, object)).isEqualTo(3);
    assertThat(err).contains("--witness needs a kernel's build tree");
  }
}
