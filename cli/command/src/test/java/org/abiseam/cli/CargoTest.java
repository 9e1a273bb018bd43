package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The workspace of {@code fixtures/cargo}: each mistake is found, and no twin of one. */
class CargoTest {
  /** What a project may set, and what hides debug info where nothing is done about it. */
  private static final String LINKED_AND_SPLIT =
      """
      [profile.release]
      lto = "fat"
      split-debuginfo = "unpacked"
      strip = "debuginfo"

      """;

  private static final Path WORKSPACE = Path.of("..", "fixtures", "cargo");

  @TempDir private Path directory;
  private final CommandLineForTests line = new CommandLineForTests();
  private Path project;

  @BeforeEach
  void aCopyOfTheWorkspace() {
    project = directory.resolve("project");
    copyWorkspace(project);
  }

  static void copyWorkspace(Path project) {
    try (Stream<Path> files = Files.walk(WORKSPACE)) {
      for (Path file : files.toList()) {
        Files.copy(file, project.resolve(WORKSPACE.relativize(file).toString()));
      }
    } catch (IOException fault) {
      throw new UncheckedIOException(fault);
    }
  }

  static String cargo() {
    program("cc");
    program("ar");
    return program("cargo");
  }

  /** The program in {@code PATH}, or where rustup puts it; a test without it is skipped. */
  static String program(String name) {
    List<String> folders = new ArrayList<>(List.of(System.getenv("PATH").split(":")));
    folders.add(System.getProperty("user.home") + "/.cargo/bin");
    Optional<Path> found =
        folders.stream()
            .map(folder -> Path.of(folder, name))
            .filter(Files::isExecutable)
            .findFirst();
    assumeTrue(
        found.isPresent(), "there is no program '" + name + "': what it builds is not tried");
    return found.orElseThrow().toString();
  }

  private JsonNode report(String... options) {
    String[] words =
        Stream.concat(
                Stream.of("cargo", "--offline", "--format", "json", "--cargo", cargo()),
                Stream.concat(Stream.of(options), Stream.of(project.toString())))
            .toArray(String[]::new);
    assertThat(line.run(words)).as(line.err).isEqualTo(12);
    return new JsonMapper().readTree(line.out);
  }

  private static Set<String> subjects(JsonNode report) {
    Set<String> names = new TreeSet<>();
    report
        .path("findings")
        .forEach(finding -> names.add(finding.path("subject").path("name").asString()));
    return names;
  }

  /** Returns where Rust declares the subject of each finding that rests on what rustc describes. */
  private static Set<String> lines(JsonNode report) {
    Set<String> lines = new TreeSet<>();
    for (JsonNode finding : report.path("findings")) {
      for (JsonNode view : finding.path("views")) {
        JsonNode origin = view.path("origin");
        if (origin.path("object").asString().endsWith(".witness.o")) {
          lines.add(
              "%s %s:%d"
                  .formatted(
                      finding.path("subject").path("name").asString(),
                      Path.of(origin.path("file").asString()).getFileName(),
                      origin.path("line").asInt()));
        }
      }
    }
    return lines;
  }

  @ParameterizedTest
  @CsvSource({
    "--color=never, libnative.a",
    "--release, libnative.a",
    "--features=native-sys/shared, libnative.so"
  })
  void allMistakesAreFoundAndNoTwinOfOne(String option, String library) throws IOException {
    if (option.equals("--release")) {
      change("Cargo.toml", "[workspace]", LINKED_AND_SPLIT + "[workspace]");
    }
    if (option.equals("--color=never")) {
      usedByABuildScript();
    }
    JsonNode report = report(option);
    assertThat(subjects(report))
        .containsExactlyInAnyOrder(
            "m_argument",
            "m_arity",
            "m_buffer",
            "m_callback",
            "m_color",
            "m_counter",
            "m_export",
            "m_float",
            "m_order",
            "m_own",
            // Takes m_color by value.
            "m_paint",
            "m_print",
            "m_program",
            "m_record",
            "m_result");
    assertThat(lines(report))
        .contains(
            "m_arity lib.rs:38",
            "m_buffer generated.rs:2",
            "m_float lib.rs:49",
            "m_program main.rs:5",
            "m_record records.rs:4");
    JsonNode functions = report.path("coverage").path("functions");
    assertThat(functions.path("shared").asInt()).isEqualTo(30);
    assertThat(functions.path("undetermined").asInt()).isZero();
    assertThat(report.path("remarks").get(2).asString())
        .startsWith("native-sys 0.2.0: compared with ")
        .endsWith(library);
  }

