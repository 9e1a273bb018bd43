package org.abiseam.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Runs most of the program, while the virtual machine records which classes it loads and links and
 * which methods it compiles, so that later runs begin with them. What is found does not matter.
 */
final class Training {
  private Training() {}

  /**
   * Checks objects without summaries, with those that are written, and with those that are read,
   * and writes a report in JSON. What reads JSON or YAML stays out: its library is large, and what
   * is loaded here is loaded in each run.
   *
   * @param arguments a folder for summaries, which is not there yet; objects to check, and Rust
   *     source between them
   */
  public static void main(String[] arguments) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    Path summaries = Path.of(arguments[0]);
    CacheOptions.ofUser(Map.of("HOME", summaries.toString()));
    Console console = new Console(nowhere, nowhere, Terminal.ofProcess(), Optional.of(summaries));
    List<String> objects = List.of(arguments).subList(1, arguments.length);
    run(console, objects, "check", "--no-cache", "--quiet");
    run(console, objects, "check");
    run(console, objects, "check", "--cache", summaries.toString(), "--verbose");
    String report = summaries.resolve("report.json").toString();
    run(console, objects, "check", "--no-cache", "--quiet", "--format", "json:" + report);
    run(console, List.of(objects.getFirst(), objects.getLast()), "compare", "--no-cache");
    run(console, List.of(objects.getFirst(), objects.getLast()), "layout", "sample");
    Runtime.getRuntime().halt(0);
  }

  private static void run(Console console, List<String> objects, String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.addAll(objects);
    Main.run(arguments.toArray(String[]::new), console);
  }
}
