package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An unchanged run reads one report; each kind of change is seen. */
final class RememberedReportTest extends CommandLineForTests {
  private static final Path SEAMS = Path.of("..", "fixtures", "seams", "prebuilt");

  @TempDir Path folder;

  private Path copy(String from, String to) throws IOException {
    Path target = folder.resolve(to);
    Files.createDirectories(target.getParent());
    return Files.copy(SEAMS.resolve(from), target, StandardCopyOption.REPLACE_EXISTING);
  }

  private Path build() throws IOException {
    for (String name : List.of("core.o", "driver.o", "glue.o")) {
      copy("agree/" + name, "inputs/" + name);
    }
    return folder.resolve("inputs");
  }

  private Path tree() throws IOException {
    Path from = SEAMS.resolve("tree");
    try (Stream<Path> all = Files.walk(from)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        copy("tree/" + from.relativize(file), "tree/" + from.relativize(file));
      }
    }
    return folder.resolve("tree");
  }

  private static void settle() throws IOException {
    try {
      Thread.sleep(70);
    } catch (InterruptedException fault) {
      throw new IOException(fault);
    }
  }

  private String say(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    int status = run(all.toArray(String[]::new));
    return status + "\n" + out.replaceAll("(?m)^Time: .*$", "") + "\n" + err;
  }

  /** Runs after a change, with the cache and without; returns what both say. */
  private String both(List<String> words) throws IOException {
    settle();
    return again(words);
  }

  private String again(List<String> words) {
    String with = say(words, "--verbose", "--cache", folder.resolve("cache").toString());
    boolean remembered = remembered();
    assertThat(with).isEqualTo(say(words, "--verbose", "--no-cache"));
    assertThat(remembered()).isFalse();
    last = remembered;
    return with;
  }

  private boolean last;

  private boolean remembered() {
    return out.contains(" + report ") && !out.contains(" + check ");
  }

  /** Runs twice; the second run reads the report. */
  private String known(List<String> words) throws IOException {
    String first = both(words);
    assertThat(last).isFalse();
    assertThat(again(words)).isEqualTo(first);
    assertThat(last).isTrue();
    return first;
  }

  /** Runs after a change, which is seen, and is remembered like any other run. */
  private void changed(List<String> words, String before) throws IOException {
    assertThat(known(words)).isNotEqualTo(before);
  }

  @Test
  void theReportOfAnUnchangedRunIsReadAndEachChangeOfTheObjectsIsSeen() throws IOException {
    List<String> check = List.of("check", build().toString());
    String before = known(check);
    copy("struct-changed/core.o", "inputs/core.o");
    changed(check, before);
    copy("agree/core.o", "inputs/core.o");
    assertThat(both(check)).isEqualTo(before);
    copy("struct-changed/core.o", "inputs/more/core.o");
    assertThat(both(check)).isNotEqualTo(before);
    Files.delete(folder.resolve("inputs/more/core.o"));
    assertThat(both(check)).isEqualTo(before);
    Files.move(folder.resolve("inputs/driver.o"), folder.resolve("inputs/other.o"));
    assertThat(both(check)).isNotEqualTo(before).contains("other.o");
  }

  @Test
  void ofManyObjectsTheChangedOneIsReadAndTheOthersAreRemembered() throws IOException {
    List<String> check = List.of("check", build().toString());
    for (int i = 0; i < 30; i++) {
      copy("agree/" + (i % 2 == 0 ? "core.o" : "glue.o"), "inputs/many/" + i + ".o");
    }
    String before = known(check);
    copy("struct-changed/core.o", "inputs/many/7.o");
    changed(check, before);
    Files.delete(folder.resolve("inputs/many/20.o"));
    both(check);
    copy("struct-changed/core.o", "inputs/many/40.o");
    both(check);
    copy("agree/glue.o", "inputs/many/7.o");
    copy("agree/core.o", "inputs/many/20.o");
    Files.delete(folder.resolve("inputs/many/40.o"));
    assertThat(both(check)).isEqualTo(before);
    assertThat(last).isTrue();
  }

  @Test
  void anObjectOfWhichTheSameIsLearnedLeavesTheReportAsItWas() throws IOException {
    List<String> check = List.of("check", build().toString());
    String before = known(check);
    Files.write(folder.resolve("inputs/core.o"), new byte[1], StandardOpenOption.APPEND);
    assertThat(both(check)).isEqualTo(before);
    assertThat(last).isTrue();
    assertThat(again(check)).isEqualTo(before);
    assertThat(last).isTrue();
  }

  @Test
  void aChangedObjectOfTheSameSizeAndTimeIsSeen() throws IOException {
    List<String> check = List.of("check", build().toString());
    Path core = folder.resolve("inputs/core.o");
    FileTime time = Files.getLastModifiedTime(core);
    byte[] old = Files.readAllBytes(core);
    byte[] recent = Files.readAllBytes(SEAMS.resolve("struct-changed/core.o"));
    int size = Math.max(old.length, recent.length);
    Files.write(core, java.util.Arrays.copyOf(old, size));
    Files.setLastModifiedTime(core, time);
    String before = known(check);
    Files.write(core, java.util.Arrays.copyOf(recent, size));
    Files.setLastModifiedTime(core, time);
    changed(check, before);
  }

  @Test
  void optionsAndTheFilesTheyNameArePartOfTheQuestion() throws IOException {
    List<String> check = List.of("check", build().toString());
    String all = known(check);
    Path names = Files.writeString(folder.resolve("names"), "device_r*\n");
    List<String> some = new ArrayList<>(check);
    some.addAll(List.of("--symbols", names.toString()));
    String narrow = known(some);
    assertThat(narrow).isNotEqualTo(all);
    Files.writeString(names, "device_m*\n");
    changed(some, narrow);
    Path rust = copy("tree/rust/bindings/bindings_generated.rs", "bindings.rs");
    List<String> bound = new ArrayList<>(check);
    bound.addAll(List.of("--bindings", rust.toString()));
    String with = known(bound);
    assertThat(with).isNotEqualTo(all);
    String source = Files.readString(rust);
    Files.writeString(rust, source.replaceFirst("pub struct", "pub struct Unknown; pub struct"));
    settle();
    assertThat(both(bound)).isNotEmpty();
    assertThat(last).isFalse();
    Files.writeString(rust, "mod inner;\n");
    Files.createDirectory(folder.resolve("inner"));
    Files.writeString(folder.resolve("inner.rs"), source);
    String inner = both(bound);
    Files.writeString(folder.resolve("inner.rs"), "");
    assertThat(both(bound)).isNotEqualTo(inner);
    assertThat(last).isFalse();
  }

  @Test
  void suppressionsAndPoliciesJudgeWhatIsRemembered() throws IOException {
    copy("struct-changed/core.o", "inputs/core.o");
    for (String name : List.of("driver.o", "glue.o")) {
      copy("agree/" + name, "inputs/" + name);
    }
    Path policy = Files.writeString(folder.resolve("policy.yaml"), "fail-on: harmful\n");
    List<String> gate =
        List.of("gate", "--policy", policy.toString(), folder.resolve("inputs").toString());
    String refused = known(gate);
    Files.writeString(policy, "fail-on: harmful\nrequire: {agree: 1%}\nseverity: {}\n");
    String other = both(gate);
    assertThat(other).isNotEqualTo(refused);
  }

  @Test
  void aTreeOfAKernelIsRememberedWithItsTables() throws IOException {
    List<String> kbuild = List.of("kbuild", "--witness", "never", tree().toString());
    String before = known(kbuild);
    Files.writeString(folder.resolve("tree/.config"), "CONFIG_RUST=y\nCONFIG_X86_KERNEL_IBT=y\n");
    changed(kbuild, before);
    String configured = both(kbuild);
    Files.writeString(
        folder.resolve("tree/Module.symvers"),
        "0x12345678\tdevice_add\tvmlinux\tEXPORT_SYMBOL\t\n");
    changed(kbuild, configured);
    String exported = both(kbuild);
    Path command = folder.resolve("tree/.driver.o.cmd");
    Files.writeString(
        command, Files.readString(command).replace("-Ctarget-feature=-sse3", "-Crelocation=x"));
    changed(kbuild, exported);
  }

  @Test
  void whatCannotBeReadIsLookedForAgain() throws IOException {
    List<String> check = List.of("check", build().toString());
    Path broken = copy("agree/core.o", "inputs/broken.o");
    byte[] half = Files.readAllBytes(broken);
    Files.write(broken, java.util.Arrays.copyOf(half, half.length / 2));
    assertThat(both(check)).isEqualTo(both(check)).contains("broken.o");
    assertThat(last).isFalse();
    Files.write(folder.resolve("inputs/core.o"), new byte[1], StandardOpenOption.APPEND);
    both(check);
    assertThat(last).isFalse();
  }
}
