package org.abiseam.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.abiseam.cli.report.Status;

/**
 * Command lines that read a damaged file, by its form. {@code M} is that file, {@code O} the same
 * file whole, {@code C} and {@code R} are two objects that disagree.
 */
enum FuzzCommands {
  OBJECT(
      "[^.]*\\.(o|so|ko|a|deb|rpm|tar|btf|rlib|dwp|dwo|debug)(\\.(gz|xz|zst|bz2))?",
      "check M R C",
      "check M C",
      "check M R",
      "compare M O",
      "compare O M",
      "snapshot M",
      "dump sections M",
      "dump units M",
      "dump types M R C",
      "dump signatures M R C",
      "dump seam M R",
      "layout sample M R C",
      "explain sample_probe M R C"),
  SOURCE(
      ".*\\.(ll|rs)",
      "check --bindings M C R",
      "check --bindings M C",
      "layout --bindings M sample C"),
  SNAPSHOT(".*\\.abi", "check M R", "compare M O", "compare C M", "snapshot M"),
  SUPPRESSIONS(".*\\.suppressions", "check --suppressions M C R", "compare --suppressions M C R"),
  SYMBOLS(".*\\.symbols", "check --symbols M C R", "compare --symbols M C R"),
  POLICY(".*\\.policy", "gate --policy M C R");

  private final Pattern seeds;
  private final List<String> commands;

  FuzzCommands(String seeds, String... commands) {
    this.seeds = Pattern.compile(seeds);
    this.commands = List.of(commands);
  }

  /** What a command did. */
  record Outcome(int status, String text) {
    /** Tells whether it says that something could not be read. */
    boolean incomplete() {
      return (status & Status.ERROR) != 0;
    }

    /** Tells whether the program itself failed. */
    boolean broken() {
      return text.contains("internal error") || text.contains("out of memory");
    }
  }

  boolean isSeed(String name) {
    return seeds.matcher(name).matches();
  }

  List<String> commands() {
    return commands;
  }

  static Path partner(Path fixtures, String object) {
    return fixtures.resolve("prebuilt/offset-differs/x86_64-dwarf5/" + object);
  }

  /** Runs one of the commands on a file. */
  static Outcome run(String command, Path fixtures, Path damaged, Path whole) {
    String[] words = command.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] =
          switch (words[i]) {
            case "M" -> damaged.toString();
            case "O" -> whole.toString();
            case "C" -> partner(fixtures, "provider.o").toString();
            case "R" -> partner(fixtures, "consumer.o").toString();
            case String word -> word;
          };
    }
    return run(words);
  }

  static Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8)) {
      int status = Main.run(arguments, new Terminal(false, false, true), stream, stream);
      stream.flush();
      return new Outcome(status, out.toString(StandardCharsets.UTF_8));
    } catch (UncheckedIOException | Error e) {
      return new Outcome(Status.ERROR, "internal error " + e);
    }
  }

  /** What was read of a file, so far as commands show it: a verdict rests on nothing else. */
  static String read(Path fixtures, Path file) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String command :
        List.of(
            "snapshot M",
            "dump sections M",
            "dump units M",
            "dump types M R C",
            "dump signatures M R C")) {
      all.append(run(command, fixtures, file, file).text());
    }
    if (Files.size(file) == 0) {
      all.append("nothing");
    }
    return all.toString();
  }
}
