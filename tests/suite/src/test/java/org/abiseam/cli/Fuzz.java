package org.abiseam.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.abiseam.tests.hostile.Mutator;

/**
 * Runs commands on damaged copies of the fixtures. A run fails if the program ends with an internal
 * error or without memory, or takes longer than {@link #SLOW}. What failed is kept.
 *
 * <p>Arguments: seconds, seed, the fixtures, an empty directory.
 */
public final class Fuzz {
  /** Nanoseconds that a run may take; bytes that a file to damage may have. */
  private static final long SLOW = 5_000_000_000L;

  private static final int LARGEST = 64 << 10;

  /** One kind of input, by the property {@code abiseam.fuzz}. */
  private static final Optional<Kind> ONLY =
      Optional.ofNullable(System.getProperty("abiseam.fuzz")).map(Kind::valueOf);

  private final Path directory;
  private final Path fixtures;
  private final Mutator mutator;
  private long slow = SLOW;
  private final long seed;
  private final Map<String, Counts> counts = new TreeMap<>();
  private final List<Seed> seeds = new ArrayList<>();

  /** A file that is read without a diagnostic, and what it is. */
  private record Seed(Kind kind, String name, byte[] bytes) {}

  /** What was seen of one kind of input. */
  private static final class Counts {
    private int runs;
    private int diagnosed;
    private int failed;
  }

  /** Kinds of input, by the command line that reads one; {@code M} is the damaged file. */
  private enum Kind {
    OBJECT(
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
        "explain sample_probe M R C",
        "check --suppressions M R C"),
    BINDINGS("check --bindings M C R", "check --bindings M C", "layout --bindings M sample C"),
    SNAPSHOT("check M R", "compare M O", "compare C M", "snapshot M"),
    SUPPRESSIONS("check --suppressions M C R", "compare --suppressions M C R"),
    SYMBOLS("check --symbols M C R", "compare --symbols M C R"),
    POLICY("gate --policy M C R");

    private final List<String> commands;

    Kind(String... commands) {
      this.commands = List.of(commands);
    }
  }

  private Fuzz(long seed, Path fixtures, Path directory) {
    this.seed = seed;
    this.mutator = new Mutator(seed);
    this.fixtures = fixtures;
    this.directory = directory;
  }

