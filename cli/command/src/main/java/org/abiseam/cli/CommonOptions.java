package org.abiseam.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.abiseam.cli.report.Paint;
import org.abiseam.engine.request.CheckRequest;
import org.abiseam.engine.request.Progress;

/** Options of each command that reads objects. */
final class CommonOptions extends OptionGroup {
  private static final Pattern C_SOURCE = Pattern.compile(".*\\.([ch]|cc|cpp|cxx|hh|hpp)");

  private final Supplier<Integer> jobs =
      value(
          Integer.class,
          Runtime.getRuntime().availableProcessors(),
          "N",
          "number of worker threads (default: all cores)",
          "-j",
          "--jobs");

  /** Where distributions install the debug info of what they strip. */
  static final Path DEBUG_FILES = Path.of("/usr/lib/debug");

  private final Supplier<Optional<Path>> debugDirectory =
      optional(
          Path.class,
          "DIR",
          "directory of separate debug files (default: " + DEBUG_FILES + ")",
          "--debug-dir");

  private final Supplier<List<Path>> bindings =
      list(
          Path.class,
          "FILE",
          "Rust source from bindgen, checked as a whole and used for the positions of bit-fields;"
              + " or LLVM IR from rustc (.ll)",
          "--bindings");

  private final Supplier<List<String>> conditions =
      list(
          String.class,
          "KEY[=\"VALUE\"]",
          "condition that holds in the Rust source of --bindings, as for rustc; other values of the"
              + " key do not hold",
          "--cfg");

  private final Supplier<When> progress =
      value(
          When.class,
          When.AUTO,
          "WHEN",
          "auto (on a terminal, not with --quiet), always or never",
          "--progress");

  private final Supplier<When> color =
      value(
          When.class, When.AUTO, "WHEN", "auto, always or never; NO_COLOR is respected", "--color");

  /** Makes the request of a check. */
  CheckRequest request(List<Path> inputs) {
    List<Path> sources = new ArrayList<>(inputs.stream().filter(CommonOptions::isSource).toList());
    sources.addAll(bindings());
    return CheckRequest.of(inputs.stream().filter(path -> !isSource(path)).toList())
        .withThreads(threads())
        .withDebugDirectory(debugDirectory())
        .withBindings(sources)
        .withConditions(conditions.get());
  }

  /** Tells by its ending whether a FILE is Rust source or LLVM IR, as {@code --bindings} takes. */
  private static boolean isSource(Path path) {
    return path.toString().endsWith(".rs") || path.toString().endsWith(".ll");
  }

  int threads() {
    if (jobs.get() < 1) {
      throw new UsageException("--jobs: " + jobs.get() + " is less than 1");
    }
    return jobs.get();
  }

  Optional<Path> debugDirectory() {
    Optional<Path> missing = debugDirectory.get().filter(path -> !Files.isDirectory(path));
    if (missing.isPresent()) {
      throw new UsageException("--debug-dir: " + missing.get() + " is not a directory");
    }
    return debugDirectory.get();
  }

  /** Returns the Rust sources that were named. */
  List<Path> bindings() {
    for (Path path : bindings.get()) {
      if (C_SOURCE.matcher(path.toString()).matches()) {
        throw new UsageException(
            "--bindings: " + path + " is C, not Rust; give a header of C by --header");
      }
    }
    return bindings.get();
  }

  Progress progress(Console console) {
    return progress(console, false);
  }

  Progress progress(Console console, boolean quiet) {
    return progress.get().decide(console.terminal().errors() && !quiet)
        ? new ProgressLine(console.err(), System::nanoTime)
        : Progress.SILENT;
  }

  Paint paint(Terminal terminal) {
    return color.get().decide(terminal.output() && !terminal.plain()) ? Paint.ANSI : Paint.NONE;
  }
}
