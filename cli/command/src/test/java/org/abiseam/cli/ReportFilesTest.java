package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reports on disk are whole or not there, whatever becomes of the process. */
class ReportFilesTest {
  private static final int REPORTS = 1_000;
  private static final String END = "</html>\n";

  @TempDir Path directory;

  private static Path prebuilt(String name) {
    return Path.of("..", "fixtures", "prebuilt", name, "x86_64-dwarf5").toAbsolutePath();
  }

  /** A process that writes very many reports, as the launcher starts it. */
  private Process process() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("org.abiseam.cli.Main", "check", "--no-cache"));
    for (int i = 0; i < REPORTS; i++) {
      command.addAll(List.of("--format", "html:" + directory.resolve(i + ".html")));
    }
    command.add(prebuilt("offset-differs").toString());
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolveSibling(directory.getFileName() + ".log").toFile())
        .start();
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  /** Waits until some reports are there, and not all. */
  private void midway(Process process) throws Exception {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    while (files().size() < 5) {
      assertThat(process.isAlive()).isTrue();
      assertThat(System.nanoTime()).isLessThan(end);
      Thread.sleep(1);
    }
  }

  @Test
  void aProcessThatIsToldToEndLeavesWholeReportsAndNothingElse() throws Exception {
    Process process = process();
    midway(process);
    process.destroy();
    // The signal's status, or an error where the report being written is gone before the process.
    assertThat(process.waitFor()).isIn(128 + 15, 1);
    assertThat(files()).hasSizeBetween(1, REPORTS - 1);
    for (Path file : files()) {
      assertThat(file.getFileName().toString()).doesNotStartWith(".");
      assertThat(Files.readString(file)).endsWith(END);
    }
  }

  @Test
  void aProcessThatIsKilledLeavesNoPartUnderTheNameOfAReport() throws Exception {
    Process process = process();
    midway(process);
    process.destroyForcibly().waitFor();
    assertThat(files()).hasSizeBetween(1, REPORTS);
    for (Path file : files()) {
      if (!file.getFileName().toString().startsWith(".")) {
        assertThat(Files.readString(file)).endsWith(END);
      }
    }
  }

  @Test
  void aReportThatIsReplacedKeepsItsPermissionsAndTheLinkToIt() throws IOException {
    Path file = Files.writeString(directory.resolve("report.json"), "old");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    Path link = Files.createSymbolicLink(directory.resolve("latest.json"), file.getFileName());
    WholeFile.replace("the report", link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(Files.readString(file)).isEqualTo("new");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-r-----");
    assertThat(files()).containsExactly(link, file);
  }

  @Test
  void aPipeIsWrittenToAndStaysAPipe() throws Exception {
    Path pipe = directory.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path copy = directory.resolve("copy");
    Process reader =
        new ProcessBuilder("cat", pipe.toString()).redirectOutput(copy.toFile()).start();
    WholeFile.replace("the report", pipe, "through");
    assertThat(reader.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(copy)).isEqualTo("through");
    assertThat(Files.isRegularFile(pipe)).isFalse();
    assertThat(files()).containsExactly(copy, pipe);
  }

  @Test
  void anInputIsNeverOverwritten() throws IOException {
    Path object =
        Files.copy(prebuilt("offset-differs").resolve("provider.o"), directory.resolve("a.o"));
    Path link = Files.createSymbolicLink(directory.resolve("report.json"), object.getFileName());
    Path hard = Files.createLink(directory.resolve("hard.json"), object);
    Path source = Files.writeString(directory.resolve("ffi.rs"), "extern \"C\" { fn f(); }\n");
    byte[] before = Files.readAllBytes(object);
    CommandLineForTests line = new CommandLineForTests();
    for (Path file : List.of(object, link, hard)) {
      assertThat(line.run("check", "--format", "json:" + file, object.toString())).isEqualTo(3);
      assertThat(line.run("snapshot", "-o", file.toString(), object.toString())).isEqualTo(3);
    }
    assertThat(line.run("check", "--bindings", source.toString(), "--format", "json:" + source))
        .isEqualTo(3);
    assertThat(line.err).contains("ffi.rs is read and would be overwritten; name another file");
    assertThat(line.run("witness", "-o", source.toString(), source.toString())).isEqualTo(3);
    // An object that is no input is none of our outputs either.
    assertThat(line.run("check", "--format", "json:" + object, source.toString())).isEqualTo(3);
    assertThat(line.err).contains("it is an object file or a library; name another file");
    assertThat(Files.readAllBytes(object)).isEqualTo(before);
    assertThat(Files.readString(source)).startsWith("extern");
  }

  @Test
  void oneFileIsNotTwoReports() {
    CommandLineForTests line = new CommandLineForTests();
    String file = directory.resolve("report").toString();
    String other = directory.resolve("./report").toString();
    assertThat(
            line.run(
                "check",
                "--format",
                "json:" + file,
                "--format",
                "html:" + other,
                prebuilt("offset-differs").toString()))
        .isEqualTo(3);
    assertThat(line.err).contains("two outputs are the file");
  }

  @Test
  void aReportThatCannotBeWrittenCostsItselfAlone() throws IOException {
    Path full = Path.of("/dev/full");
    Path good = directory.resolve("good.json");
    CommandLineForTests line = new CommandLineForTests();
    assertThat(
            line.run(
                "check",
                "--format",
                "html:" + full,
                "--format",
                "json:" + good,
                prebuilt("offset-differs").toString()))
        .isEqualTo(13);
    assertThat(line.err).contains("the report /dev/full cannot be written");
    assertThat(Files.readString(good)).endsWith("}\n");
  }

  @Test
  void whatStandsAgainstAReportIsSaidWithTheNextStep() {
    assertThat(WholeFile.obstacle(directory)).contains("it is a directory; name a file in it");
    assertThat(WholeFile.obstacle(directory.resolve("absent/report.json")).orElseThrow())
        .startsWith("there is no directory ")
        .endsWith("/absent; create it or name another file");
    assertThat(WholeFile.obstacle(directory.resolve("report.json"))).isEmpty();
  }
}
