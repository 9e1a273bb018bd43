package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs commands with an empty cache, with a filled one and without: all say the same. */
final class CacheTest extends CommandLineForTests {
  private static final Path FIXTURES = Path.of("..", "fixtures");

  @TempDir Path folder;

  private Path cache() {
    return folder.resolve("cache");
  }

  private String say(List<String> words, String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    int status = run(all.toArray(String[]::new));
    return status + "\n" + out + "\n" + err;
  }

  private static List<List<String>> builds() throws IOException {
    List<List<String>> builds = new ArrayList<>();
    try (Stream<Path> all = Files.walk(FIXTURES)) {
      for (Path one : all.filter(Files::isDirectory).sorted().toList()) {
        try (Stream<Path> inside = Files.list(one)) {
          if (inside.anyMatch(it -> it.toString().matches(".*\\.(o|ko|a|rlib|so|btf)"))) {
            builds.add(List.of(one.toString()));
          }
        }
      }
    }
    return builds;
  }

  private static String untimed(String report) {
    return report.replaceAll("(?s)\"timing\".*", "");
  }

  @Test
  void eachBuildIsJudgedAlikeWithAndWithoutCache() throws IOException {
    List<List<String>> builds = builds();
    assertThat(builds).hasSizeGreaterThan(100);
    for (List<String> build : builds) {
      List<String> check = new ArrayList<>(List.of("check", "--format", "json"));
      check.addAll(build);
      String without = untimed(say(check, "--no-cache"));
      assertThat(untimed(say(check, "--cache", cache().toString())))
          .as("empty cache, %s", build)
          .isEqualTo(without);
      assertThat(untimed(say(check, "--cache", cache().toString())))
          .as("filled cache, %s", build)
          .isEqualTo(without);
    }
  }

  @Test
  void twoBuildsAreComparedAlikeWithAndWithoutCache() throws IOException {
    List<List<String>> pairs = new ArrayList<>();
    try (Stream<Path> all = Files.walk(FIXTURES)) {
      for (Path old :
          all.filter(it -> it.toString().matches(".*-old\\.(o|so|a|ko)")).sorted().toList()) {
        String recent = old.toString().replace("-old.", "-new.");
        if (Files.exists(Path.of(recent))) {
          pairs.add(List.of("compare", "--format", "json", "--impacted", old.toString(), recent));
        }
      }
    }
    String folders = FIXTURES.resolve("prebuilt") + "/offset-differs/";
    pairs.add(List.of("compare", "--format", "json", folders, FIXTURES.resolve("changes") + "/"));
    assertThat(pairs).hasSizeGreaterThan(5);
    for (List<String> pair : pairs) {
      String without = untimed(say(pair, "--no-cache"));
      for (String filled : List.of("empty", "filled")) {
        assertThat(untimed(say(pair, "--cache", cache().toString())))
            .as("%s cache, %s", filled, pair)
            .isEqualTo(without);
      }
    }
  }

  @Test
  void theFolderGrowsNoLargerThanItMay() throws IOException {
    List<String> check =
        List.of("check", FIXTURES.resolve("prebuilt/offset-differs/x86_64-dwarf5").toString());
    say(check, "--cache", cache().toString(), "--cache-size", "1");
    assertThat(entries()).isNotEmpty();
    Files.delete(cache().resolve("size"));
    say(
        List.of("check", FIXTURES.resolve("prebuilt/size-differs/x86_64-dwarf5").toString()),
        "--cache",
        cache().toString(),
        "--cache-size",
        "0");
    assertThat(entries()).isEmpty();
  }

  private List<Path> entries() throws IOException {
    try (Stream<Path> all = Files.walk(cache())) {
      return all.filter(it -> it.getFileName().toString().length() == 62).toList();
    }
  }

  private static Path copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    return Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Waits until nothing was changed just now. */
  private static void settle() throws IOException {
    try {
      Thread.sleep(120);
    } catch (InterruptedException fault) {
      throw new IOException(fault);
    }
  }

  private static final Path SEAMS = FIXTURES.resolve("seams").resolve("prebuilt");

  private List<String> build() throws IOException {
    Path inputs = folder.resolve("inputs");
    List<String> check = new ArrayList<>(List.of("check", "--fail-on", "risky"));
    for (String name : List.of("core.o", "driver.o", "glue.o")) {
      check.add(copy(SEAMS.resolve("agree").resolve(name), inputs.resolve(name)).toString());
    }
    check.add("--cache");
    check.add(cache().toString());
    settle();
    return check;
  }

