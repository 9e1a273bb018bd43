package org.abiseam.tests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The script that starts abiseam, in a home of its own with a JDK and a Maven that only say so. */
final class LauncherTest {
  private static final String MAVEN =
      """
      #!/bin/sh
      echo run >> maven-runs
      [ ! -e broken ] || { echo 'cannot compile'; exit 1; }
      echo '[INFO] Building abi-model 0.1.0                                     [1/7]'
      mkdir -p cli/command/target/abiseam/lib
      touch cli/command/target/abiseam/lib/abiseam.jar cli/command/target/abiseam/lib/.built
      """;

  private static final String JAVA =
      """
      #!/bin/sh
      home=${0%/jdks/*}/home
      for last; do
        case $last in
          -XX:AOTCacheOutput=*)
            echo run >> "$home/training-runs"
            [ -e "$home/no-cache" ] || echo cache > "${last#*=}" ;;
          -XX:AOTCache=*) cached=" with its cache" ;;
        esac
      done
      [ -z "$LC_ALL" ] || echo "LC_ALL=$LC_ALL" > "$home/locale"
      echo "java $last$cached"
      """;

  @TempDir Path directory;
  private Path home;
  private Path jdks;

  private record Ended(int status, String out, String err) {}

  @BeforeEach
  void aCheckoutWithoutAJdk() throws IOException {
    home = Files.createDirectories(directory.resolve("home"));
    jdks = Files.createDirectories(directory.resolve("jdks"));
    String script = Files.readString(Path.of("..", "abiseam"));
    // The machine's own JDKs are not to be found.
    script = script.replace("/usr/lib/jvm/", jdks + "/").replace("/opt/", directory + "/none/");
    executable(home.resolve("abiseam"), script.replace("/usr/java/", directory + "/none/"));
    Files.createDirectories(home.resolve("cli/command/src/main"));
    Files.writeString(home.resolve("pom.xml"), "");
    executable(directory.resolve("bin/mvn"), MAVEN);
  }