  /**
   * Runs the commands for a time.
   *
   * @param arguments seconds, seed, the fixtures, a directory
   */
  public static void main(String[] arguments) throws IOException {
    Fuzz fuzz =
        new Fuzz(Long.parseLong(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    fuzz.collect();
    long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
    int number = 0;
    while (System.nanoTime() < end) {
      fuzz.one(number++);
    }
    int failed = 0;
    for (Map.Entry<String, Counts> entry : fuzz.counts.entrySet()) {
      Counts of = entry.getValue();
      failed += of.failed;
      System.out.printf(
          "%-14s %7d runs, %7d with exit status bit 1, %d failed%n",
          entry.getKey(), of.runs, of.diagnosed, of.failed);
    }
    Runtime.getRuntime().halt(failed == 0 ? 0 : 1);
  }

  /**
   * Runs a number of commands, however long each takes.
   *
   * @param runs how many
   * @param seed chooses the damage
   * @param fixtures the files to damage
   * @param directory an empty one
   * @return how many runs ended with an internal error or without memory
   */
  public static int failures(int runs, long seed, Path fixtures, Path directory)
      throws IOException {
    Fuzz fuzz = new Fuzz(seed, fixtures, directory);
    fuzz.slow = Long.MAX_VALUE;
    fuzz.collect();
    for (int i = 0; i < runs; i++) {
      fuzz.one(i);
    }
    return fuzz.counts.values().stream().mapToInt(of -> of.failed).sum();
  }

  private void collect() throws IOException {
    try (Stream<Path> files = Files.walk(fixtures)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        String name = file.getFileName().toString();
        if (Files.size(file) <= LARGEST && !file.toString().contains("observations")) {
          byte[] bytes = Files.readAllBytes(file);
          if (name.matches(
              ".*\\.(o|ko|a|deb|rpm|tar|btf|rlib|dwp|dwo|debug)(\\.(gz|xz|zst|bz2))?")) {
            seeds.add(new Seed(Kind.OBJECT, name, bytes));
          } else if (name.endsWith(".ll") || name.contains("bindings") && name.endsWith(".rs")) {
            seeds.add(new Seed(Kind.BINDINGS, name, bytes));
          }
        }
      }
    }
    for (String object : List.of("provider.o", "consumer.o")) {
      Path saved = directory.resolve("saved.abi");
      run("snapshot", "-o", saved.toString(), partner(object));
      seeds.add(new Seed(Kind.SNAPSHOT, object + ".abi", Files.readAllBytes(saved)));
    }
    text(
        Kind.SUPPRESSIONS,
        "suppressions:\n"
            + "  - {rule: layout-offset, subject: \"sample\", reason: x, until: 2030-01-01}\n"
            + "  - rule: layout-size\n"
            + "    subject: 'b*'\n"
            + "    reason: known\n");
    text(
        Kind.SUPPRESSIONS,
        "[suppress_type]\n  name_regexp = ^s.*e$\n  has_data_member_inserted_at = end\n"
            + "[suppress_function]\n  symbol_name = f\n");
    text(Kind.SUPPRESSIONS, "PASS drivers/net/*\nFAIL vmlinux EXPORT_SYMBOL_GPL\n");
    text(Kind.SYMBOLS, "[abi_symbol_list]\n  sample_keep\n  sample\n\n[abi_whitelist]\n  open\n");
    text(Kind.SYMBOLS, "0x12345678\tsample\tvmlinux\tEXPORT_SYMBOL_GPL\t\n");
    text(
        Kind.POLICY,
        "fail-on: risky\ncoverage: {types: 98, functions: 99.9}\nsuppressions:\n"
            + "  - {rule: layout-size, subject: s, reason: r}\n");
  }

  private void text(Kind kind, String text) {
    seeds.add(new Seed(kind, "text" + seeds.size(), text.getBytes(StandardCharsets.UTF_8)));
  }

  private String partner(String object) {
    return fixtures.resolve("prebuilt/offset-differs/x86_64-dwarf5/" + object).toString();
  }

  private void one(int number) throws IOException {
    // Half of the runs read objects, which have most forms.
    int chosen = mutator.choose(2 * Kind.values().length);
    Kind kind = ONLY.orElse(Kind.values()[chosen < Kind.values().length ? chosen : 0]);
    List<Seed> of = seeds.stream().filter(seed -> seed.kind() == kind).toList();
    Seed original = of.get(mutator.choose(of.size()));
    byte[] other = of.get(mutator.choose(of.size())).bytes();
    byte[] damaged = mutator.mutate(original.bytes(), other);
    Path file = Files.write(directory.resolve("damaged"), damaged);
    Path whole = Files.write(directory.resolve("whole"), original.bytes());
    String command = kind.commands.get(mutator.choose(kind.commands.size()));
    String[] words = command.split(" ");
    for (int i = 0; i < words.length; i++) {
      words[i] =
          switch (words[i]) {
            case "M" -> file.toString();
            case "O" -> whole.toString();
            case "C" -> partner("provider.o");
            case "R" -> partner("consumer.o");
            case String word -> word;
          };
    }
    long start = System.nanoTime();
    Outcome outcome = run(words);
    long took = System.nanoTime() - start;
    Counts seen =
        counts.computeIfAbsent(kind.name().toLowerCase(java.util.Locale.ROOT), _ -> new Counts());
    seen.runs++;
    seen.diagnosed += (outcome.status() & 1) != 0 ? 1 : 0;
    boolean broken =
        outcome.text().contains("internal error") || outcome.text().contains("out of memory");
    if (broken || took > slow) {
      seen.failed++;
      String name = "failed-" + seed + "-" + number + "-" + original.name();
      Files.write(directory.resolve(name), damaged);
      int at = Math.max(0, outcome.text().indexOf("internal error"));
      System.out.printf(
          "%s: %s: %d ms: %s%n",
          name,
          command,
          took / 1_000_000,
          outcome
              .text()
              .substring(at, Math.min(outcome.text().length(), at + 300))
              .lines()
              .findFirst()
              .orElse(""));
    }
  }

  private record Outcome(int status, String text) {}

  private static Outcome run(String... arguments) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (PrintStream stream = new PrintStream(out, false, StandardCharsets.UTF_8)) {
      int status = Main.run(arguments, new Terminal(false, false, true), stream, stream);
      stream.flush();
      return new Outcome(status, out.toString(StandardCharsets.UTF_8));
    } catch (UncheckedIOException | Error e) {
      return new Outcome(1, "internal error " + e);
    }
  }
}
