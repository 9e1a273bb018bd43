package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A header stands for the C of a library that has no debug info. */
class HeaderTest {
  private static final String HEADER =
      """
      typedef struct { int a; long b; } pair;
      struct hidden;
      extern int level;
      typedef int (*visit)(struct hidden *, int);
      visit swap(visit next, void (*other)(const char *));
      int total(pair by_value, unsigned char flags);
      void print(const char *format, ...);
      static inline int twice(int x) { return 2 * x; }
      int without();
      #define total(a, b) total_checked(a, b)
      """;

  private static final String RUST =
      """
      #[repr(C)] pub struct pair { pub a: i32, pub b: i64 }
      #[repr(C)] pub struct hidden { _unused: [u8; 0] }
      pub type visit = Option<unsafe extern "C" fn(*mut hidden, i32) -> i32>;
      extern "C" {
          pub static mut level: i32;
          pub fn swap(next: visit, other: Option<unsafe extern "C" fn(*const i8)>) -> visit;
          pub fn total(by_value: pair, flags: u8) -> i32;
          pub fn print(format: *const i8, ...);
          pub fn absent(x: i32) -> i32;
      }
      """;

  @TempDir private Path directory;
  private final CommandLineForTests line = new CommandLineForTests();

  @BeforeEach
  void thereIsACompiler() {
    boolean found =
        Stream.of(System.getenv("PATH").split(":"))
            .anyMatch(folder -> Files.isExecutable(Path.of(folder, "gcc")));
    assumeTrue(found, "there is no program 'gcc': --header is not run");
  }

  private int check(String header, String rust, String... options) throws IOException {
    String c = Files.writeString(directory.resolve("lib.h"), header).toString();
    String source = Files.writeString(directory.resolve("lib.rs"), rust).toString();
    return line.run(
        Stream.concat(Stream.of("check", "--header", c, source), Stream.of(options))
            .toArray(String[]::new));
  }

  @Test
  void whatTheHeaderDeclaresIsVerified() throws IOException {
    assertThat(check(HEADER, RUST)).as(line.out).isZero();
    assertThat(line.out)
        .contains("Functions shared by C and Rust: 3\n  3 agree, 0 disagree, 0 undetermined")
        .contains("Variables shared by C and Rust: 1\n  1 agree, 0 disagree, 0 undetermined")
        .contains("lib.h stands for C: gcc compiled 4 of its declarations")
        .contains("absent");
  }

  /** What is compiled lies in a folder that is another one each time. */
  @Test
  void everyRunGivesTheSameReport() throws IOException {
    String wrong = RUST.replace("flags: u8", "flags: u16");
    check(HEADER, wrong, "--verbose");
    String first = line.out.replaceAll("Time: .*", "");
    check(HEADER, wrong, "--verbose");
    assertThat(line.out.replaceAll("Time: .*", "")).isEqualTo(first);
    assertThat(first).contains("lib.h(witness0.o)").doesNotContain("abiseam-header");
  }

  @Test
  void aHeaderWithoutFunctionsIsRefused() throws IOException {
    assertThat(check("typedef int number;", RUST)).isEqualTo(3);
    assertThat(line.err).contains("the headers declare no function with a prototype");
  }

  /** The name would end the declaration, and let the compiler read another file. */
  @Test
  void aNameThatIsNoIdentifierIsNotCompiled() throws IOException {
    String forged = "x; #include \"/dev/full\"";
    String rust =
        RUST.replace(
            "pub static mut level",
            "#[link_name = \"" + forged.replace("\"", "\\\"") + "\"] pub static mut level");
    assertThat(check(HEADER, rust)).as(line.out).isZero();
    assertThat(line.out).contains("gcc compiled 3 of its declarations");
  }

  @Test
  void aDifferenceIsFoundAtTheLineOfTheHeader() throws IOException {
    assertThat(check(HEADER, RUST.replace("flags: u8", "flags: u16"))).isEqualTo(12);
    assertThat(line.out).contains("HARMFUL  total  call-argument", "lib.h:6");
    assertThat(check(HEADER, RUST.replace("static mut level: i32", "static mut level: i64")))
        .isEqualTo(12);
    assertThat(line.out).contains("HARMFUL  level  ");
  }

  @Test
  void whatCannotBeDefinedIsLeftOutAndAllElseIsOneObject() throws IOException {
    String constant = "static const pair unset = {0, 0};\n";
    String rust = RUST.replace("pub fn absent", "pub static unset: pair; pub fn absent");
    assertThat(check(HEADER + constant, rust)).as(line.out).isZero();
    assertThat(line.out)
        .contains("not compiled from headers: unset", "gcc compiled 4 of its declarations")
        .contains("GNU C", ": 1 unit\n");
  }

  @Test
  void switchesReachTheCompiler() throws IOException {
    String header = HEADER.replace("long b", "WIDE b");
    assertThat(check(header, RUST, "--cflags", "-DWIDE=int -O0")).isEqualTo(12);
    assertThat(check(header, RUST, "--cflags", "-DWIDE=long")).isZero();
  }

  @Test
  void aHeaderThatIsNoCIsSaidInTheCompilersWords() throws IOException {
    assertThat(check("int broken(;\n", RUST)).isEqualTo(3);
    assertThat(line.err).contains("--header: the headers cannot be compiled", "lib.h:1");
    assertThat(check(HEADER, RUST, "--cc", "no-such-gcc")).isEqualTo(3);
    assertThat(line.err).contains("there is no program 'no-such-gcc'; install GCC");
  }

  @Test
  void temporaryFilesAreRemoved() throws IOException {
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    long before = headers(temporary);
    check(HEADER, RUST);
    check("int broken(;\n", RUST);
    check(HEADER, RUST, "--cc", "no-such-gcc");
    check("struct hidden; struct hidden total(struct hidden x);\n", RUST);
    assertThat(headers(temporary)).isLessThanOrEqualTo(before);
  }

  private static long headers(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("abiseam-header"))
          .count();
    }
  }
}