  private static void executable(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private void jdk(String version) throws IOException {
    Path jdk = jdks.resolve("jdk-" + version);
    executable(jdk.resolve("bin/java"), JAVA);
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private Ended run(String argument) throws IOException {
    return run(argument, Map.of());
  }

  private Ended run(String argument, Map<String, String> variables) throws IOException {
    return run(argument, variables, directory);
  }

  private Ended run(String argument, Map<String, String> variables, Path streams)
      throws IOException {
    Files.createDirectories(streams);
    ProcessBuilder builder = new ProcessBuilder(home.resolve("abiseam").toString(), argument);
    builder.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
    builder.environment().put("HOME", home.toString());
    builder.environment().keySet().removeAll(List.of("JAVA_HOME", "ABISEAM_JAVA_HOME"));
    builder.environment().putAll(variables);
    builder.environment().values().removeIf(String::isEmpty);
    Path out = streams.resolve("out");
    Path err = streams.resolve("err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    try {
      int status = process.waitFor();
      return new Ended(status, Files.readString(out, UTF_8), Files.readString(err, UTF_8));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void withoutAJdkItSaysInOneLineWhatToInstall() throws IOException {
    jdk("21.0.4");
    Ended ended = run("check");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err().lines().toList())
        .singleElement()
        .asString()
        .startsWith("abiseam: needs a JDK 25 or newer; install one");
  }

  @Test
  void itBuildsOnFirstUseAndThenStartsAtOnce() throws IOException {
    jdk("25.0.1");
    Ended first = run("one");
    assertThat(first.err())
        .isEqualTo(
            "abiseam: building (once, until a source changes)\n"
                + "abiseam: building, 1 of 7: abi-model\n");
    assertThat(first.out()).isEqualTo("java one\n");
    Ended second = run("two");
    assertThat(second.err()).isEmpty();
    assertThat(second.out()).isEqualTo("java two\n");
    assertThat(Files.readString(home.resolve("maven-runs"))).isEqualTo("run\n");
  }

  @Test
  void versionAndHelpAnswerBeforeTheFirstBuildAndWithoutAJdk() throws IOException {
    Files.copy(Path.of("..", "pom.xml"), home.resolve("pom.xml"), REPLACE_EXISTING);
    Files.copy(Path.of("..", "README.md"), home.resolve("README.md"));
    assertThat(run("--version").out()).matches("abiseam [0-9.]+\n");
    assertThat(run("--help").out())
        .contains("not built yet", "abiseam check FILE...\n", "explain FINGERPRINT")
        .doesNotContain("](", "`", "\\|");
    assertThat(home.resolve("maven-runs")).doesNotExist();
    jdk("25.0.1");
    run("one");
    assertThat(run("--version").out()).isEqualTo("java --version\n");
  }

  @Test
  void twoFirstStartsAtOnceBuildOnce() throws Exception {
    jdk("25.0.1");
    somethingToTrainWith();
    List<Ended> ended = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<Future<Ended>> starts = new ArrayList<>();
      for (String name : List.of("one", "two")) {
        starts.add(threads.submit(() -> run(name, Map.of(), directory.resolve(name))));
      }
      for (Future<Ended> start : starts) {
        ended.add(start.get());
      }
    }
    assertThat(ended).extracting(Ended::status).containsOnly(0);
    assertThat(ended.get(0).out()).startsWith("java one");
    assertThat(ended.get(1).out()).startsWith("java two");
    assertThat(Files.readString(home.resolve("maven-runs"))).isEqualTo("run\n");
    assertThat(run("three").out()).isEqualTo("java three with its cache\n");
  }

  private void somethingToTrainWith() throws IOException {
    Path build = home.resolve("fixtures/prebuilt/one/x86_64-dwarf5");
    Files.writeString(Files.createDirectories(build).resolve("provider.o"), "");
  }

  @Test
  void theStartUpCacheIsMadeOnFirstUseWhoeverBuilt() throws IOException {
    jdk("25.0.1");
    somethingToTrainWith();
    Path lib = Files.createDirectories(home.resolve("cli/command/target/abiseam/lib"));
    Files.writeString(lib.resolve("abiseam.jar"), "");
    Path stamp = Files.writeString(lib.resolve(".built"), "");
    assertThat(stamp.toFile().setLastModified(System.currentTimeMillis() + 60_000)).isTrue();
    assertThat(run("one")).isEqualTo(new Ended(0, "java one with its cache\n", ""));
    assertThat(run("two")).isEqualTo(new Ended(0, "java two with its cache\n", ""));
    assertThat(Files.readString(home.resolve("training-runs"))).isEqualTo("run\n");
    assertThat(home.resolve("maven-runs")).doesNotExist();
  }

  @Test
  void aCacheThatCannotBeMadeIsTriedOnce() throws IOException {
    jdk("25.0.1");
    somethingToTrainWith();
    Files.writeString(home.resolve("no-cache"), "");
    run("one");
    assertThat(run("two").out()).isEqualTo("java two\n");
    assertThat(Files.readString(home.resolve("training-runs"))).isEqualTo("run\n");
  }

  @Test
  void itStartsWithoutAHomeAndDecodesPathsInEachLocale() throws IOException {
    jdk("25.0.1");
    assertThat(run("one", Map.of("HOME", "", "LC_ALL", "C")).out()).isEqualTo("java one\n");
    assertThat(Files.readString(home.resolve("locale"))).isEqualTo("LC_ALL=C.UTF-8\n");
    assertThat(run("one", Map.of("LC_ALL", "de_DE.UTF-8")).out()).isEqualTo("java one\n");
    assertThat(Files.readString(home.resolve("locale"))).isEqualTo("LC_ALL=de_DE.UTF-8\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "a:b", "a\nb", "$x;'\""})
  void itStartsBelowAnyFolder(String name) throws IOException {
    jdk("25.0.1");
    Path elsewhere = directory.resolve(name).resolve("home");
    Files.createDirectories(elsewhere.getParent());
    Files.move(home, elsewhere);
    home = elsewhere;
    assertThat(run("one")).extracting(Ended::status, Ended::out).containsExactly(0, "java one\n");
  }

  /** In a distribution the cache lies in a folder of the user, not beside the jars. */
  @Test
  void aCacheThatOthersCouldWriteIsNotUsed() throws IOException {
    jdk("25.0.1");
    Path bin = directory.resolve("usr/bin/abiseam");
    executable(bin, Files.readString(home.resolve("abiseam")));
    Path lib = Files.createDirectories(directory.resolve("usr/lib/abiseam"));
    Files.writeString(lib.resolve("abiseam.jar"), "");
    Files.writeString(lib.resolve(".built"), "");
    Path objects = Files.createDirectories(lib.resolve("training/one/x86_64-dwarf5"));
    Files.writeString(objects.resolve("provider.o"), "");
    home = bin.getParent();
    Map<String, String> variables = Map.of("XDG_CACHE_HOME", directory.resolve("cache").toString());
    Files.createDirectories(directory.resolve("home"));
    assertThat(run("one", variables).out()).isEqualTo("java one with its cache\n");
    Path caches = directory.resolve("cache/abiseam");
    Files.setPosixFilePermissions(caches, PosixFilePermissions.fromString("rwxrwxrwx"));
    assertThat(run("two", variables).out()).isEqualTo("java two\n");
  }

  @Test
  void aChangedSourceIsBuiltAgain() throws IOException {
    jdk("25.0.1");
    run("one");
    Path source = Files.writeString(home.resolve("cli/command/src/main/New.java"), "");
    assertThat(source.toFile().setLastModified(System.currentTimeMillis() + 60_000)).isTrue();
    assertThat(run("two").err()).contains("building");
  }

  @Test
  void aBuildThatFailsShowsWhyAndStartsNothing() throws IOException {
    jdk("25.0.1");
    Files.writeString(home.resolve("broken"), "");
    Ended ended = run("check");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("cannot compile", "abiseam: the build failed");
  }
}
