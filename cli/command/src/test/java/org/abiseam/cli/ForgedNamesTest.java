package org.abiseam.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.abiseam.fixtures.Dies.at;
import static org.abiseam.fixtures.Dies.die;
import static org.abiseam.fixtures.Dies.labelled;
import static org.abiseam.fixtures.Dies.to;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.abiseam.fixtures.Dies;
import org.abiseam.fixtures.Elves;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of types, members, files and compilers in an object are whatever its writer chose. */
class ForgedNamesTest {
  private static final int EM_X86_64 = 62;

  @TempDir private Path directory;
  private final CommandLineForTests line = new CommandLineForTests();

  /** A struct, its member and its file by this name, the member at a byte. */
  private String object(String file, String name, int offset) throws IOException {
    Elves elf = Elves.of(EM_X86_64, true, false).section(".text", 1, 6, new byte[32]);
    Dies.version(5)
        .unit(
            die(
                0x11,
                at(0x25, 0x08, "GNU C17 14.2.0 -g" + name),
                at(0x13, 0x05, 0x1d),
                at(0x03, 0x08, name + ".c"),
                labelled("int", 0x24, at(0x03, 0x08, "int"), at(0x0b, 0x0b, 4), at(0x3e, 0x0b, 5)),
                labelled(
                    "t",
                    0x13,
                    at(0x03, 0x08, name),
                    at(0x0b, 0x0b, 8),
                    die(
                        0x0d,
                        at(0x03, 0x08, name),
                        at(0x49, 0x13, to("int")),
                        at(0x38, 0x0b, offset))),
                die(
                    0x2e,
                    at(0x03, 0x08, "take"),
                    at(0x3f, 0x19, 1),
                    at(0x27, 0x19, 1),
                    at(0x11, 0x01, 0),
                    at(0x12, 0x0b, 8),
                    die(0x05, at(0x03, 0x08, name), at(0x49, 0x13, to("t"))))))
        .sections()
        .forEach(elf::section);
    elf.symbols(new Elves.Symbol("take", 0, 8, 0x12, 1));
    return Files.write(directory.resolve(file), elf.bytes()).toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "x\nHARMFUL  struct forged  layout-size\n::error::forged",
        "x\r\n\n# forged\n\n![forged](https://example.org/x.png)",
        "\u001b[2J\u001b]0;forged\u0007",
        "x\u202eforged\u2066",
        "`|` <script>forged</script> *x* _y_ ``` |",
        "\"}, {\"forged\": true, \"x\": \"",
        "]]></failure><forged/>",
      })
  void aNameIsShownAndForgesNothing(String name) throws IOException {
    String old = object("old.o", name, 0);
    String recent = object("new.o", name, 4);
    for (String format : new String[] {"text", "markdown", "github", "junit", "sarif", "html"}) {
      assertThat(line.run("compare", "--verbose", "--format", format, old, recent)).isEqualTo(12);
      assertThat(line.out)
          .as(format)
          .contains("forged")
          .doesNotContain("\u001b", "\u0007", "\u202e", "\u2066", "\r");
      assertThat(line.out.lines())
          .as(format)
          .noneMatch(one -> one.startsWith("HARMFUL  struct forged") || one.startsWith("::error::"))
          .noneMatch(one -> one.startsWith("# forged"));
    }
    assertThat(line.run("compare", "--format", "html", old, recent)).isEqualTo(12);
    assertThat(line.out).doesNotContain("<script>forged", "<forged/>");
    assertThat(line.run("compare", "--format", "junit", old, recent)).isEqualTo(12);
    assertThat(line.out).doesNotContain("<script>forged", "<forged/>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\n- {rule: y}", "\u001b[31m", "a\"b\\c", "x\u202e: #", "*"})
  void theProposedSuppressionMatchesWhatItCameFrom(String name) throws IOException {
    String old = object("old.o", name, 0);
    String recent = object("new.o", name, 4);
    assertThat(line.run("compare", "--verbose", old, recent)).isEqualTo(12);
    String entries =
        line.out
            .lines()
            .filter(one -> one.startsWith("  suppress "))
            .map(one -> one.substring("  suppress ".length()).replace("reason: }", "reason: x}"))
            .reduce("suppressions:\n", (all, one) -> all + "  " + one + "\n");
    Path file = Files.writeString(directory.resolve("known.yaml"), entries, UTF_8);
    assertThat(line.run("compare", "--suppressions", file.toString(), old, recent))
        .as(line.err)
        .isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x\ny", "\u001b[31m", "a\"b\\c", "x\u202e", "a b\tc", "# x", "\\x1b"})
  void aSnapshotKeepsEveryName(String name) throws IOException {
    String old = object("old.o", name, 0);
    String snapshot = directory.resolve("old.txt").toString();
    assertThat(line.run("snapshot", "-o", snapshot, old)).as(line.err).isZero();
    assertThat(line.run("compare", snapshot, old)).as(line.out).isZero();
    assertThat(line.run("compare", snapshot, object("new.o", name, 4))).isEqualTo(12);
  }
}
