package org.abiseam.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.abiseam.cli.report.Verbosity;
import org.abiseam.engine.request.Caching;
import org.abiseam.engine.request.Progress;

/** Options of each command that remembers between runs what it learned of objects. */
final class CacheOptions extends OptionGroup {
  private static final int MIB = 20;

  private final Supplier<Optional<Path>> folder =
      optional(
          Path.class,
          "DIR",
          "folder in which summaries of objects are kept between runs (default:"
              + " $XDG_CACHE_HOME/abiseam/summaries)",
          "--cache");

  private final Supplier<Integer> size =
      value(
          Integer.class,
          (int) (Caching.USUAL_BYTES >> MIB),
          "MIB",
          "size that the folder may grow to, in MiB; what was used longest ago goes first (default:"
              + " 1024)",
          "--cache-size");

  private final Supplier<Boolean> none =
      flag("read all objects again and keep no summaries", "--no-cache");

  /**
   * Finds the folder of summaries of the user who runs the program (XDG Base Directory
   * Specification).
   *
   * @return empty where there is no home
   */
  static Optional<Path> ofUser(Map<String, String> environment) {
    return absolute(environment.getOrDefault("XDG_CACHE_HOME", ""))
        .or(() -> absolute(environment.getOrDefault("HOME", "")).map(one -> one.resolve(".cache")))
        .map(one -> one.resolve("abiseam").resolve("summaries"));
  }

  /** A relative path in the environment counts as none. */
  private static Optional<Path> absolute(String path) {
    try {
      return Optional.of(Path.of(path)).filter(Path::isAbsolute);
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
  }

  /** Returns where summaries are kept; empty where none are. */
  Optional<Caching> settings(Console console) {
    if (none.get() && folder.get().isPresent()) {
      throw new UsageException("--cache and --no-cache exclude each other");
    }
    if (none.get()) {
      return Optional.empty();
    }
    long most = Math.max(0L, size.get()) << MIB;
    return folder
        .get()
        .map(chosen -> new Caching(chosen, true, most))
        .or(() -> console.summaries().map(own -> new Caching(own, false, most)));
  }

  /** Tells the user what makes the run slower, who named a cache or wants to know all. */
  Progress telling(Progress progress, Console console, Verbosity verbosity) {
    return folder.get().isPresent() || verbosity == Verbosity.VERBOSE
        ? new Telling(progress, console)
        : progress;
  }

  /** Writes what makes the run slower, and hands on the rest. */
  private record Telling(Progress progress, Console console) implements Progress {
    @Override
    public void stage(String name) {
      progress.stage(name);
    }

    @Override
    public void object(String path, int of) {
      progress.object(path, of);
    }

    @Override
    public void bytes(String path, long read, long of) {
      progress.bytes(path, read, of);
    }

    @Override
    public void slower(String sentence) {
      synchronized (console) {
        console.warn(sentence);
      }
    }

    @Override
    public boolean isCancelled() {
      return progress.isCancelled();
    }

    @Override
    public void close() {
      progress.close();
    }
  }
}
