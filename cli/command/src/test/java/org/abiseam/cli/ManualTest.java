package org.abiseam.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.abiseam.cli.manual.Manual;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Help, manual pages and completions say of every command and option what the model does. */
class ManualTest {
  @TempDir private Path share;
  private final CommandLine commands =
      Commands.all(new Console(System.out, System.err, new Terminal(false, false, false)));

  @BeforeEach
  void write() throws IOException {
    Help.addTo(commands);
    Manual.write(commands, Version.TEXT, share);
  }

  private record Outcome(int status, String output) {}

  /** Runs a program of this machine; a test that needs one that is not here says so. */
  private static Outcome run(List<String> command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Outcome(process.waitFor(), output);
  }

  private static void needs(String program) {
    boolean there =
        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
            .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
    if (!there) {
      System.err.println("skipped: there is no " + program + " on this machine");
    }
    assumeTrue(there, program + " is not there");
  }

  private String page(String name) throws IOException {
    return Files.readString(share.resolve("man/man1").resolve(name + ".1"));
  }

  @Test
  void everyCommandTeachesByExample() {
    assertThat(commands.getSubcommands()).isNotEmpty();
    for (String name : commands.getSubcommands().keySet()) {
      assertThat(Help.of(name)).as(name).contains("Examples:");
      assertThat(Help.of(name).stream().filter(line -> line.startsWith("  abiseam " + name)))
          .as(name)
          .hasSizeGreaterThan(1);
      assertThat(Help.of(name).stream().mapToInt(String::length).max().orElse(0))
          .as(name)
          .isLessThanOrEqualTo(98);
    }
  }

  @Test
  void everyOptionOfEveryCommandIsInItsPage() throws IOException {
    for (Map.Entry<String, CommandLine> one : commands.getSubcommands().entrySet()) {
      String page = page("abiseam-" + one.getKey());
      assertThat(page).contains(".SH \"EXAMPLES\"", ".SH \"OPTIONS\"", ".SH \"SEE ALSO\"");
      for (OptionSpec option : one.getValue().getCommandSpec().options()) {
        assertThat(page).contains(option.longestName().replace("-", "\\-"));
      }
      assertThat(page("abiseam")).contains("\\fB" + one.getKey() + "\\fR");
    }
  }

  @Test
  void whatIsTypedCanBeCopied() throws IOException {
    assertThat(page("abiseam-kbuild"))
        .contains("\\fBabiseam kbuild \\-\\-module . /lib/modules/$(uname \\-r)/build\\fR")
        .doesNotContain("\n.abiseam", "\n'");
  }

  @Test
  void theManualPageIsRendered() throws IOException, InterruptedException {
    needs("man");
    for (String name : List.of("abiseam", "abiseam-check", "abiseam-gate")) {
      String file = share.resolve("man/man1").resolve(name + ".1").toString();
      Outcome outcome = run(List.of("man", "--warnings", "-l", file));
      String plain = outcome.output().replaceAll(".\b", "").replaceAll("\u001b\\[[0-9;]*m", "");
      assertThat(outcome.status()).as(plain).isZero();
      assertThat(plain).contains("SYNOPSIS", "EXAMPLES", "EXIT STATUS").doesNotContain("warning:");
    }
  }

  private List<String> bash(String... words) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("bash", "-c", BASH, "bash"));
    command.add(share.resolve("bash-completion/completions/abiseam").toString());
    command.addAll(List.of(words));
    return List.of(run(command).output().strip().split("\\s+", -1));
  }

  private static final String BASH =
      """
      source "$1"; shift
      compopt() { :; }
      COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}
      _complete_abiseam
      echo "${COMPREPLY[@]}"
      """;

  @Test
  void bashCompletesCommandsOptionsAndTheirWords() throws IOException, InterruptedException {
    needs("bash");
    assertThat(bash("abiseam", "ch")).containsExactly("check");
    assertThat(bash("abiseam", "check", "--sy")).containsExactly("--symbols");
    assertThat(bash("abiseam", "check", "--fail-on", ""))
        .containsExactly("harmful", "risky", "undetermined");
    assertThat(bash("abiseam", "gate", "--format", "s")).containsExactly("sarif");
    assertThat(bash("abiseam", "dump", "se")).containsExactly("sections", "seam");
    assertThat(bash("abiseam", "explain", "call-v")).containsExactly("call-variadic");
  }

  @Test
  void zshAndFishReadTheirFiles() throws IOException, InterruptedException {
    Path zsh = share.resolve("zsh/site-functions/_abiseam");
    Path fish = share.resolve("fish/vendor_completions.d/abiseam.fish");
    assertThat(Files.readString(zsh))
        .startsWith("#compdef abiseam\n")
        .contains(
            "'--fail-on=[lowest level that makes the exit status nonzero\\: harmful (default),"
                + " risky, undetermined]:LEVEL:(harmful risky undetermined)'");
    assertThat(Files.readString(fish))
        .contains(
            "complete -c abiseam -n '__fish_use_subcommand' -f -a kbuild -d 'Verifies a kernel"
                + " build tree",
            "complete -c abiseam -n '__fish_seen_subcommand_from check' -l fail-on -r -f -a"
                + " 'harmful risky undetermined'");
    needs("zsh");
    assertThat(run(List.of("zsh", "-n", zsh.toString()))).isEqualTo(new Outcome(0, ""));
    needs("fish");
    assertThat(run(List.of("fish", "-n", fish.toString()))).isEqualTo(new Outcome(0, ""));
  }
}