  @Test
  void aChangedObjectOfTheSameSizeAndTimeIsReadAnew() throws IOException {
    List<String> check = build();
    String before = say(check);
    assertThat(entries()).isNotEmpty();
    Path core = Path.of(check.get(3));
    java.nio.file.attribute.FileTime time = Files.getLastModifiedTime(core);
    byte[] bytes = Files.readAllBytes(core);
    byte[] changed = Files.readAllBytes(SEAMS.resolve("struct-changed").resolve("core.o"));
    // The longer of the two decides the size; what stands behind an ELF file is ignored.
    int size = Math.max(bytes.length, changed.length);
    Files.write(core, java.util.Arrays.copyOf(bytes, size));
    Files.setLastModifiedTime(core, time);
    settle();
    assertThat(say(check)).isEqualTo(before);
    Files.write(core, java.util.Arrays.copyOf(changed, size));
    Files.setLastModifiedTime(core, time);
    settle();
    List<String> anew = new ArrayList<>(check.subList(0, check.size() - 2));
    String without = say(anew, "--no-cache");
    assertThat(say(check)).isEqualTo(without).isNotEqualTo(before);
    // The old content, in another file of the same name, size and time.
    Files.delete(core);
    Files.write(core, java.util.Arrays.copyOf(bytes, size));
    Files.setLastModifiedTime(core, time);
    settle();
    assertThat(say(check)).isEqualTo(before);
  }

  @Test
  void anObjectThatChangedJustNowIsNotRemembered() throws IOException {
    List<String> check = build();
    Path core = Path.of(check.get(3));
    for (int i = 0; i < 20; i++) {
      String variant = i % 2 == 0 ? "struct-changed" : "agree";
      Files.write(core, Files.readAllBytes(SEAMS.resolve(variant).resolve("core.o")));
      String with = say(check);
      assertThat(with)
          .as("round %d", i)
          .isEqualTo(say(check.subList(0, check.size() - 2), "--no-cache"));
    }
  }

  @Test
  void anotherPathToTheSameContentIsNamedAsItIs() throws IOException {
    List<String> check = build();
    say(check);
    int known = entries().size();
    Path moved = folder.resolve("moved").resolve("core.o");
    copy(Path.of(check.get(3)), moved);
    settle();
    check.set(3, moved.toString());
    String with = say(check);
    assertThat(with).isEqualTo(say(check.subList(0, check.size() - 2), "--no-cache"));
    assertThat(entries().size()).isGreaterThan(known);
  }

  @Test
  void otherOptionsAreOtherAnswers() throws IOException {
    List<String> check = build();
    List<List<String>> options =
        List.of(
            List.of(),
            List.of("--symbols", "*power*"),
            List.of("--fail-on", "undetermined"),
            List.of("--verbose", "-j", "1"),
            List.of("-j", "3"));
    for (int round = 0; round < 2; round++) {
      for (List<String> some : options) {
        String[] more = some.toArray(String[]::new);
        List<String> without = new ArrayList<>(check.subList(0, check.size() - 2));
        without.add("--no-cache");
        assertThat(untimedText(say(check, more))).isEqualTo(untimedText(say(without, more)));
      }
    }
  }

  private static String untimedText(String report) {
    return report.replaceAll("(?m)^Time: .*$", "");
  }

  @Test
  void aDamagedEntryIsSaidAndTheReportStands() throws IOException {
    List<String> check = build();
    String before = untimedText(say(check, "--verbose"));
    for (Path entry : entries()) {
      byte[] bytes = Files.readAllBytes(entry);
      bytes[bytes.length / 2] ^= 1;
      Files.write(entry, bytes);
    }
    say(check, "--verbose");
    assertThat(err).contains("is damaged and was removed");
    assertThat(untimedText(say(check, "--verbose"))).isEqualTo(before);
    assertThat(err).isEmpty();
  }

  @Test
  void aFolderThatOthersMayWriteIsNotUsed() throws IOException {
    List<String> check = build();
    Files.createDirectory(cache());
    Files.setPosixFilePermissions(
        cache(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
    String without = say(check.subList(0, check.size() - 2), "--no-cache");
    int status = run(check.toArray(String[]::new));
    assertThat(status + "\n" + out + "\n").isEqualTo(without);
    assertThat(err).contains("is not used: others may write to it");
    assertThat(entries()).isEmpty();
  }

  @Test
  void oneOfTheTwoOptionsIsEnough() {
    assertThat(run("check", "--no-cache", "--cache", cache().toString(), "a.o")).isEqualTo(3);
    assertThat(err).contains("exclude each other");
  }

  @Test
  void theFolderOfTheUserFollowsTheEnvironment() {
    assertThat(CacheOptions.ofUser(Map.of("XDG_CACHE_HOME", "/c", "HOME", "/h")))
        .contains(Path.of("/c/abiseam/summaries"));
    assertThat(CacheOptions.ofUser(Map.of("XDG_CACHE_HOME", "c", "HOME", "/h")))
        .contains(Path.of("/h/.cache/abiseam/summaries"));
    assertThat(CacheOptions.ofUser(Map.of())).isEmpty();
  }
}
