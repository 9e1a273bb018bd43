package org.abiseam.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.abiseam.tests.hostile.Minimizer;
import org.abiseam.tests.hostile.Mutator;

/**
 * Reads damaged copies of small files, by one reader alone or by a whole command. A run fails if it
 * ends with an exception that the reader does not document, with an internal error or without
 * memory, if it takes longer than {@link #SLOW}, or if a command that says nothing of the damage
 * gives another verdict than for the whole file though the same was read. What failed is kept, with
 * no more damage than it takes to fail.
 *
 * <p>Arguments: seconds, seed, the fixtures, an empty directory.
 */
public final class Fuzz {
  /** Nanoseconds of the processors that a run may take. */
  private static final long SLOW = 5_000_000_000L;

  /** How many readers run for one command, which takes so much longer. */
  private static final int READERS_FOR_A_COMMAND = 8;

  private final Path fixtures;
  private final Path damaged;
  private final Path whole;
  private final Path directory;
  private final Mutator mutator;
  private final long seed;
  private final FuzzSeeds seeds;
  private final Map<FuzzTarget, List<FuzzSeeds.Seed>> readers = new EnumMap<>(FuzzTarget.class);
  private final Map<FuzzCommands, List<FuzzSeeds.Seed>> commands =
      new EnumMap<>(FuzzCommands.class);
  private final Map<String, Counts> counts = new TreeMap<>();
  private final Map<String, FuzzCommands.Outcome> wholes = new HashMap<>();
  private final FuzzWatchdog watchdog;
  private long slow = SLOW;
  private int number;

  /** What was seen of one kind of input. */
  private static final class Counts {
    private int runs;
    private int refused;
    private int same;
    private int differs;
    private int failed;
    private int slow;
    private int withoutMemory;
  }

  private Fuzz(long seed, Path fixtures, Path directory) throws IOException {
    this.seed = seed;
    this.mutator = new Mutator(seed);
    this.fixtures = fixtures;
    this.directory = directory;
    this.damaged = directory.resolve("damaged");
    this.whole = directory.resolve("whole");
    this.seeds = FuzzSeeds.of(fixtures, directory);
    this.watchdog = new FuzzWatchdog(directory);
  }

  /**
   * Runs for a time.
   *
   * @param arguments seconds, seed, the fixtures, a directory
   */
  public static void main(String[] arguments) throws IOException {
    Fuzz fuzz =
        new Fuzz(Long.parseLong(arguments[1]), Path.of(arguments[2]), Path.of(arguments[3]));
    fuzz.watchdog.look(SLOW);
    long end = System.nanoTime() + Long.parseLong(arguments[0]) * 1_000_000_000L;
    while (System.nanoTime() < end) {
      for (int i = 0; i < READERS_FOR_A_COMMAND; i++) {
        for (FuzzTarget target : FuzzTarget.values()) {
          fuzz.reader(target);
        }
      }
      fuzz.command();
    }
    fuzz.counts.forEach(
        (kind, of) ->
            System.out.printf(
                "%-20s %8d runs, %8d refused, %8d read with the same verdict, %8d with another,"
                    + " %d failed, %d slow, %d without memory%n",
                kind,
                of.runs,
                of.refused,
                of.same,
                of.differs,
                of.failed,
                of.slow,
                of.withoutMemory));
    Runtime.getRuntime().halt(fuzz.failed() == 0 ? 0 : 1);
  }

  /**
   * Runs one reader on a number of files, however long each takes.
   *
   * @return how many runs failed
   */
  static int failures(FuzzTarget target, int runs, long seed, Path fixtures, Path directory)
      throws IOException {
    Fuzz fuzz = new Fuzz(seed, fixtures, directory);
    fuzz.slow = Long.MAX_VALUE;
    for (int i = 0; i < runs; i++) {
      fuzz.reader(target);
    }
    return fuzz.failed();
  }

  /**
   * Runs a number of commands, however long each takes.
   *
   * @param runs how many
   * @param seed chooses the damage
   * @param fixtures the files to damage
   * @param directory an empty one
   * @return how many runs failed
   */
  static int failures(int runs, long seed, Path fixtures, Path directory) throws IOException {
    Fuzz fuzz = new Fuzz(seed, fixtures, directory);
    fuzz.slow = Long.MAX_VALUE;
    for (int i = 0; i < runs; i++) {
      fuzz.command();
    }
    return fuzz.failed();
  }

  private int failed() {
    return counts.values().stream().mapToInt(of -> of.failed + of.slow + of.withoutMemory).sum();
  }