  @Test
  void whereTheLibraryHasNoDebugInfoTheReportSaysWhatToDo() throws IOException {
    change("native-sys/build.rs", "\"-g\"", "\"-g0\"");
    String[] words = {"cargo", "--offline", "--require-verified", "--cargo", cargo()};
    int status =
        line.run(
            Stream.concat(Stream.of(words), Stream.of(project.toString())).toArray(String[]::new));
    assertThat(status).as(line.err).isEqualTo(32);
    assertThat(line.out)
        .contains("libnative.a has no debug info (name its headers by --header, or install its")
        .contains("Nothing was verified")
        .endsWith("Next: abiseam cargo --header HEADER.h --offline " + project + "\n");
  }

  /** Cargo compiles the crate twice then, with two lists of features. */
  private void usedByABuildScript() throws IOException {
    change(
        "app/Cargo.toml",
        "[dependencies]",
        "[build-dependencies]\nnative-sys = { path = \"../native-sys\", features = [\"shared\"] }\n"
            + "[dependencies]");
    Files.writeString(project.resolve("app/build.rs"), "fn main() {}\n");
    Path lib = project.resolve("native-sys/src/lib.rs");
    Files.writeString(
        lib,
        "#[cfg(feature = \"shared\")] pub mod wrong {\n"
            + "  extern \"C\" { pub fn t_argument(first: f64, second: i32); } }\n",
        StandardOpenOption.APPEND);
  }

  private void change(String file, String from, String to) throws IOException {
    Path path = project.resolve(file);
    Files.writeString(path, Files.readString(path).replace(from, to));
  }

  @Test
  void aPolicyTellsWhichSymbolsCountAndNamesMoreBindings() throws IOException {
    Files.writeString(directory.resolve("more.rs"), "extern \"C\" { pub fn m_back(x: f64); }");
    Path policy = directory.resolve("policy.yaml");
    Files.writeString(policy, "symbols: [m_float, m_back]\nbindings: [more.rs]\n");
    Path file = directory.resolve("report.json");
    line.run(
        "cargo",
        "--offline",
        "--cargo",
        cargo(),
        "--policy",
        policy.toString(),
        "--format",
        "json:" + file,
        project.toString());
    JsonNode report = new JsonMapper().readTree(Files.readString(file));
    assertThat(subjects(report)).containsExactly("m_back", "m_float");
  }

  /** Expanded, the macro's variable is the one of its caller, which has another type. */
  @Test
  void whatRustcDoesNotTakeAgainIsReadFromItsSource() throws IOException {
    JsonNode first = report();
    assertThat(subjects(report())).isEqualTo(subjects(first));
    change(
        "native-sys/src/lib.rs",
        "pub mod records;",
        """
        macro_rules! hidden { ($of:ident) => {
          pub const fn hidden() -> u16 { let number = 1u16; let $of = 2u8; let _ = $of; number }
        } }
        hidden!(number);
        pub mod records;\
        """);
    JsonNode second = report();
    assertThat(subjects(second)).isEqualTo(subjects(first));
    assertThat(lines(second)).containsExactly("m_program main.rs:5");
    assertThat(second.path("remarks").get(2).asString())
        .endsWith(
            "rustc does not describe it, its source is read (error[E0308]: mismatched types)");
  }

  @Test
  void aBuildThatFailsIsSaidInTheWordsOfCargo() throws IOException {
    String cargo = cargo();
    Files.writeString(project.resolve("app/src/lib.rs"), "fn broken( {}\n");
    assertThat(line.run("cargo", "--offline", "--cargo", cargo, project.toString())).isEqualTo(1);
    assertThat(line.err).contains("cargo failed", "could not compile `app`");
  }

  @Test
  void whatIsNoProjectIsRefused() {
    assertThat(line.run("cargo", directory.toString())).isEqualTo(3);
    assertThat(line.err).contains("has no Cargo.toml");
    assertThat(line.run("cargo", "--cargo", "no-such-cargo", project.toString())).isEqualTo(1);
    assertThat(line.err).contains("there is no program 'no-such-cargo'; install Cargo");
  }
}
