package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** rustc describes what a crate declares of which no source is there. */
class MetadataTest {
  private static final String C =
      """
      struct mark { int a; };
      int right(struct mark *m) { return m->a; }
      int linked(long x) { return (int) x; }
      short count;
      int inner(int x) { return x; }
      """;

  private static final String CRATE =
      """
      #![no_std]
      pub mod raw {
          #[repr(C)] pub struct mark { pub a: i32 }
          extern "C" {
              pub fn right(m: *mut mark) -> i32;
              #[link_name = "linked"] pub fn right_for_rust(x: i32) -> i32;
              pub static mut count: i32;
              fn inner(x: i64) -> i32;
          }
          pub fn linked(x: i16) -> i16 { x }
          pub fn any<T>(x: T) -> T { x }
      }
      """;

  @TempDir private Path directory;
  private final CommandLineForTests line = new CommandLineForTests();

  private String run(String program, String... options) throws IOException, InterruptedException {
    String found = CargoTest.program(program);
    List<String> words = new ArrayList<>(List.of(found));
    words.addAll(List.of(options));
    Process process =
        new ProcessBuilder(words).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(output).isZero();
    return found;
  }

  @Test
  void aLibraryAndMetadataAloneTellWhatTheCrateDeclares() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("c.c"), C);
    Files.writeString(directory.resolve("lib.rs"), CRATE);
    run("gcc", "-g", "-c", "c.c");
    String rustc = run("rustc", "--crate-name=shapes", "--crate-type=rlib", "lib.rs");
    run("rustc", "--crate-name=shapes", "--crate-type=lib", "--emit=metadata", "lib.rs");
    for (String crate : List.of("libshapes.rlib", "libshapes.rmeta")) {
      String file = directory.resolve(crate).toString();
      int status = line.run("check", "--rustc", rustc, file, directory.resolve("c.o").toString());
      assertThat(status).as(line.err).isEqualTo(12);
      assertThat(line.out)
          .contains("HARMFUL  linked  call-argument", "HARMFUL  count  layout-size")
          .contains("Functions shared by C and Rust: 2\n  1 agree, 1 disagree, 0 undetermined")
          .contains("describes 3 functions and variables of C and 1 types")
          .doesNotContain("inner");
    }
  }

  @Test
  void theReportOfALibraryNamesTheCompilerThatTellsMore() throws IOException, InterruptedException {
    Files.writeString(directory.resolve("c.c"), C);
    Files.writeString(
        directory.resolve("lib.rs"),
        "extern \"C\" { fn linked(x: i64) -> i32; }"
            + " pub fn call() -> i32 { unsafe { linked(1) } }");
    run("gcc", "-g", "-c", "c.c");
    run("rustc", "-g", "--crate-name=shapes", "--crate-type=rlib", "lib.rs");
    String library = directory.resolve("libshapes.rlib").toString();
    assertThat(line.run("check", library, directory.resolve("c.o").toString())).isZero();
    assertThat(line.out).contains("Next: abiseam check --rustc rustc ");
  }

  @Test
  void whatRustcSaysOfMetadataOfAnotherOneIsShown() throws IOException {
    Path rustc = directory.resolve("rustc");
    Files.writeString(
        rustc, "#!/bin/sh\necho 'rustc version mismatch. expected 1.95, found 1.97'\n");
    Files.setPosixFilePermissions(rustc, PosixFilePermissions.fromString("rwxr-xr-x"));
    String file = Files.writeString(directory.resolve("a.rmeta"), "rust").toString();
    assertThat(line.run("check", "--rustc", rustc.toString(), file)).isEqualTo(3);
    assertThat(line.err).contains("name the rustc that compiled it", "expected 1.95, found 1.97");
  }

  @Test
  void metadataWithoutACompilerSaysWhatReadsIt() throws IOException {
    String file = Files.writeString(directory.resolve("a.rmeta"), "rust").toString();
    assertThat(line.run("check", file)).isEqualTo(3);
    assertThat(line.err).contains("a.rmeta is metadata of rustc", "--rustc");
  }
}
