package org.abiseam.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.abiseam.cli.Version;
import org.abiseam.cli.report.Paint;
import org.abiseam.cli.report.Presentation;
import org.abiseam.cli.report.ReportFormat;
import org.abiseam.cli.report.Status;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.Abiseam;
import org.abiseam.engine.cache.FileStamp;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;
import org.abiseam.engine.result.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs whole fleets on a Spark in this process. */
class FleetTest {
  private static final Path FIXTURES = Path.of("../fixtures/prebuilt").toAbsolutePath().normalize();

  private static Spark spark;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    spark = Spark.open("local[2]");
  }

  @AfterAll
  static void stop() {
    spark.close();
  }

  private record Ran(int status, String out, String err) {}

  /** Runs a command with its own standard streams. */
  private static synchronized Ran run(String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
      int status = Main.run(arguments);
      return new Ran(
          status, written.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private Path manifest(String text) throws IOException {
    return Files.writeString(folder.resolve("fleet.yaml"), text);
  }

  private Ran run(Path manifest) {
    return run("run", manifest.toString(), "--out", folder.resolve("out").toString());
  }

  private Ran ask(String question) {
    return run("ask", question, "--out", folder.resolve("out").toString());
  }

  private static String objects(String fixture) {
    return FIXTURES.resolve(fixture).resolve("x86_64-dwarf5") + "/*.o";
  }

  @Test
  void eachBuildHasTheReportOfASingleCheck() throws IOException {
    Path manifest =
        manifest(
            """
            builds:
              - name: differs
                modules: ["%s"]
                tags: {architecture: amd64, version: "1"}
              - name: agrees
                modules: ["%s"]
                tags: {architecture: amd64, version: "2"}
            """
                .formatted(objects("offset-differs"), objects("bitfield-agrees")));

    Ran ran = run(manifest);

    assertThat(ran.status()).isEqualTo(Status.DIFFERENCE | Status.HARMFUL);
    assertThat(report("differs")).isEqualTo(alone("offset-differs"));
    assertThat(report("agrees")).isEqualTo(alone("bitfield-agrees"));
    String page = Files.readString(folder.resolve("out/index.html"));
    assertThat(page).contains("1 of 2 builds stop", "builds/differs/report.html");
    assertThat(page.indexOf(">differs<")).isLessThan(page.indexOf(">agrees<"));
    assertThat(ask("carriers").out()).contains("layout-offset", "differs");
    assertThat(ask("since").out()).contains("amd64", "differs");
    assertThat(
            ask("SELECT build, exit_status FROM builds ORDER BY position").out().lines().toList())
        .containsExactly("build\texit_status", "differs\t12", "agrees\t0");

    run(manifest);

    assertThat(ask("new").out().lines()).as("nothing is new in a second run").hasSize(1);
  }

  private String report(String build) throws IOException {
    return timeless(Files.readString(folder.resolve("out/builds/" + build + "/report.json")));
  }

  private static String alone(String fixture) throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(fixture).resolve("x86_64-dwarf5"))) {
      List<Path> objects = files.filter(file -> file.toString().endsWith(".o")).sorted().toList();
      Report found = Abiseam.check(CheckRequest.of(objects), Progress.SILENT);
      int value = found.verification().findings().isEmpty() ? 0 : 12;
      Status status = Status.decided(found, value);
      return timeless(
          ReportFormat.JSON.text(
              found, new Presentation(status, Paint.NONE, Verbosity.NORMAL, Version.TEXT)));
    }
  }

  private static String timeless(String json) {
    return json.replaceAll("(?s)\"timing\" : \\{.*?\\}\\s*\\}", "");
  }

  @Test
  void aBuildThatCannotBeReadCostsItselfAlone() throws IOException {
    Path missing = folder.resolve("policy.yaml");
    Path manifest =
        manifest(
            """
            builds:
              - name: broken
                modules: ["%s"]
                policy: policy.yaml
              - name: sound
                modules: ["%s"]
            """
                .formatted(objects("offset-differs"), objects("bitfield-agrees")));

    Ran ran = run(manifest);

    assertThat(ran.status()).isEqualTo(Status.ERROR);
    assertThat(ran.err()).contains("broken: attempt 2 failed: " + missing);
    assertThat(folder.resolve("out/builds/sound/report.json")).exists();
    assertThat(ask("unread").out()).contains("broken\t", missing.toString());
    assertThat(Files.readString(folder.resolve("out/index.html"))).contains("not verified");
  }

  @Test
  void buildsThatShareModulesAreCompared() throws IOException {
    Path changes = FIXTURES.resolveSibling("changes");
    Path manifest =
        manifest(
            """
            builds:
              - {name: one, image: "%s"}
              - {name: two, image: "%s"}
            share-modules: [[one, two]]
            """
                .formatted(changes.resolve("changes-old.o"), changes.resolve("changes-new.o")));

    run(manifest);

    assertThat(folder.resolve("out/comparisons/one--two/report.json")).exists();
    assertThat(ask("SELECT count(*) FROM changes").out().lines().toList().getLast())
        .isNotEqualTo("0");
  }

  /** What a run found stands until a file of the build, or a report, is another one. */
  @Test
  void aBuildThatIsAsItWasIsNotJudgedAgain() throws IOException {
    Path own = Files.createDirectory(folder.resolve("own"));
    Path object = own.resolve("consumer.o");
    Path differs = FIXTURES.resolve("offset-differs").resolve("x86_64-dwarf5");
    Path agrees = FIXTURES.resolve("bitfield-agrees").resolve("x86_64-dwarf5");
    Files.copy(differs.resolve("consumer.o"), object);
    Files.copy(differs.resolve("provider.o"), own.resolve("provider.o"));
    Files.writeString(folder.resolve("policy.yaml"), "fail-on: harmful\n");
    Path changes = FIXTURES.resolveSibling("changes");
    Path manifest =
        manifest(
            """
            builds:
              - {name: own, modules: ["own"], policy: policy.yaml}
              - {name: one, image: "%s"}
              - {name: two, image: "%s"}
            share-modules: [[one, two]]
            """
                .formatted(changes.resolve("changes-old.o"), changes.resolve("changes-new.o")));
    int status = run(manifest).status();
    await(object);
    String first = everything();
    run(manifest);
    assertThat(everything()).isEqualTo(first);
    Path prepared = folder.resolve("out/unchanged/answer.txt");
    assertThat(prepared).content().contains("one with two: unchanged since the run before");

    Ran again = run(manifest);

    assertThat(again.status()).isEqualTo(status);
    assertThat(reused("builds")).containsExactly("one", "own", "two");
    assertThat(reused("comparisons")).containsExactly("one");
    assertThat(everything()).isEqualTo(first);
    assertThat(again.err()).contains("one with two: unchanged since the run before");
    assertThat(ask("new").out().lines()).hasSize(1);

    Path report = folder.resolve("out/builds/two/report.txt");
    Files.writeString(report, "all is well");
    Files.copy(agrees.resolve("consumer.o"), object, StandardCopyOption.REPLACE_EXISTING);
    Files.copy(
        agrees.resolve("provider.o"),
        own.resolve("provider.o"),
        StandardCopyOption.REPLACE_EXISTING);
    assertThat(run(manifest).err()).contains("one: unchanged since the run before, exit status 16");

    assertThat(reused("builds")).as("the image of two was judged anew").containsExactly("one");
    assertThat(reused("comparisons")).isEmpty();
    assertThat(Files.readString(report)).isNotEqualTo("all is well");
    assertThat(ask("SELECT exit_status FROM builds WHERE build = 'own'").out())
        .isEqualTo("exit_status\n0\n");
    assertThat(ask("SELECT DISTINCT build FROM findings").out()).doesNotContain("own");
  }

  private List<String> reused(String table) {
    String name = table.equals("builds") ? "build" : "old";
    String question = "SELECT %s FROM %s WHERE reused ORDER BY 1".formatted(name, table);
    return ask(question).out().lines().skip(1).toList();
  }

  /** Returns what all tables say, but for which rows are new and how long it took. */
  private String everything() {
    StringBuilder all = new StringBuilder();
    for (Table table : Table.values()) {
      if (table != Table.TIMINGS) {
        String columns =
            Stream.of(table.schema().fieldNames())
                .filter(one -> !List.of("reused", "content", "reports").contains(one))
                .collect(Collectors.joining(", "));
        all.append(ask("SELECT %s FROM %s ORDER BY ALL".formatted(columns, table.word())).out());
      }
    }
    return all.toString();
  }

  /** Waits until a file is no longer one that was changed a moment ago. */
  private static void await(Path file) {
    Instant until = Instant.now().plusSeconds(10);
    while (Instant.now().isBefore(until)
        && FileStamp.of(file).filter(one -> one.isFresh(Instant.now())).isPresent()) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aManifestThatSaysWhatItMayNotIsRefused() throws IOException {
    assertThat(run(manifest("builds: []\n")).err()).contains("it lists no build");
    assertThat(run(manifest("builds: [{name: a}]\n")).err()).contains("names no image");
    assertThat(run(manifest("builds: [{name: a/b, image: x}]\n")).err()).contains("a/b");
    assertThat(run(manifest("builds: [{name: a, images: x}]\n")).err())
        .contains("fleet.yaml:1: 'images' is not a known key");
    Ran ran = run(manifest("builds: [{name: a, image: \"none/*.o\"}]\n"));
    assertThat(ran.err()).contains("none/*.o");
    assertThat(ran.status()).isEqualTo(Status.ERROR + Status.USAGE);
  }

  @Test
  void anUnknownQuestionNamesThoseThatThereAre() {
    assertThat(ask("everything").err()).contains("carriers", "since");
  }
}