  private void reader(FuzzTarget target) throws IOException {
    List<FuzzSeeds.Seed> of = readers.computeIfAbsent(target, seeds::of);
    FuzzSeeds.Seed original = of.get(mutator.choose(of.size()));
    byte[] bytes = mutator.mutate(original.bytes(), of.get(mutator.choose(of.size())).bytes());
    Counts seen = counts("reader " + target);
    watchdog.begin(name(original), bytes);
    Optional<String> fault = fault(target, bytes, seen);
    judge(seen, original, bytes, target.name(), watchdog.end(), fault);
    if (fault.isPresent()) {
      keep(original, Minimizer.smaller(original.bytes(), bytes, it -> fails(target, it)));
    }
  }

  private boolean fails(FuzzTarget target, byte[] bytes) {
    return fault(target, bytes, new Counts()).isPresent();
  }

  private Optional<String> fault(FuzzTarget target, byte[] bytes, Counts seen) {
    try {
      boolean read = target.read(Files.write(damaged, bytes));
      seen.refused += read ? 0 : 1;
      seen.same += read ? 1 : 0;
      return Optional.empty();
    } catch (IOException | RuntimeException | Error e) {
      StackTraceElement[] at = e.getStackTrace();
      return Optional.of(e + (at.length == 0 ? "" : " at " + at[0]));
    }
  }

  private void command() throws IOException {
    // Half of the commands read objects, which have most forms.
    int chosen = mutator.choose(2 * FuzzCommands.values().length);
    FuzzCommands kind = FuzzCommands.values()[chosen < FuzzCommands.values().length ? chosen : 0];
    List<FuzzSeeds.Seed> of = commands.computeIfAbsent(kind, seeds::of);
    FuzzSeeds.Seed original = of.get(mutator.choose(of.size()));
    byte[] bytes = mutator.mutate(original.bytes(), of.get(mutator.choose(of.size())).bytes());
    String command = kind.commands().get(mutator.choose(kind.commands().size()));
    Counts seen = counts("command " + kind);
    Files.write(whole, original.bytes());
    FuzzCommands.Outcome before = ofTheWhole(command, original);
    watchdog.begin(name(original), bytes);
    FuzzCommands.Outcome outcome =
        FuzzCommands.run(command, fixtures, Files.write(damaged, bytes), whole);
    long took = watchdog.end();
    Optional<String> fault = Optional.empty();
    if (outcome.broken()) {
      fault = Optional.of(outcome.text());
    } else if (outcome.incomplete()) {
      seen.refused++;
    } else if (outcome.equals(before)) {
      seen.same++;
    } else if (kind == FuzzCommands.OBJECT && readsTheSame(original, bytes)) {
      fault = Optional.of("another verdict, though the same was read");
    } else {
      seen.differs++;
    }
    judge(seen, original, bytes, command, took, fault);
  }

  private FuzzCommands.Outcome ofTheWhole(String command, FuzzSeeds.Seed original) {
    return wholes.computeIfAbsent(
        command + original.name() + java.util.Arrays.hashCode(original.bytes()),
        _ -> {
          try {
            return FuzzCommands.run(
                command, fixtures, Files.write(damaged, original.bytes()), whole);
          } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
          }
        });
  }

  private boolean readsTheSame(FuzzSeeds.Seed original, byte[] bytes) throws IOException {
    String before = FuzzCommands.read(fixtures, Files.write(damaged, original.bytes()));
    return before.equals(FuzzCommands.read(fixtures, Files.write(damaged, bytes)));
  }

  private Counts counts(String kind) {
    return counts.computeIfAbsent(kind.toLowerCase(Locale.ROOT), _ -> new Counts());
  }

  private void judge(
      Counts seen,
      FuzzSeeds.Seed original,
      byte[] bytes,
      String how,
      long took,
      Optional<String> fault)
      throws IOException {
    number++;
    seen.runs++;
    if (fault.isEmpty() && took <= slow) {
      return;
    }
    String text = fault.orElse("");
    boolean memory = text.contains("out of memory") || text.contains("OutOfMemoryError");
    if (memory) {
      seen.withoutMemory++;
    } else if (fault.isEmpty()) {
      seen.slow++;
    } else {
      seen.failed++;
    }
    keep(original, bytes);
    int at = Math.max(0, text.indexOf("internal error"));
    System.out.printf(
        "%s: %s: %d ms: %s%n",
        name(original),
        how,
        took / 1_000_000,
        text.substring(at, Math.min(text.length(), at + 400)).lines().findFirst().orElse(""));
  }

  private void keep(FuzzSeeds.Seed original, byte[] bytes) throws IOException {
    Files.write(directory.resolve(name(original)), bytes);
  }

  private String name(FuzzSeeds.Seed original) {
    return "failed-" + seed + "-" + number + "-" + original.name();
  }
}
