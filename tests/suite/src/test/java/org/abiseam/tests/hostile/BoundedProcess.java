package org.abiseam.tests.hostile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.abiseam.cli.CommandsInTurn;

/** Runs commands one after the other in a process with the heap of the launcher. */
final class BoundedProcess {
  /** Megabytes that the launcher gives to the program. */
  static final int HEAP = 640;

  /** All commands on one input take a few seconds; what takes longer than this never ends. */
  private static final int SECONDS = 300;

  /** Inputs that one process reads: a virtual machine takes longer to start than most of them. */
  private static final int TOGETHER = 13;

  private BoundedProcess() {}

  /** Divides inputs among processes. */
  static <T> Stream<List<T>> groups(T[] inputs) {
    List<T> all = List.of(inputs);
    return IntStream.iterate(0, at -> at < all.size(), at -> at + TOGETHER)
        .mapToObj(at -> all.subList(at, Math.min(all.size(), at + TOGETHER)));
  }

  /** Returns a line for each command that ended. */
  static String inTurn(Path directory, List<List<String>> commands)
      throws IOException, InterruptedException {
    return inTurn(HEAP, directory, commands);
  }

  /** Returns a line for each command that ended, with so many megabytes of heap. */
  static String inTurn(int heap, Path directory, List<List<String>> commands)
      throws IOException, InterruptedException {
    Path results = directory.resolve("results");
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(
        List.of("-Xmx" + heap + "m", "-Xss4m", "-XX:+UseParallelGC", "-XX:ParallelGCThreads=1"));
    line.add("-XX:TieredStopAtLevel=1");
    line.add("--enable-native-access=ALL-UNNAMED");
    line.add("-cp");
    line.add(System.getProperty("java.class.path"));
    line.add(CommandsInTurn.class.getName());
    line.add(results.toString());
    for (List<String> command : commands) {
      line.addAll(command);
      line.add(CommandsInTurn.NEXT);
    }
    line.removeLast();
    Process process = new ProcessBuilder(line).inheritIO().start();
    if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return Files.exists(results) ? Files.readString(results) : "";
  }
}
