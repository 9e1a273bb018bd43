package org.abiseam.dwarf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.abiseam.dwarf.DebugFiles.Wanted;
import org.abiseam.elf.ObjectFile.DebugLink;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which file is found where; its contents stand for its build id. */
class DebugDirectoriesTest {
  @TempDir Path root;
  private DebugFiles files = DebugFiles.NONE;

  @BeforeEach
  void searchesOneDirectory() {
    files = given(List.of());
  }

  private DebugFiles given(List<Path> paths) {
    return DebugFiles.asGdbDoes(
        List.of(root.resolve("debug")),
        paths,
        path -> {
          try {
            return Optional.of(
                TestObject.of(path.toString(), false, Map.of())
                    .withBuildId(Files.readString(path))
                    .open());
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  private Path write(String path, String contents) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, contents);
  }

  private Optional<String> find(Wanted wanted) {
    return files
        .find(wanted)
        .map(found -> root.relativize(Path.of(found.file().path()).normalize()).toString());
  }

  private String object() {
    return root.resolve("bin/prog").toString();
  }

  @Test
  void aSeparateFileIsFoundByItsBuildId() throws IOException {
    write("debug/.build-id/ab/cdef.debug", "abcdef");

    assertThat(find(new Wanted.Separate(object(), Optional.of("abcdef"), Optional.empty())))
        .contains("debug/.build-id/ab/cdef.debug");
  }

  @Test
  void aFileOfAnotherBuildIsNotTaken() throws IOException {
    write("debug/.build-id/ab/cdef.debug", "000000");

    assertThat(find(new Wanted.Separate(object(), Optional.of("abcdef"), Optional.empty())))
        .isEmpty();
  }

  @Test
  void aLinkLeadsIntoNoOtherDirectory() throws IOException {
    write("elsewhere/prog.debug", "123456789");

    for (String name : List.of("../elsewhere/prog.debug", root + "/elsewhere/prog.debug")) {
      assertThat(
              find(
                  new Wanted.Separate(
                      object(), Optional.empty(), Optional.of(new DebugLink(name, 0xcbf43926)))))
          .isEmpty();
    }
  }

  @Test
  void aLinkIsFollowedWhereTheChecksumFits() throws IOException {
    write("bin/prog.debug", "stale");
    write("bin/.debug/prog.debug", "123456789");

    // The CRC-32 of "123456789" is the check value of the algorithm.
    assertThat(
            find(
                new Wanted.Separate(
                    object(),
                    Optional.empty(),
                    Optional.of(new DebugLink("prog.debug", 0xcbf43926)))))
        .contains("bin/.debug/prog.debug");
  }

  @Test
  void aLinkIsFollowedIntoADebugDirectory() throws IOException {
    write("debug/prog.debug", "123456789");
    DebugLink link = new DebugLink("prog.debug", 0xcbf43926);
    Wanted wanted = new Wanted.Separate(object(), Optional.empty(), Optional.of(link));
    assertThat(find(wanted)).contains("debug/prog.debug");

    write("debug/prog.debug", "stale");
    assertThat(find(wanted)).isEmpty();
  }

  @Test
  void aSplitFileIsLookedForInTheCompilationDirectoryAndBesideTheObject() throws IOException {
    Wanted wanted = new Wanted.Split(object(), "out/a.dwo", root.resolve("build").toString());
    assertThat(find(wanted)).isEmpty();

    write("bin/a.dwo", "");
    assertThat(find(wanted)).contains("bin/a.dwo");

    write("build/out/a.dwo", "");
    assertThat(find(wanted)).contains("bin/a.dwo");
    files = given(List.of(root.resolve("build")));
    assertThat(find(wanted)).contains("build/out/a.dwo");
    files = given(List.of(write("build/prog", "")));
    assertThat(find(wanted)).contains("build/out/a.dwo");
  }

  /** What a stranger's object records would open any file that the user may read. */
  @Test
  void aPathThatAnObjectRecordsLeadsToNothingThatWasNotGiven() throws IOException {
    String secret = write("elsewhere/secret", "abcdef").toString();

    for (String name : List.of(secret, "../elsewhere/secret", "x/../../elsewhere/secret")) {
      assertThat(find(new Wanted.Split(object(), name, root.resolve("bin").toString()))).isEmpty();
      assertThat(find(new Wanted.Supplementary(object(), name, "abcdef"))).isEmpty();
    }
  }

  @Test
  void aPackageLiesBesideTheObject() throws IOException {
    write("bin/prog.dwp", "");

    assertThat(find(new Wanted.Package(object()))).contains("bin/prog.dwp");
    assertThat(find(new Wanted.Package(object() + "(main.o)"))).contains("bin/prog.dwp");
  }

  @Test
  void aSupplementaryFileIsFoundByNameFromTheObjectOrByItsId() throws IOException {
    Wanted wanted = new Wanted.Supplementary(object(), "../common", "abcdef");
    write("bin/prog", "");
    write("debug/.build-id/ab/cdef.debug", "abcdef");
    assertThat(find(wanted)).contains("debug/.build-id/ab/cdef.debug");

    write("common", "abcdef");
    assertThat(find(wanted)).contains("debug/.build-id/ab/cdef.debug");
    files = given(List.of(root.resolve("common")));
    assertThat(find(wanted)).contains("common");
  }

  @Test
  void aNameThatIsNoPathFindsNothing() {
    assertThat(find(new Wanted.Split(object(), "a\0b.dwo", ""))).isEmpty();
  }
}
